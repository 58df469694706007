-- Whose evidence a decision weighed, and who got which part of the credit: what reports and partners ask for without
-- reading decisions.
create table decision_partners (
    conversion text not null,
    partner text not null,
    -- Of a million; 0 where evidence of the partner was weighed and another was credited.
    millionths integer not null,
    primary key (conversion, partner)
) without rowid;
create index decision_partners_by_partner on decision_partners (partner, conversion, millionths);

insert into decision_partners (conversion, partner, millionths)
select conversion, partner, sum(millionths) from (
    select d.conversion, s.value ->> 'partner' as partner, s.value ->> 'millionths' as millionths
    from decisions d, json_each(d.body, '$.shares') s
    union all
    select d.conversion, t.value ->> 'partner', 0 from decisions d, json_each(d.body, '$.considered') t
)
group by conversion, partner;

-- How many rows an index leads to, for the planner: see 0002.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('decision_partners', 'decision_partners', '1000000 2 1'),
    ('decision_partners', 'decision_partners_by_partner', '1000000 1000 1 1');
