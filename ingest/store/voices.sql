-- Where a report names its dates and its place: source:line=words, as agency_evidence has it.
ALTER TABLE reports ADD COLUMN document_date_evidence TEXT;
ALTER TABLE reports ADD COLUMN published_date_evidence TEXT;
ALTER TABLE reports ADD COLUMN place_sources TEXT;
