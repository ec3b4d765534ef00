-- The journal's events are chained by hash, too: from here on, and none of them without. What was written before this
-- version stays as it is, and says by having no hash that nothing vouches for it.
ALTER TABLE payment_event ADD COLUMN hash TEXT;
CREATE TABLE journal_chain (
    -- The first event that must have one.
    begins INTEGER NOT NULL
) STRICT;
INSERT INTO journal_chain (begins) SELECT coalesce(max(position), 0) + 1 FROM payment_event;
