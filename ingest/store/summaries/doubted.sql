-- Sums of table 1 tell how many of their numbers are doubted (migration 0015_doubted).

ALTER TABLE disclosure_totals ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0; -- see the view doubted_numbers

-- What somebody says of a finding makes a number doubted, or doubted no more.
CREATE TRIGGER review_enters AFTER INSERT ON reviews BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT s.year, coalesce(s.province, '') FROM findings f JOIN report_stats s ON s.report_id = f.report_id
        WHERE f.check_id = NEW.check_id AND f.key = NEW.key;
END;

CREATE TRIGGER review_changes AFTER UPDATE ON reviews BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT s.year, coalesce(s.province, '') FROM findings f JOIN report_stats s ON s.report_id = f.report_id
        WHERE f.check_id = NEW.check_id AND f.key IN (OLD.key, NEW.key);
END;

CREATE TRIGGER review_leaves AFTER DELETE ON reviews BEGIN
    INSERT OR IGNORE INTO summaries_stale
        SELECT s.year, coalesce(s.province, '') FROM findings f JOIN report_stats s ON s.report_id = f.report_id
        WHERE f.check_id = OLD.check_id AND f.key = OLD.key;
END;

INSERT OR IGNORE INTO summaries_stale SELECT DISTINCT year, coalesce(province, '') FROM report_stats;
