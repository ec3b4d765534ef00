-- 外部ページ: pages from elsewhere that were paired. Of a page's key only the digest is kept, and a row stays after it was
-- revoked: who was let in, and by whom, is not forgotten.
CREATE TABLE hosted_page (
    id         TEXT PRIMARY KEY,
    origin     TEXT NOT NULL,
    key_digest TEXT NOT NULL UNIQUE,
    paired_at  INTEGER NOT NULL,
    paired_by  TEXT NOT NULL,
    seen_at    INTEGER,
    revoked_at INTEGER,
    revoked_by TEXT
) STRICT;
CREATE TRIGGER hosted_page_is_what_it_was BEFORE UPDATE OF id, origin, key_digest, paired_at, paired_by ON hosted_page
    BEGIN SELECT RAISE(ABORT, 'a pairing is what it was'); END;
CREATE TRIGGER hosted_page_stays_revoked BEFORE UPDATE ON hosted_page WHEN old.revoked_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a revoked page stays revoked'); END;
CREATE TRIGGER hosted_page_is_not_forgotten BEFORE DELETE ON hosted_page
    BEGIN SELECT RAISE(ABORT, 'pairings are not deleted'); END;
