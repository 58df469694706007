-- What is paid to partners together, and what is paid to each.
create table batches (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    status text not null,
    rail text not null,
    total bigint not null,
    created_at bigint not null,
    body text not null
);
create index batches_by_scope on batches (workspace, mode, id);

create table transfers (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    batch text not null,
    enrollment text not null,
    partner text not null,
    statement text not null,
    status text not null,
    currency text not null,
    amount bigint not null,
    -- What no statement has carried yet of what came out otherwise than it was told.
    uncarried bigint not null,
    contradicted integer not null,
    created_at bigint not null,
    handed_over_at bigint,
    body text not null
);
create index transfers_by_scope on transfers (workspace, mode, id);
create index transfers_of_batch on transfers (batch, id);
create index transfers_of_partner on transfers (partner, id);
create index transfers_of_enrollment on transfers (enrollment, id);
create index transfers_of_statement on transfers (statement, id);

-- The one transfer that pays a statement, or would.
create table payments (
    statement text not null primary key,
    transfer text not null
);
create index payments_by_transfer on payments (transfer);

-- Statements that were due when a batch was made, and are not in it.
create table left_out (
    batch text not null,
    place integer not null,
    workspace text not null,
    mode text not null,
    body text not null,
    primary key (batch, place)
);

-- What is to be paid of a statement: nothing once a transfer has settled.
alter table statements add column to_pay bigint not null default 0;
update statements set to_pay = payable where status = 'closed';
create index statements_to_pay on statements (program, id) where to_pay > 0;

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('batches', 'batches_by_scope', '1000 1000 500 1'),
    ('transfers', 'transfers_by_scope', '200000 200000 100000 1'),
    ('transfers', 'transfers_of_batch', '200000 2000 1'),
    ('transfers', 'transfers_of_partner', '200000 20 1'),
    ('transfers', 'transfers_of_enrollment', '200000 20 1'),
    ('transfers', 'transfers_of_statement', '200000 2 1'),
    ('statements', 'statements_to_pay', '20000 5000 1');
