-- The outbox. It holds names of addresses, never the addresses: those are secrets of the settings.
CREATE TABLE IF NOT EXISTS alert (
    alert_id    INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    scope       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    severity    TEXT NOT NULL,
    run_id      TEXT,
    title       TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('queued', 'suppressed')),
    created_at  REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS delivery (
    alert_id        INTEGER NOT NULL REFERENCES alert (alert_id),
    target          TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('pending', 'sent')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at REAL NOT NULL,
    last_error      TEXT,
    sent_at         REAL,
    PRIMARY KEY (alert_id, target)
);

-- What is wrong now, by inbox: gone from here means over.
CREATE TABLE IF NOT EXISTS cause (
    scope     TEXT NOT NULL,
    key       TEXT NOT NULL,
    severity  TEXT NOT NULL,
    text      TEXT NOT NULL,
    since     REAL NOT NULL,
    last_seen REAL NOT NULL,
    PRIMARY KEY (scope, key)
);
