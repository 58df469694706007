-- Figures of reports, added up from conversions, partners of decisions, and commissions. Each commit adds what its rows
-- change, so that a report reads as many rows as its period has quarter hours and its program has partners. An archive
-- leaves these tables out; import adds up again, and `doctor` compares.

-- Whose figures. Sums name a subject by its number, which takes two bytes instead of sixty.
create table sum_subjects (
    number integer not null primary key,
    program text not null,
    -- Empty for all partners together: a conversion that several of them share counts once there.
    partner text not null
);
create unique index sum_subjects_by_name on sum_subjects (program, partner);

create table sums (
    subject bigint not null,
    -- How many quarter hours the sum spans: 1, or 96 for a day in UTC. Only single partners have days. Every time zone's
    -- days begin with a quarter hour, so a period in any zone is whole days in UTC and the quarter hours at its ends.
    span integer not null,
    -- The number of the span since 1970.
    place bigint not null,
    leads bigint not null,
    customers bigint not null,
    sales bigint not null,
    revenue bigint not null,
    commission bigint not null,
    primary key (subject, span, place)
) without rowid;
