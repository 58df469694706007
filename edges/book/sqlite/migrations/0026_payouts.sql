-- What earned nothing is no pending commission: it has a state of its own.
update commissions set state = 'none' where earned = 0 and state in ('pending', 'approved');

-- What was taken out of a batch that nobody had approved is nothing that its partner sees.
alter table transfers add column withheld bigint not null default 0;
update transfers set body = json_set(body, '$.was_announced', json('true'))
where status = 'canceled'
    and (select json_extract(b.body, '$.approved.at') from batches b where b.id = transfers.batch) is not null;
update transfers set withheld = 1
where status = 'canceled' and json_extract(body, '$.was_announced') is null;

-- A batch sums what it pays, without what was taken out of it.
update batches set body = json_set(
    body,
    '$.total', (select coalesce(sum(amount), 0) from transfers where batch = batches.id and status <> 'canceled'),
    '$.transfers', (select count(*) from transfers where batch = batches.id and status <> 'canceled'),
    '$.greatest', (select coalesce(max(amount), 0) from transfers where batch = batches.id and status <> 'canceled')
)
where exists (select 1 from transfers where batch = batches.id and status = 'canceled');
update batches set total = json_extract(body, '$.total');
