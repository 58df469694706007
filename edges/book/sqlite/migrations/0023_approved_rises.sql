-- `awaits_approval` says that a person has still to approve it, also of what rose after its approval; it used to stay on
-- what somebody had approved.
update commissions set awaits_approval = 0, body = json_remove(body, '$.awaits_approval')
where awaits_approval <> 0 and approved_at is not null;
-- A first sale that was nobody's any more had a line that is written no more: it is reversed instead, and priced anew once
-- there is another.
update commissions set body = json_set(body, '$.lines', json('[]'))
where event = 'partner' and earned = 0 and body like '%"no_credited_sale"%';
