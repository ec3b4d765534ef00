-- クレジット利用履歴: a row for each card's share of a live slip, as the slip says, in an order and with the names that make the
-- list fast; and what they come to by day. Both follow from slip_tender by triggers, so that nothing can forget them.

-- What a card's share of a live slip is in the history.
CREATE VIEW card_tender AS
    SELECT t.receipt_number, t.place, s.business_day, s.issued_at, s.kind,
           CASE t.kind
               WHEN 'card_back' THEN 'back'
               WHEN 'linked_card' THEN iif(json_extract(s.body, '$.slip.tenders[' || t.place || '].by_hand') = 'person',
                                           'linked_by_person', 'linked')
               ELSE iif(json_extract(s.body, '$.slip.tenders[' || t.place || '].unlinked_reason') IS NULL,
                        'unlinked', 'hand')
           END AS way,
           t.company_code,
           json_extract(s.body, '$.slip.tenders[' || t.place || '].card_company_name') AS company_name,
           t.category,
           json_extract(s.body, '$.slip.tenders[' || t.place || '].category_name') AS category_name,
           coalesce(json_extract(s.body, '$.slip.tenders[' || t.place || '].details.brand_name'),
                    json_extract(s.body, '$.slip.tenders[' || t.place || '].details.brand'), '') AS brand,
           t.amount,
           coalesce(s.operator_code, '') AS operator_code,
           json_extract(s.body, '$.slip.operator.name') AS operator_name,
           t.payment_id, t.slip_number, t.last4
    FROM slip_tender t JOIN slip s USING (mode, receipt_number)
    WHERE t.mode = 'live' AND t.kind IN ('card', 'linked_card', 'card_back');

CREATE TABLE card_use (
    receipt_number INTEGER NOT NULL,
    place          INTEGER NOT NULL,
    business_day   TEXT NOT NULL,
    issued_at      INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    way            TEXT NOT NULL CHECK (way IN ('linked', 'linked_by_person', 'hand', 'unlinked', 'back')),
    company_code   TEXT NOT NULL,
    company_name   TEXT NOT NULL,
    category       INTEGER NOT NULL,
    category_name  TEXT NOT NULL,
    -- Empty where the terminal told none.
    brand          TEXT NOT NULL,
    -- With its sign.
    amount         INTEGER NOT NULL,
    -- Empty where nobody was asked.
    operator_code  TEXT NOT NULL,
    operator_name  TEXT,
    payment_id     TEXT,
    slip_number    TEXT,
    last4          TEXT,
    PRIMARY KEY (receipt_number, place)
) STRICT, WITHOUT ROWID;
-- The list's order, with what it is filtered by.
CREATE INDEX card_uses_by_day ON card_use (business_day, receipt_number, place, company_code, category, kind, way);
CREATE INDEX card_uses_by_operator
    ON card_use (operator_code, business_day, receipt_number, place, company_code, category, kind, way);
CREATE INDEX card_uses_by_amount ON card_use (abs(amount), business_day, receipt_number, place);
CREATE INDEX card_uses_by_last4 ON card_use (last4, business_day, receipt_number, place) WHERE last4 IS NOT NULL;

-- What a business day comes to.
CREATE TABLE card_day (
    business_day  TEXT NOT NULL,
    company_code  TEXT NOT NULL,
    company_name  TEXT NOT NULL,
    category      INTEGER NOT NULL,
    category_name TEXT NOT NULL,
    brand         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    way           TEXT NOT NULL,
    count         INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    PRIMARY KEY (business_day, company_code, company_name, category, category_name, brand, kind, way)
) STRICT, WITHOUT ROWID;

-- The same of each operator.
CREATE TABLE card_day_of_operator (
    operator_code TEXT NOT NULL,
    business_day  TEXT NOT NULL,
    company_code  TEXT NOT NULL,
    company_name  TEXT NOT NULL,
    category      INTEGER NOT NULL,
    category_name TEXT NOT NULL,
    brand         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    way           TEXT NOT NULL,
    count         INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    PRIMARY KEY (operator_code, business_day, company_code, company_name, category, category_name, brand, kind, way)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER card_tender_is_used AFTER INSERT ON slip_tender
    WHEN NEW.mode = 'live' AND NEW.kind IN ('card', 'linked_card', 'card_back')
    BEGIN
        INSERT INTO card_use
            SELECT * FROM card_tender WHERE receipt_number = NEW.receipt_number AND place = NEW.place;
    END;
CREATE TRIGGER card_use_is_summed AFTER INSERT ON card_use
    BEGIN
        INSERT INTO card_day VALUES (NEW.business_day, NEW.company_code, NEW.company_name, NEW.category,
                NEW.category_name, NEW.brand, NEW.kind, NEW.way, 1, NEW.amount)
            ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount;
        INSERT INTO card_day_of_operator VALUES (NEW.operator_code, NEW.business_day, NEW.company_code,
                NEW.company_name, NEW.category, NEW.category_name, NEW.brand, NEW.kind, NEW.way, 1, NEW.amount)
            ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount;
    END;
CREATE TRIGGER card_use_is_append_only_1 BEFORE UPDATE ON card_use
    BEGIN SELECT RAISE(ABORT, 'the card history is append-only'); END;
CREATE TRIGGER card_use_is_append_only_2 BEFORE DELETE ON card_use
    BEGIN SELECT RAISE(ABORT, 'the card history is append-only'); END;

INSERT INTO card_use SELECT * FROM card_tender ORDER BY receipt_number, place;

-- 手動決済 of a slip, and by the number that was typed of it.
CREATE INDEX actions_by_receipt ON terminal_action (kind, json_extract(body, '$.receipt_number'));
CREATE INDEX actions_by_closing_slip ON terminal_action (closed_slip_number) WHERE closed_slip_number IS NOT NULL;
