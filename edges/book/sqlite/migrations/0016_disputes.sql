-- What partners dispute.
create table disputes (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    kind text not null,
    status text not null,
    commission text,
    conversion text,
    customer text,
    due_at bigint not null,
    opened_at bigint not null,
    body text not null
);
create index disputes_by_scope on disputes (workspace, mode, id);
create index disputes_by_due_date on disputes (workspace, mode, due_at, id);
create index disputes_of_partner on disputes (partner, id);
create index disputes_of_enrollment on disputes (enrollment, status, id);
create index disputes_of_commission on disputes (commission, status) where commission is not null;
create index disputes_by_conversion on disputes (conversion) where conversion is not null;
create index disputes_by_customer on disputes (customer) where customer is not null;

-- A disputed commission may have been declined, and then earns nothing whatever its state is called.
alter table commissions add column declined integer not null default 0;
update commissions set declined = 1 where state = 'declined';

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('disputes', 'disputes_by_scope', '10000 10000 5000 1'),
    ('disputes', 'disputes_by_due_date', '10000 10000 5000 2 1'),
    ('disputes', 'disputes_of_partner', '10000 20 1'),
    ('disputes', 'disputes_of_enrollment', '10000 20 10 1'),
    ('disputes', 'disputes_of_commission', '10000 2 1'),
    ('disputes', 'disputes_by_conversion', '10000 2'),
    ('disputes', 'disputes_by_customer', '10000 4');
