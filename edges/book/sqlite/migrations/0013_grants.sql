-- Commissions that rest on no conversion: what a partner is granted beside it, once under each key. They have no customer
-- either, so that each commission now says itself what counts the commits on it.
create table commissions_with_grants (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text,
    conversion text,
    key text not null,
    version_key text not null,
    enrollment text not null,
    partner text not null,
    event text not null,
    occurred_at bigint not null,
    share_millionths integer not null,
    currency text not null,
    earned bigint not null,
    reversed bigint not null,
    stated bigint not null,
    -- Derived by the noun's own rules and written with it.
    unstated bigint not null,
    state text not null,
    hold_until bigint not null,
    approved_at bigint,
    statement text,
    created_at bigint not null,
    body text not null
);
insert into commissions_with_grants
select id, workspace, mode, program, customer, conversion, conversion_key, customer, enrollment, partner, event,
    occurred_at, share_millionths, currency, earned, reversed, stated, unstated, state, hold_until, approved_at,
    statement, created_at,
    json_remove(json_set(body, '$.key', json_extract(body, '$.conversion_key')), '$.conversion_key')
from commissions;
drop table commissions;
alter table commissions_with_grants rename to commissions;

create index commissions_by_customer on commissions (customer, program, occurred_at, key);
create index commissions_by_conversion on commissions (conversion);
create index commissions_by_enrollment on commissions (enrollment, id);
create index commissions_by_scope on commissions (workspace, mode, id);
create index commissions_by_time on commissions (workspace, mode, occurred_at);
create index commissions_due on commissions (program, hold_until, id)
    where state = 'pending' and earned <> reversed;
create index commissions_unstated on commissions (enrollment, occurred_at, key) where unstated <> 0;
create unique index commissions_by_grant on commissions (enrollment, key) where conversion is null;

-- What was told of the table's indexes went with it: see 0002.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('commissions', 'commissions_by_customer', '1000000 5 4 1 1'),
    ('commissions', 'commissions_by_conversion', '1000000 2'),
    ('commissions', 'commissions_by_enrollment', '1000000 200 1'),
    ('commissions', 'commissions_by_scope', '1000000 1000000 500000 1'),
    ('commissions', 'commissions_by_time', '1000000 1000000 500000 2'),
    ('commissions', 'commissions_due', '100000 20000 2 1'),
    ('commissions', 'commissions_unstated', '100000 20 1 1'),
    ('commissions', 'commissions_by_grant', '50000 10 1');
