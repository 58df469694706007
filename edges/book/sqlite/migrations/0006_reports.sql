-- What happened within a period, for reports.
create index conversions_by_time on conversions (workspace, mode, occurred_at);
create index commissions_by_time on commissions (workspace, mode, occurred_at);

-- Whom a partner led, whoever was credited in the end.
create index touches_of_partner on touches (partner, customer, program);

-- How many rows an index leads to, for the planner: see 0002.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('conversions', 'conversions_by_time', '1000000 1000000 500000 2'),
    ('commissions', 'commissions_by_time', '1000000 1000000 500000 2'),
    ('touches', 'touches_of_partner', '1000000 1000 2 2');
