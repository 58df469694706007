-- What was submitted in partners' lead forms.
create table submissions (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    status text not null,
    customer text,
    email_hash text,
    submitted_at bigint not null,
    body text not null
);
create index submissions_by_scope on submissions (workspace, mode, id);
create index submissions_of_partner on submissions (partner, id);
create index submissions_of_enrollment on submissions (enrollment, status, id);
create index submissions_by_customer on submissions (customer) where customer is not null;
create index submissions_by_email on submissions (email_hash) where email_hash is not null;

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('submissions', 'submissions_by_scope', '10000 10000 5000 1'),
    ('submissions', 'submissions_of_partner', '10000 20 1'),
    ('submissions', 'submissions_of_enrollment', '10000 20 10 1'),
    ('submissions', 'submissions_by_customer', '5000 2'),
    ('submissions', 'submissions_by_email', '10000 2');
