-- Running totals by day, from which those of any longer window are added up; they take the place of the uses of monthly
-- caps. Whose they are is an enrollment or a program.
create table totals (
    subject text not null,
    counted text not null,
    day text not null,
    amount bigint not null,
    primary key (subject, counted, day)
) without rowid;

-- A commission says which part of what was paid was credited to it.
update commissions set body = json_set(body, '$.base', coalesce((
    select v.amount / 1000000 * commissions.share_millionths
        + v.amount % 1000000 * commissions.share_millionths / 1000000
    from conversions v where v.id = commissions.conversion), 0));

insert into totals (subject, counted, day, amount)
select enrollment, 'earned', date(occurred_at / 1000000, 'unixepoch'), sum(earned)
from commissions where conversion is not null and share_millionths > 0 group by 1, 3;
insert into totals (subject, counted, day, amount)
select program, 'earned', date(occurred_at / 1000000, 'unixepoch'), sum(earned)
from commissions where conversion is not null and share_millionths > 0 group by 1, 3;
insert into totals (subject, counted, day, amount)
select enrollment, 'revenue', date(occurred_at / 1000000, 'unixepoch'), sum(json_extract(body, '$.base'))
from commissions where conversion is not null and share_millionths > 0 group by 1, 3;
insert into totals (subject, counted, day, amount)
select enrollment, iif(event = 'renewal', 'sales', event || 's'), date(occurred_at / 1000000, 'unixepoch'), count(*)
from commissions where conversion is not null and share_millionths > 0 group by 1, 2, 3;
drop table cap_uses;

-- Terms have any number of caps, each of a partner or a customer and over a window.
update terms set body = json_remove(json_set(body, '$.caps', json(iif(
    json_extract(body, '$.monthly_cap') is null, '[]',
    json_array(json_object('per', 'partner', 'window', 'month', 'amount', json_extract(body, '$.monthly_cap')))
))), '$.monthly_cap');
update simulations set body = json_set(body, '$.candidate.terms', json((
    select json_group_array(json(json_remove(json_set(value, '$.caps', json(iif(
        json_extract(value, '$.monthly_cap') is null, '[]',
        json_array(json_object('per', 'partner', 'window', 'month', 'amount', json_extract(value, '$.monthly_cap')))
    ))), '$.monthly_cap')))
    from json_each(body, '$.candidate.terms'))))
where json_array_length(body, '$.candidate.terms') > 0;
