-- Summary tables (汇总表): what the site's charts and counts are drawn from, so that no page reads millions of rows.
-- A group is a year and a province; the triggers note which groups a change touches, summaries.refresh makes their
-- rows anew from the tables as they stand. A NULL province or level is what the agencies' own NULL is: not certain.

CREATE TABLE report_totals (
    year INTEGER NOT NULL,
    province TEXT,
    region_code TEXT REFERENCES regions(code),
    level TEXT,
    scope TEXT NOT NULL,
    form_id TEXT REFERENCES forms(id),
    completeness TEXT NOT NULL,
    reports INTEGER NOT NULL,
    with_errors INTEGER NOT NULL,
    clean INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    sections INTEGER NOT NULL,
    with_received INTEGER NOT NULL,
    received INTEGER,
    carried_in INTEGER,
    with_closed INTEGER NOT NULL,
    closed INTEGER,
    disclosed INTEGER,
    partly_disclosed INTEGER,
    refused INTEGER,
    not_available INTEGER,
    not_processed INTEGER,
    other_handling INTEGER,
    carried_out INTEGER,
    with_reconsiderations INTEGER NOT NULL,
    reconsiderations INTEGER,
    suits INTEGER,
    corrected INTEGER,
    disclosure_numerator INTEGER,
    disclosure_denominator INTEGER,
    refusal_numerator INTEGER,
    refusal_denominator INTEGER,
    correction_numerator INTEGER,
    correction_denominator INTEGER
) STRICT;
CREATE INDEX report_totals_group ON report_totals(year, province);
CREATE INDEX report_totals_region ON report_totals(region_code);

CREATE TABLE application_totals (
    year INTEGER NOT NULL,
    province TEXT,
    level TEXT,
    scope TEXT NOT NULL,
    outcome_id INTEGER NOT NULL REFERENCES outcomes(id),
    reports INTEGER NOT NULL,
    with_total INTEGER NOT NULL,
    with_natural_person INTEGER NOT NULL,
    with_business INTEGER NOT NULL,
    with_research_institution INTEGER NOT NULL,
    with_social_organization INTEGER NOT NULL,
    with_legal_service INTEGER NOT NULL,
    with_other_organization INTEGER NOT NULL,
    natural_person INTEGER,
    business INTEGER,
    research_institution INTEGER,
    social_organization INTEGER,
    legal_service INTEGER,
    other_organization INTEGER,
    total INTEGER
) STRICT;
CREATE INDEX application_totals_group ON application_totals(year, province);
CREATE INDEX application_totals_outcome ON application_totals(outcome_id);

CREATE TABLE appeal_totals (
    year INTEGER NOT NULL,
    province TEXT,
    level TEXT,
    scope TEXT NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channels(id),
    reports INTEGER NOT NULL,
    with_total INTEGER NOT NULL,
    upheld INTEGER,
    corrected INTEGER,
    other INTEGER,
    pending INTEGER,
    total INTEGER,
    correction_numerator INTEGER,
    correction_denominator INTEGER
) STRICT;
CREATE INDEX appeal_totals_group ON appeal_totals(year, province);

CREATE TABLE disclosure_totals (
    year INTEGER NOT NULL,
    province TEXT,
    level TEXT,
    scope TEXT NOT NULL,
    item_kind_id INTEGER NOT NULL REFERENCES item_kinds(id),
    measure_id INTEGER NOT NULL REFERENCES measures(id),
    unit TEXT,
    reports INTEGER NOT NULL,
    with_value INTEGER NOT NULL,
    value REAL
) STRICT;
CREATE INDEX disclosure_totals_group ON disclosure_totals(year, province);

CREATE TABLE finding_totals (
    year INTEGER NOT NULL,
    province TEXT,
    level TEXT,
    scope TEXT NOT NULL,
    check_id TEXT NOT NULL REFERENCES checks(id),
    severity TEXT NOT NULL,
    reports INTEGER NOT NULL,
    findings INTEGER NOT NULL
) STRICT;
CREATE INDEX finding_totals_group ON finding_totals(year, province);

-- How many rows a table has, so that nobody counts millions of them for a page.
CREATE TABLE table_counts (
    table_name TEXT PRIMARY KEY,
    row_count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The groups whose summaries are older than their reports; '' for no province. Empty but during an add.
CREATE TABLE summaries_stale (
    year INTEGER NOT NULL,
    province TEXT NOT NULL,
    PRIMARY KEY (year, province)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_stats_enters BEFORE INSERT ON report_stats BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT year, coalesce(province, '') FROM report_stats WHERE report_id = NEW.report_id;
    INSERT OR IGNORE INTO summaries_stale VALUES (NEW.year, coalesce(NEW.province, ''));
END;

CREATE TRIGGER report_stats_changes AFTER UPDATE ON report_stats BEGIN
    INSERT OR IGNORE INTO summaries_stale VALUES (OLD.year, coalesce(OLD.province, ''));
    INSERT OR IGNORE INTO summaries_stale VALUES (NEW.year, coalesce(NEW.province, ''));
END;

CREATE TRIGGER report_stats_leaves AFTER DELETE ON report_stats BEGIN
    INSERT OR IGNORE INTO summaries_stale VALUES (OLD.year, coalesce(OLD.province, ''));
END;

-- A report's findings change without its numbers where a neighbouring report comes or goes.
CREATE TRIGGER findings_enter AFTER INSERT ON findings BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT year, coalesce(province, '') FROM report_stats WHERE report_id = NEW.report_id;
END;

CREATE TRIGGER findings_leave AFTER DELETE ON findings BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT year, coalesce(province, '') FROM report_stats WHERE report_id = OLD.report_id;
END;

CREATE TRIGGER findings_change AFTER UPDATE ON findings BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT year, coalesce(province, '') FROM report_stats WHERE report_id IN (OLD.report_id, NEW.report_id);
END;

-- What every table and column holds; filled like the look-ups. A table's own row has the empty column name.
CREATE TABLE dictionary (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    term TEXT NOT NULL,
    english TEXT NOT NULL,
    unit TEXT,
    description TEXT,
    codes TEXT,
    refers_to TEXT,
    PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

-- The checksum of the words that it was filled with.
CREATE TABLE dictionary_version (checksum INTEGER PRIMARY KEY) STRICT;

-- A group's reports are found by it; it serves the facet by year, too.
CREATE INDEX report_stats_group ON report_stats(year, province);
DROP INDEX report_stats_year;
CREATE INDEX report_stats_region ON report_stats(region_code);
-- For the facet: without it, counting the kinds of sections reads all the prose.
CREATE INDEX sections_kind ON sections(kind);

INSERT INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
