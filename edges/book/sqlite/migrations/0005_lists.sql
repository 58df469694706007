-- What lists are filtered and sorted by, and what search looks up.

alter table programs add column name text not null default '';
update programs set name = json_extract(body, '$.name');

alter table partner_groups add column name text not null default '';
update partner_groups set name = json_extract(body, '$.name');

alter table partners add column display_name text not null default '';
update partners set display_name = json_extract(body, '$.display_name');

alter table customers add column email_hash text;
update customers set email_hash = json_extract(body, '$.personal.email_hash');

-- Where a list in the order of ids begins. Ids only grow, so these are added to at their ends.
create index policies_by_scope on policies (workspace, mode, id);
create index groups_by_scope on partner_groups (workspace, mode, id);
create index terms_by_scope on terms (workspace, mode, id);
create index codes_by_scope on codes (workspace, mode, id);
create index customers_by_scope on customers (workspace, mode, id);
create index referrals_by_scope on referrals (workspace, mode, id);
create index decisions_by_scope on decisions (workspace, mode, id);

-- What people search by without knowing the program or the host.
create index customers_by_email on customers (email_hash) where email_hash is not null;
create index codes_by_text on codes (code);
create index links_by_text on links (slug);
create index referrals_of_partner on referrals (partner, id);

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('codes', 'codes_by_code', '10000 1000 1'),
    ('codes', 'codes_of_partner', '10000 2 1'),
    ('codes', 'codes_by_scope', '10000 10000 5000 1'),
    ('codes', 'codes_by_text', '10000 2'),
    ('links', 'links_of_partner', '10000 2 1'),
    ('links', 'links_by_text', '10000 2'),
    ('customers', 'customers_by_external_id', '500000 500000 250000 1'),
    ('customers', 'customers_by_scope', '500000 500000 250000 1'),
    ('customers', 'customers_by_email', '500000 2'),
    ('referrals', 'referrals_by_customer', '500000 2 1'),
    ('referrals', 'referrals_of_partner', '500000 50 1'),
    ('referrals', 'referrals_by_scope', '500000 500000 250000 1'),
    ('decisions', 'decisions_by_scope', '1000000 1000000 500000 1');
