-- Companies that partners registered as opportunities.
create table deals (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    partner text not null,
    status text not null,
    domain text,
    customer text,
    submitted_at bigint not null,
    body text not null
);
create index deals_by_scope on deals (workspace, mode, id);
create index deals_of_partner on deals (partner, id);
create index deals_by_customer on deals (customer) where customer is not null;

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('deals', 'deals_by_scope', '10000 10000 5000 1'),
    ('deals', 'deals_of_partner', '10000 20 1'),
    ('deals', 'deals_by_customer', '5000 2');
