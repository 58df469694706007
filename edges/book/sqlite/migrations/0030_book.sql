-- The tables of the book. A noun has a column for everything that queries filter, join, sort or add up by, and `body`:
-- the whole noun as JSON, with its version as the first field. Reads answer the body, and no statement looks inside it.
-- Columns and body are written by one statement per noun.
--
-- Ids are text that sorts by creation time. Times are microseconds since 1970, amounts are minor units, `workspace` and
-- `mode` are the scope. Foreign keys are not declared: the rows of one commit come in any order, and `doctor` looks for
-- missing ones.

-- Workspaces, who acts in them, and what is kept about that.

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

create table users (
    id text not null primary key,
    email_hash text not null,
    created_at bigint not null,
    body text not null
);
create unique index users_by_email on users (email_hash);

-- `seat` is a partner's id, or `team`: a user has one place in the team and one for each partner.
create table memberships (
    id text not null primary key,
    workspace text not null,
    user text not null,
    seat text not null,
    role text not null,
    created_at bigint not null,
    ended_at bigint,
    body text not null
);
create unique index memberships_by_seat on memberships (workspace, user, seat);
create index memberships_of_user on memberships (user, id);

create table invitations (
    id text not null primary key,
    workspace text not null,
    status text not null,
    created_at bigint not null,
    expires_at bigint not null,
    body text not null
);
create index invitations_by_workspace on invitations (workspace, id);

create table sessions (
    id text not null primary key,
    user text not null,
    hash text not null,
    expires_at bigint not null,
    body text not null
);
create unique index sessions_by_hash on sessions (hash);
create index sessions_of_user on sessions (user, id);
create index sessions_by_time on sessions (expires_at);

-- One-time links, by the hash of the secret in the link. `user` is set if the link is for a user's account.
create table tokens (
    hash text not null primary key,
    expires_at bigint not null,
    user text,
    body text not null
);
create index tokens_by_time on tokens (expires_at);
create index tokens_of_user on tokens (user, expires_at);

-- Failed log-ins of an address or an account, by keyed hash.
create table throttles (
    id text not null primary key,
    failed_at bigint not null,
    body text not null
);
create index throttles_by_time on throttles (failed_at);

-- When a key or session was last used, to the hour.
create table uses (
    id text not null primary key,
    at bigint not null
) without rowid;

-- Sealed mails that wait to be sent. A row is deleted once its mail is sent.
create table letters (
    id text not null primary key,
    run_at bigint not null,
    body text not null
);
create index letters_by_time on letters (run_at, id);

create table audit_log (
    id text not null primary key,
    workspace text,
    mode text,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    body text not null
);
create index audit_log_by_workspace on audit_log (workspace, id);
create index audit_log_by_subject on audit_log (subject, id);
create trigger audit_log_is_not_edited before update on audit_log
begin
    select raise(abort, 'the audit log is append-only');
end;
create trigger audit_log_is_not_cut before delete on audit_log
begin
    select raise(abort, 'the audit log is append-only');
end;

-- Programs, and by which rules they credit and pay.

create table programs (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    created_at bigint not null,
    name text not null,
    body text not null
);
create index programs_by_scope on programs (workspace, mode, id);

-- Logos stand apart from their programs, which every sale reads.
create table logos (
    program text not null primary key,
    workspace text not null,
    mode text not null,
    body text not null
);

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
create index policies_by_scope on policies (workspace, mode, id);

-- `group` and `groups` are reserved words in SQL, hence the longer name.
create table partner_groups (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    created_at bigint not null,
    name text not null,
    body text not null
);
create index partner_groups_by_program on partner_groups (program, id);
create index groups_by_scope on partner_groups (workspace, mode, id);

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
create index terms_by_scope on terms (workspace, mode, id);

create table paying_accounts (
    program text not null primary key,
    workspace text not null,
    mode text not null,
    body text not null
);

create table daily_rates (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    base text not null,
    quote text not null,
    source text not null,
    day bigint not null,
    body text not null
);
create index daily_rates_by_scope on daily_rates (workspace, mode, id);
create index daily_rates_by_pair on daily_rates (quote, base, workspace, mode, id);

-- Partners and what they refer with.

create table partners (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    created_at bigint not null,
    company text,
    email_hash text,
    display_name text not null,
    body text not null
);
create index partners_by_scope on partners (workspace, mode, id);
create index partners_by_email on partners (email_hash) where email_hash is not null;

create table enrollments (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    partner text not null,
    partner_group text not null,
    created_at bigint not null,
    status text not null,
    since bigint not null,
    recruited_by text,
    body text not null
);
create unique index enrollments_by_partner on enrollments (program, partner);
create index enrollments_of_partner on enrollments (partner, id);
create index enrollments_by_scope on enrollments (workspace, mode, id);
create index enrollments_by_recruiter on enrollments (recruited_by, id) where recruited_by is not null;

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
create index links_by_scope on links (workspace, mode, id);
create index links_of_partner on links (partner, id);
create index links_by_text on links (slug);

-- Every slug of every link, including former ones that still redirect.
create table slugs (
    domain text not null,
    slug text not null,
    link text not null,
    primary key (domain, slug)
) without rowid;
create index slugs_of_link on slugs (link);

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
create index codes_of_partner on codes (partner, id);
create index codes_by_scope on codes (workspace, mode, id);
create index codes_by_text on codes (code);

create table methods (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    partner text not null,
    kind text not null,
    currency text not null,
    standing text not null,
    created_at bigint not null,
    body text not null
);
create index methods_by_scope on methods (workspace, mode, id);
create index methods_of_partner on methods (partner, id);

-- Customers and what speaks for a partner.

create table customers (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    external_id text not null,
    created_at bigint not null,
    email_hash text,
    body text not null
);
create unique index customers_by_external_id on customers (workspace, mode, external_id);
create index customers_by_scope on customers (workspace, mode, id);
create index customers_by_email on customers (email_hash) where email_hash is not null;

-- The people of an organization, which is a customer itself.
create table customer_people (
    organization text not null,
    person text not null,
    primary key (organization, person)
);

-- Keyed hashes of all mailboxes and companies that a customer was ever known under.
create table known_as (
    hash text not null,
    workspace text not null,
    mode text not null,
    customer text not null,
    primary key (hash, workspace, mode, customer)
) strict, without rowid;
create index known_as_by_customer on known_as (customer);

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
create index touches_of_partner on touches (partner, customer, program);

-- One per customer and program: which partner currently holds the customer.
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
create index referrals_by_scope on referrals (workspace, mode, id);
create index referrals_of_partner on referrals (partner, id);

create table deals (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    partner text not null,
    status text not null,
    domain text,
    customer text,
    submitted_at bigint not null,
    body text not null
);
create index deals_by_scope on deals (workspace, mode, id);
create index deals_of_partner on deals (partner, id);
create index deals_by_customer on deals (customer) where customer is not null;

create table submissions (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    status text not null,
    customer text,
    email_hash text,
    submitted_at bigint not null,
    body text not null
);
create index submissions_by_scope on submissions (workspace, mode, id);
create index submissions_of_partner on submissions (partner, id);
create index submissions_of_enrollment on submissions (enrollment, status, id);
create index submissions_by_customer on submissions (customer) where customer is not null;
create index submissions_by_email on submissions (email_hash) where email_hash is not null;

-- Conversions and who is credited for them.

create table conversions (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    kind text not null,
    source text not null,
    external_id text not null,
    -- The conversion's key orders conversions of the same time.
    key text not null,
    customer text,
    sale text,
    -- The external id of the sale that a refund names. It is known before the sale is recorded.
    named_sale text,
    currency text,
    amount bigint,
    refunded bigint not null,
    occurred_at bigint not null,
    recorded_at bigint not null,
    named_refund text,
    -- `yes` if the conversion refers to a sale that is not recorded yet, else `no`; null for leads, stages and sales.
    waiting text,
    body text not null
);
create unique index conversions_by_identity
    on conversions (workspace, mode, program, source, kind, external_id);
create index conversions_by_customer on conversions (customer, program, occurred_at, key);
create index conversions_by_scope on conversions (workspace, mode, id);
create index conversions_by_external_id on conversions (external_id, workspace, mode, id);
create index conversions_by_time on conversions (workspace, mode, occurred_at);
create index conversions_by_named_refund on conversions (named_refund, workspace, mode, id)
    where named_refund is not null;
create index conversions_waiting on conversions (waiting, workspace, mode, id) where waiting is not null;
create index conversions_by_named_sale on conversions (named_sale, program, source) where named_sale is not null;

-- One per conversion; a later decision replaces the earlier one.
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
create index decisions_by_scope on decisions (workspace, mode, id);

-- Every partner whose evidence a decision weighed, with the share of the credit. Reports and partners' lists read these
-- rows instead of decisions.
create table decision_partners (
    conversion text not null,
    partner text not null,
    -- Of the conversion.
    occurred_at bigint not null,
    -- 0 if evidence of the partner was weighed and others were credited.
    millionths integer not null,
    primary key (conversion, partner)
) without rowid;
create index decision_partners_by_partner on decision_partners (partner, conversion, millionths);
create index decision_partners_by_time on decision_partners (partner, occurred_at, conversion) where millionths > 0;

create table corrections (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    conversion text not null,
    at bigint not null,
    taken_back_at bigint,
    body text not null
);
create index corrections_by_customer on corrections (customer, program) where taken_back_at is null;
create index corrections_by_conversion on corrections (conversion, workspace, mode);
create index corrections_by_scope on corrections (workspace, mode, id);

create table reviews (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text not null,
    conversion text not null,
    status text not null,
    opened_at bigint not null,
    closed_at bigint,
    body text not null
);
create unique index reviews_by_conversion on reviews (conversion);
create index reviews_by_scope on reviews (workspace, mode, id);
create index reviews_open on reviews (workspace, mode, id) where status = 'open';

create table simulations (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    status text not null,
    created_at bigint not null,
    body text not null
);
create index simulations_by_scope on simulations (workspace, mode, id);

create table simulation_changes (
    simulation text not null,
    place bigint not null,
    workspace text not null,
    mode text not null,
    body text not null,
    primary key (simulation, place)
);

-- Money.

create table commissions (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    customer text,
    conversion text,
    -- Orders the commissions of an enrollment that have the same time; identifies a commission without conversion.
    key text not null,
    -- The key in `versions` under which changes of this commission are counted.
    version_key text not null,
    enrollment text not null,
    partner text not null,
    event text not null,
    occurred_at bigint not null,
    share_millionths integer not null,
    currency text not null,
    earned bigint not null,
    reversed bigint not null,
    stated bigint not null,
    -- Approved and shown by no statement yet.
    unstated bigint not null,
    -- What statements took back after they had shown it, less what they gave back.
    taken_back bigint not null,
    state text not null,
    hold_until bigint not null,
    approved_at bigint,
    statement text,
    created_at bigint not null,
    declined integer not null,
    -- 1 if a person must approve it: it exceeds the maximum of automatic approval.
    awaits_approval integer not null,
    body text not null
);
create index commissions_by_customer on commissions (customer, program, occurred_at, key);
create index commissions_by_conversion on commissions (conversion);
create index commissions_by_enrollment on commissions (enrollment, id);
create index commissions_of_enrollment_by_time on commissions (enrollment, occurred_at);
create index commissions_by_scope on commissions (workspace, mode, id);
create index commissions_by_time on commissions (workspace, mode, occurred_at);
create index commissions_due on commissions (program, hold_until, id)
    where state = 'pending' and earned <> reversed;
create index commissions_unstated on commissions (enrollment, occurred_at, key) where unstated <> 0;
create unique index commissions_by_grant on commissions (enrollment, key) where conversion is null;

-- Running totals by day, from which caps, tiers and budgets are added up. `subject` is an enrollment or a program.
create table totals (
    subject text not null,
    counted text not null,
    day text not null,
    amount bigint not null,
    primary key (subject, counted, day)
) without rowid;

create table disputes (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    partner text not null,
    kind text not null,
    status text not null,
    commission text,
    conversion text,
    customer text,
    due_at bigint not null,
    opened_at bigint not null,
    body text not null
);
create index disputes_by_scope on disputes (workspace, mode, id);
create index disputes_by_due_date on disputes (workspace, mode, due_at, id);
create index disputes_of_partner on disputes (partner, id);
create index disputes_of_enrollment on disputes (enrollment, status, id);
create index disputes_of_commission on disputes (commission, status) where commission is not null;
create index disputes_by_conversion on disputes (conversion) where conversion is not null;
create index disputes_by_customer on disputes (customer) where customer is not null;

-- The ledger. Entries are only ever added. All of an entry stands in its columns and postings.
create table entries (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    enrollment text not null,
    subject text not null,
    kind text not null,
    at bigint not null
);
create index entries_beside_commissions on entries (subject) where subject >= 'stm_';

-- Debits are positive, credits negative. Rows are stored in the order in which they are summed.
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
    status text not null,
    currency text not null,
    carried bigint not null,
    total bigint not null,
    opened_at bigint not null,
    closed_at bigint,
    period_from bigint not null,
    period_until bigint not null,
    -- Counts the closed statements of a program from 1 without gaps; null while open.
    number integer,
    due_on bigint not null,
    payable bigint not null,
    -- What the next statement starts with.
    carry_over bigint not null,
    -- 0 once a transfer has settled.
    to_pay bigint not null,
    -- Written off of what could not be recovered, less what is made good of earlier write-offs.
    written_off bigint not null,
    -- Still to be recovered from later statements.
    owed_back bigint not null,
    body text not null
);
create index statements_of_partner on statements (partner, id);
create index statements_by_scope on statements (workspace, mode, id);
create unique index statements_by_period on statements (enrollment, period_until);
create unique index statements_by_number on statements (program, number) where number is not null;
create index statements_to_pay on statements (program, id) where to_pay > 0;

create table statement_lines (
    statement text not null,
    place integer not null,
    commission text not null,
    amount bigint not null,
    occurred_at bigint not null,
    body text not null,
    primary key (statement, place)
);

create table batches (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    status text not null,
    rail text not null,
    total bigint not null,
    created_at bigint not null,
    body text not null
);
create index batches_by_scope on batches (workspace, mode, id);

create table transfers (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    program text not null,
    batch text not null,
    enrollment text not null,
    partner text not null,
    statement text not null,
    status text not null,
    currency text not null,
    -- Of the statement; `currency` is what the partner receives.
    statement_currency text not null,
    amount bigint not null,
    -- What the statement pays beyond this transfer.
    rest bigint not null,
    -- The difference between the recorded and the actual outcome that no statement has carried yet.
    uncarried bigint not null,
    contradicted integer not null,
    created_at bigint not null,
    handed_over_at bigint,
    -- 1 if the transfer was taken out of a batch before anybody approved it; its partner never sees it.
    withheld bigint not null,
    body text not null
);
create index transfers_by_scope on transfers (workspace, mode, id);
create index transfers_of_batch on transfers (batch, id);
create index transfers_of_partner on transfers (partner, id);
create index transfers_of_enrollment on transfers (enrollment, id);
create index transfers_of_statement on transfers (statement, id);

-- The one transfer that pays a statement, or would.
create table payments (
    statement text not null primary key,
    transfer text not null
);
create index payments_by_transfer on payments (transfer);

-- Statements that were due when a batch was created and are not in it.
create table left_out (
    batch text not null,
    place integer not null,
    workspace text not null,
    mode text not null,
    body text not null,
    primary key (batch, place)
);

-- Ids of other systems. Within a scope, system, kind and external id name one object: a partner, customer, conversion,
-- commission, deal or transfer.
create table external_ids (
    id text not null primary key,
    workspace text not null,
    mode text not null,
    system text not null,
    kind text not null,
    external_id text not null,
    object text not null,
    linked_at bigint not null,
    body text not null
);
create unique index external_ids_by_record on external_ids (workspace, mode, system, kind, external_id);
create index external_ids_of_object on external_ids (object, id);

-- The book itself.

-- How often each key was committed, for optimistic locking.
create table versions (
    key text not null primary key,
    version bigint not null
) without rowid;

-- Everything that happened, numbered from 1 without gaps: the writer adds one to the greatest number, so that a commit
-- that is rolled back leaves no gap. `object` is the id of what it happened to. The body holds the event and what of its
-- envelope has no column. Ids and objects have no index: nothing looks a fact up by them, and every sale writes four.
create table facts (
    number integer primary key,
    id text not null,
    workspace text not null,
    mode text not null,
    kind text not null,
    object text not null,
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

-- Answers by idempotency key. All of an answer stands in its columns.
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

-- What the book says of itself, such as which master key it was created with.
create table house (
    name text not null primary key,
    value text not null
) without rowid;
