-- What people decided about credit by hand, and what they are asked about it.
create table corrections (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    conversion text not null,
    at bigint not null,
    taken_back_at bigint,
    body text not null
);
create index corrections_by_customer on corrections (customer, program) where taken_back_at is null;
create index corrections_by_conversion on corrections (conversion, workspace, mode);
create index corrections_by_scope on corrections (workspace, mode, id);

-- One per conversion.
create table reviews (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    conversion text not null,
    status text not null,
    opened_at bigint not null,
    closed_at bigint,
    body text not null
);
create unique index reviews_by_conversion on reviews (conversion);
create index reviews_by_scope on reviews (workspace, mode, id);
create index reviews_open on reviews (workspace, mode, id) where status = 'open';

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('corrections', 'corrections_by_customer', '10000 2 1'),
    ('corrections', 'corrections_by_conversion', '10000 2 2 1'),
    ('corrections', 'corrections_by_scope', '10000 10000 5000 1'),
    ('reviews', 'reviews_by_conversion', '10000 1'),
    ('reviews', 'reviews_by_scope', '10000 10000 5000 1'),
    ('reviews', 'reviews_open', '1000 1000 500 1');
