-- Who acts: the audit log, users with their places in workspaces, sessions, one-time tokens, invitations,
-- throttles of log-in, and letters that wait to be sent.

-- Keys were granted three words; now they are granted resource and verb.
update api_keys
set body = json_set(body, '$.allows', json((
    select json_group_array(case value
        when 'track' then 'events:write' when 'read' then '*:read' when 'manage' then '*:write' else value end)
    from json_each(api_keys.body, '$.allows'))))
where json_array_length(body, '$.allows') > 0;

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

-- What was written there stays as it was written.
create trigger audit_log_is_not_edited before update on audit_log
begin
    select raise(abort, 'the audit log is append-only');
end;
create trigger audit_log_is_not_cut before delete on audit_log
begin
    select raise(abort, 'the audit log is append-only');
end;

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

-- One-time links by the hash of what the link shows.
create table tokens (
    hash text not null primary key,
    expires_at bigint not null,
    body text not null
);
create index tokens_by_time on tokens (expires_at);

create table invitations (
    id text not null primary key,
    workspace text not null,
    status text not null,
    created_at bigint not null,
    expires_at bigint not null,
    body text not null
);
create index invitations_by_workspace on invitations (workspace, id);

-- Failed log-ins of an address or an account, by keyed hash.
create table throttles (
    id text not null primary key,
    failed_at bigint not null,
    body text not null
);
create index throttles_by_time on throttles (failed_at);

-- When a key or session was last used, to the hour. All of it stands in columns.
create table uses (
    id text not null primary key,
    at bigint not null
) without rowid;

-- Letters that wait, sealed; they are gone once they are sent.
create table letters (
    id text not null primary key,
    run_at bigint not null,
    body text not null
);
create index letters_by_time on letters (run_at, id);

-- What a partner has.
create index links_of_partner on links (partner, id);
create index codes_of_partner on codes (partner, id);
