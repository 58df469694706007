-- How partners want to be paid, from which accounts merchants pay, and the rates between currencies.
create table methods (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    partner text not null,
    kind text not null,
    currency text not null,
    standing text not null,
    created_at bigint not null,
    body text not null
);
create index methods_by_scope on methods (workspace, mode, id);
create index methods_of_partner on methods (partner, id);

create table paying_accounts (
    program text not null primary key,
    workspace text not null,
    mode text not null,
    body text not null
);

create table daily_rates (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    base text not null,
    quote text not null,
    source text not null,
    day bigint not null,
    body text not null
);
create index daily_rates_by_scope on daily_rates (workspace, mode, id);
create index daily_rates_by_pair on daily_rates (quote, base, workspace, mode, id);

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('methods', 'methods_by_scope', '10000 10000 5000 1'),
    ('methods', 'methods_of_partner', '10000 2 1'),
    ('daily_rates', 'daily_rates_by_scope', '200000 200000 100000 1'),
    ('daily_rates', 'daily_rates_by_pair', '200000 6000 5000 5000 5000 1');
