-- How complete and how free of errors a place's reports are, with all below it (migration 0017_places): what
-- coverage_by_region and findings_by_region show, made with the other summaries.

CREATE TABLE region_coverage (
    year INTEGER NOT NULL,
    region_code TEXT NOT NULL,
    found INTEGER NOT NULL,
    partial INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    by_roster INTEGER NOT NULL,
    on_time INTEGER NOT NULL,
    dated_in_time INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (year, region_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE region_findings (
    year INTEGER NOT NULL,
    region_code TEXT NOT NULL,
    scope TEXT NOT NULL,
    reports INTEGER NOT NULL,
    with_errors INTEGER NOT NULL,
    with_warnings INTEGER NOT NULL,
    clean INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    PRIMARY KEY (year, region_code, scope)
) STRICT, WITHOUT ROWID;

-- Who is expected changes what is missing without any report.
CREATE TRIGGER roster_enters AFTER INSERT ON roster BEGIN
    INSERT OR IGNORE INTO summaries_stale VALUES (NEW.first_year, '');
END;

CREATE TRIGGER roster_changes AFTER UPDATE ON roster BEGIN
    INSERT OR IGNORE INTO summaries_stale VALUES (NEW.first_year, '');
END;

CREATE TRIGGER roster_leaves AFTER DELETE ON roster BEGIN
    INSERT OR IGNORE INTO summaries_stale VALUES (OLD.first_year, '');
END;

-- So does another name of an agency that is on a list, and what an agency is.
CREATE TRIGGER alias_enters AFTER INSERT ON agency_aliases BEGIN
    INSERT OR IGNORE INTO summaries_stale SELECT first_year, '' FROM roster WHERE key = NEW.key;
END;

CREATE TRIGGER alias_changes AFTER UPDATE ON agency_aliases BEGIN
    INSERT OR IGNORE INTO summaries_stale SELECT first_year, '' FROM roster WHERE key IN (OLD.key, NEW.key);
END;

CREATE TRIGGER alias_leaves AFTER DELETE ON agency_aliases BEGIN
    INSERT OR IGNORE INTO summaries_stale SELECT first_year, '' FROM roster WHERE key = OLD.key;
END;

CREATE TRIGGER agency_changes AFTER UPDATE OF region_code, level, function_class ON agencies BEGIN
    INSERT OR IGNORE INTO summaries_stale SELECT year, '' FROM reports WHERE agency_id = NEW.id;
END;

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, '' FROM report_stats UNION SELECT first_year, '' FROM roster;
