-- The mailboxes and companies that customers were ever known under, by keyed hash.
create table known_as (
    hash text not null,
    workspace text not null,
    mode text not null,
    customer text not null,
    primary key (hash, workspace, mode, customer)
) strict, without rowid;

-- An erasure finds what there is of one customer.
create index known_as_by_customer on known_as (customer);
