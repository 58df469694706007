-- The book's tables. Each noun has real columns for what queries ask about, and `body`: the whole
-- noun as JSON, which is what reads answer. Both are written by one statement per noun.
--
-- Ids are text that sorts by the time they were drawn. Times are microseconds since 1970, amounts
-- minor units. `workspace` and `mode` are the scope. Foreign keys are not declared: rows of one
-- deed come in any order, and `doctor` looks for what is missing.

create table workspaces (
    id text not null primary key,
    created_at bigint not null,
    body text not null
);

create table api_keys (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    hash text not null,
    created_at bigint not null,
    body text not null
);
create unique index api_keys_by_hash on api_keys (hash);

create table programs (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    created_at bigint not null,
    body text not null
);
create index programs_by_scope on programs (workspace, mode, id);

create table policies (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    version integer not null,
    effective_from bigint not null,
    published_at bigint not null,
    body text not null
);
create unique index policies_by_version on policies (program, version);

-- `group` and `groups` are words of SQL's own, hence the longer name.
create table partner_groups (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    created_at bigint not null,
    body text not null
);
create index partner_groups_by_program on partner_groups (program, id);

create table terms (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    partner_group text not null,
    version integer not null,
    published_at bigint not null,
    body text not null
);
create unique index terms_by_version on terms (program, partner_group, version);

create table partners (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    created_at bigint not null,
    body text not null
);
create index partners_by_scope on partners (workspace, mode, id);

create table enrollments (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    partner text not null,
    partner_group text not null,
    approved_at bigint not null,
    ended_at bigint,
    created_at bigint not null,
    body text not null
);
create unique index enrollments_by_partner on enrollments (program, partner);
create index enrollments_of_partner on enrollments (partner, id);
create index enrollments_by_scope on enrollments (workspace, mode, id);

create table links (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    domain text not null,
    slug text not null,
    created_at bigint not null,
    body text not null
);
create unique index links_by_slug on links (domain, slug);
create index links_by_scope on links (workspace, mode, id);

create table codes (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    code text not null,
    created_at bigint not null,
    body text not null
);
create unique index codes_by_code on codes (program, code);

create table customers (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    external_id text not null,
    created_at bigint not null,
    body text not null
);
create unique index customers_by_external_id on customers (workspace, mode, external_id);

create table touches (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    enrollment text not null,
    partner text not null,
    key text not null,
    occurred_at bigint not null,
    recorded_at bigint not null,
    body text not null
);
create unique index touches_by_key on touches (customer, program, key);

-- One bond per customer and program; it moves from partner to partner with the evidence.
create table referrals (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    enrollment text not null,
    partner text not null,
    stage text not null,
    began_at bigint not null,
    expires_at bigint not null,
    updated_at bigint not null,
    body text not null
);
create unique index referrals_by_customer on referrals (customer, program);

create table conversions (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    kind text not null,
    source text not null,
    external_id text not null,
    -- The conversion's key, by which events of the same time are ordered.
    key text not null,
    customer text,
    sale text,
    -- The external id of the sale that a refund names, known before the sale itself is.
    named_sale text,
    currency text,
    amount bigint,
    refunded bigint not null,
    occurred_at bigint not null,
    recorded_at bigint not null,
    body text not null
);
-- The promise that a conversion is counted once, for ever.
create unique index conversions_by_identity
    on conversions (workspace, mode, program, source, kind, external_id);
create index conversions_by_customer on conversions (customer, program, occurred_at, key);
create index conversions_by_scope on conversions (workspace, mode, id);
-- Who asks about an order knows its number only.
create index conversions_by_external_id on conversions (external_id, workspace, mode, id);
create index conversions_by_named_sale on conversions (program, source, named_sale)
    where named_sale is not null;

-- One per conversion: a later decision takes the earlier one's place.
create table decisions (
    conversion text not null primary key,
    id text not null,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    policy text not null,
    rules_revision integer not null,
    decided_at bigint not null,
    body text not null
);

create table commissions (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    conversion text not null,
    conversion_key text not null,
    enrollment text not null,
    partner text not null,
    event text not null,
    occurred_at bigint not null,
    share_millionths integer not null,
    currency text not null,
    earned bigint not null,
    reversed bigint not null,
    stated bigint not null,
    -- Derived by the noun's own rules and written with it.
    unstated bigint not null,
    state text not null,
    hold_until bigint not null,
    approved_at bigint,
    statement text,
    created_at bigint not null,
    body text not null
);
create index commissions_by_customer on commissions (customer, program, occurred_at, conversion_key);
create index commissions_by_conversion on commissions (conversion);
create index commissions_by_enrollment on commissions (enrollment, id);
create index commissions_by_scope on commissions (workspace, mode, id);
create index commissions_due on commissions (program, hold_until, id)
    where state = 'pending' and earned <> reversed;
create index commissions_unstated on commissions (enrollment, occurred_at, conversion_key)
    where unstated <> 0;

-- The ledger. Entries are only ever added; all of an entry stands in its columns and postings.
create table entries (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    commission text not null,
    kind text not null,
    currency text not null,
    at bigint not null
);

-- Debits positive, credits negative. Kept in the order in which they are summed. (`without rowid`
-- is only about storage: the primary key is the table, one tree instead of two.)
create table postings (
    program text not null,
    enrollment text not null,
    entry text not null,
    place integer not null,
    account text not null,
    currency text not null,
    amount bigint not null,
    primary key (program, enrollment, entry, place)
) without rowid;

create table statements (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    month text not null,
    status text not null,
    currency text not null,
    carried bigint not null,
    total bigint not null,
    opened_at bigint not null,
    closed_at bigint,
    body text not null
);
create unique index statements_by_month on statements (enrollment, month);
create index statements_of_partner on statements (partner, id);
create index statements_by_scope on statements (workspace, mode, id);

create table statement_lines (
    statement text not null,
    place integer not null,
    commission text not null,
    amount bigint not null,
    occurred_at bigint not null,
    body text not null,
    primary key (statement, place)
);

-- Minor units that an enrollment earned from conversions of a month.
create table cap_uses (
    enrollment text not null,
    month text not null,
    used bigint not null,
    primary key (enrollment, month)
) without rowid;

-- How often what stands under a key was committed.
create table versions (
    key text not null primary key,
    version bigint not null
) without rowid;

-- The story, numbered from 1 without gaps: the writer takes the greatest number and adds one, so
-- that a deed which is taken back takes its numbers back too. `body` is the event's own. Ids get no
-- index: nothing looks a fact up by it, and four facts come with every sale.
create table facts (
    number integer primary key,
    id text not null,
    workspace text not null,
    mode text not null,
    kind text not null,
    v integer not null,
    at bigint not null,
    program text,
    customer text,
    body text not null
);
create index facts_by_scope on facts (workspace, mode, number);

create table jobs (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    run_at bigint not null,
    attempts integer not null,
    body text not null
);
create index jobs_by_time on jobs (run_at, id);

-- What was answered under an idempotency key. All of it stands in columns.
create table answers (
    key text not null,
    operation text not null,
    idempotency_key text not null,
    body_hash text not null,
    result text not null,
    at bigint not null,
    primary key (key, operation, idempotency_key)
);
create index answers_by_time on answers (at);
