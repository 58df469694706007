-- A statement's period is any, no more a calendar month; its number counts the closed statements of a
-- program; and it has a day on which it is to be paid. Until now that was 15 days after the month.
alter table statements add column period_from bigint not null default 0;
alter table statements add column period_until bigint not null default 0;
alter table statements add column number integer;
alter table statements add column due_on bigint not null default 0;
alter table statements add column payable bigint not null default 0;
alter table statements add column carry_over bigint not null default 0;

update statements set
    period_from = unixepoch(month || '-01') * 1000000,
    period_until = unixepoch(month || '-01', '+1 month') * 1000000,
    due_on = unixepoch(month || '-01', '+1 month', '+14 days') * 1000000,
    payable = iif(status = 'closed' and carried + total > 0, carried + total, 0),
    carry_over = iif(status = 'closed' and carried + total > 0, 0, carried + total);
update statements set number = numbered.number
from (
    select id, row_number() over (partition by program order by closed_at, id) as number
    from statements where status = 'closed'
) as numbered
where numbered.id = statements.id;
update statements set body = json_set(
    json_remove(body, '$.month'),
    '$.from', period_from,
    '$.until', period_until,
    '$.number', number,
    '$.due_on', date(due_on / 1000000, 'unixepoch'),
    '$.minimum', 0
);

drop index statements_by_month;
alter table statements drop column month;
create unique index statements_by_period on statements (enrollment, period_until);
create unique index statements_by_number on statements (program, number) where number is not null;

-- One job looks every day what has ended, whatever the cadence.
update jobs set body = json_set(body, '$.kind', json_object(
    'kind', 'close_statements',
    'since', unixepoch(json_extract(body, '$.kind.month') || '-01') * 1000000
))
where json_extract(body, '$.kind.kind') = 'close_month';

-- As in 0002: the planner is told how selective an index is.
delete from sqlite_stat1 where idx = 'statements_by_month';
insert into sqlite_stat1 (tbl, idx, stat) values
    ('statements', 'statements_by_period', '100000 10 1'),
    ('statements', 'statements_by_number', '100000 20000 1');
