-- The sums of a place with all below it (migration 0009): what yearly_by_region shows, made with the other summaries.

CREATE TABLE region_totals (
    year INTEGER NOT NULL,
    region_code TEXT NOT NULL,
    scope TEXT NOT NULL,
    aggregated_from TEXT,
    reports INTEGER NOT NULL,
    with_received INTEGER NOT NULL,
    received INTEGER,
    with_closed INTEGER NOT NULL,
    closed INTEGER,
    disclosed INTEGER,
    partly_disclosed INTEGER,
    refused INTEGER,
    carried_out INTEGER,
    reconsiderations INTEGER,
    suits INTEGER,
    corrected INTEGER,
    disclosure_numerator INTEGER,
    disclosure_denominator INTEGER,
    refusal_numerator INTEGER,
    refusal_denominator INTEGER,
    correction_numerator INTEGER,
    correction_denominator INTEGER,
    PRIMARY KEY (year, region_code, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_totals_region ON region_totals(region_code, year);

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, '' FROM report_stats;
