-- One month of clicks. A click is a row of numbers and of ids of 16 bytes (UUIDv7); what many clicks share stands once in a
-- table beside them. The view `visits` shows them in words.

-- What links were followed, and whose they are.
CREATE TABLE links (
    number    INTEGER PRIMARY KEY,
    link      TEXT NOT NULL,
    program   TEXT NOT NULL,
    workspace TEXT NOT NULL,
    mode      TEXT NOT NULL,
    UNIQUE (link, program, workspace, mode)
);

-- What visits were taken for.
CREATE TABLE kinds (
    number       INTEGER PRIMARY KEY,
    verdict      TEXT NOT NULL,
    consent      TEXT NOT NULL,
    device       TEXT NOT NULL,
    os           TEXT NOT NULL,
    browser      TEXT NOT NULL,
    -- The list that knew the user agent as no browser: names and versions, or 'programs'; empty for browsers.
    crawler_list TEXT NOT NULL,
    UNIQUE (verdict, consent, device, os, browser, crawler_list)
);

-- Texts that were met more than once.
CREATE TABLE texts (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL UNIQUE
);

CREATE TABLE clicks (
    id           BLOB    NOT NULL PRIMARY KEY,
    link         INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    -- Microseconds after the month's start.
    at           INTEGER NOT NULL,
    -- From here on a text or, in place of one that was met before, its number: columns without a type hold either.
    host         NOT NULL,
    path         NOT NULL,
    referrer,
    language,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_term,
    utm_content,
    sub1,
    sub2,
    sub3,
    sub4,
    sub5,
    -- The address is not kept, so that these could not be filled in later.
    country,
    region,
    visitor      BLOB,
    fingerprint  INTEGER,
    repeat_of    BLOB
) WITHOUT ROWID;

CREATE INDEX clicks_by_visitor ON clicks (visitor) WHERE visitor IS NOT NULL;

-- Visits to addresses that no link has. What is beyond a day's limit is counted as slug 'other' of no host.
CREATE TABLE unknown_slugs (
    day    TEXT   NOT NULL,
    host   TEXT   NOT NULL,
    slug   TEXT   NOT NULL,
    visits BIGINT NOT NULL,
    PRIMARY KEY (day, host, slug)
) WITHOUT ROWID;
