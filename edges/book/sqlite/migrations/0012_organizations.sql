-- Who belongs to which organization, which is a customer itself: as their bodies say.
create table customer_people (
    organization text not null,
    person text not null,
    primary key (organization, person)
);

-- As in 0002: an organization has a few people.
insert into sqlite_stat1 (tbl, idx, stat) values ('customer_people', 'sqlite_autoindex_customer_people_1', '10000 5 1');
