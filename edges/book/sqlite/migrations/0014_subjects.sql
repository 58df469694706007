-- An entry is about a commission, a statement or a transfer, as its id says; each posting has a currency of its own.
alter table entries rename column "commission" to subject;
alter table entries drop column currency;

-- What is not about a commission: payments and write-offs, few beside the others.
create index entries_beside_commissions on entries (subject) where subject >= 'stm_';
insert into sqlite_stat1 (tbl, idx, stat) values ('entries', 'entries_beside_commissions', '50000 2');
