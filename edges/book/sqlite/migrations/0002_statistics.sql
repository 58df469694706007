-- SQLite plans without statistics until somebody runs `analyze`, and then believes that a scope is
-- as selective as a customer. One merchant's live data is usually most of the file, so the planner is
-- told: rows in the table, then rows per value of the index's first column, first two, and so on.
-- Only these tables have several indexes to choose from. (No other store needs this file.)

analyze;

insert into sqlite_stat1 (tbl, idx, stat) values
    ('enrollments', 'enrollments_by_partner', '10000 1000 1'),
    ('enrollments', 'enrollments_of_partner', '10000 2 1'),
    ('enrollments', 'enrollments_by_scope', '10000 10000 5000 1'),
    ('links', 'links_by_slug', '10000 10000 1'),
    ('links', 'links_by_scope', '10000 10000 5000 1'),
    ('conversions', 'conversions_by_identity', '1000000 1000000 500000 200000 100000 50000 1'),
    ('conversions', 'conversions_by_customer', '1000000 5 4 1 1'),
    ('conversions', 'conversions_by_scope', '1000000 1000000 500000 1'),
    ('conversions', 'conversions_by_named_sale', '50000 20000 10000 2'),
    ('commissions', 'commissions_by_customer', '1000000 5 4 1 1'),
    ('commissions', 'commissions_by_conversion', '1000000 2'),
    ('commissions', 'commissions_by_enrollment', '1000000 200 1'),
    ('commissions', 'commissions_by_scope', '1000000 1000000 500000 1'),
    ('commissions', 'commissions_due', '100000 20000 2 1'),
    ('commissions', 'commissions_unstated', '100000 20 1 1'),
    ('statements', 'statements_by_month', '100000 10 1'),
    ('statements', 'statements_of_partner', '100000 20 1'),
    ('statements', 'statements_by_scope', '100000 100000 50000 1'),
    ('facts', 'facts_by_scope', '4000000 4000000 2000000 1');
