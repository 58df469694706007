-- `awaits_approval` says that a person has still to approve it, also of what rose after its approval; it used to stay on
-- what somebody had approved.
update commissions set awaits_approval = 0, body = json_remove(body, '$.awaits_approval')
where awaits_approval <> 0 and approved_at is not null;
