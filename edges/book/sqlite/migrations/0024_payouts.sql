-- What earned nothing is no pending commission: it has a state of its own.
update commissions set state = 'none' where earned = 0 and state in ('pending', 'approved');
