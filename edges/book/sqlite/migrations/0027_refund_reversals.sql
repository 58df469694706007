-- Reversals name the refund that they give back, and what waits for a sale, refund or chargeback is found without walking
-- past every conversion.
alter table conversions add column named_refund text;
alter table conversions add column waiting text;
update conversions set waiting = iif(sale is null, 'yes', 'no')
where kind in ('refund', 'chargeback', 'chargeback_reversal');

create index conversions_by_named_refund on conversions (named_refund, workspace, mode, id)
    where named_refund is not null;
create index conversions_waiting on conversions (waiting, workspace, mode, id) where waiting is not null;
-- Lists know the number of a sale and neither its program nor its source.
drop index conversions_by_named_sale;
create index conversions_by_named_sale on conversions (named_sale, program, source) where named_sale is not null;

delete from sqlite_stat1 where idx = 'conversions_by_named_sale';
insert into sqlite_stat1 (tbl, idx, stat) values
    ('conversions', 'conversions_by_named_sale', '50000 2 2 2'),
    ('conversions', 'conversions_by_named_refund', '1000 2 2 2 1'),
    ('conversions', 'conversions_waiting', '50000 500 500 250 1');
