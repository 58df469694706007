-- The life of an enrollment, slugs that a link had before, and what a partner is found by.

alter table enrollments add column status text not null default 'approved';
alter table enrollments add column since bigint not null default 0;
update enrollments set since = approved_at, body = json_remove(json_set(body,
    '$.since', json_extract(body, '$.approved_at'),
    '$.stays', json_array(json_object(
        'group', json_extract(body, '$.group'), 'since', json_extract(body, '$.created_at')))), '$.ended_at');
alter table enrollments drop column approved_at;
alter table enrollments drop column ended_at;

alter table partners add column company text;
alter table partners add column email_hash text;
update partners set email_hash = json_extract(body, '$.personal.email_hash');
create index partners_by_email on partners (email_hash) where email_hash is not null;

-- Every slug of every link, the earlier ones that still lead there included.
create table slugs (
    domain text not null,
    slug text not null,
    link text not null,
    primary key (domain, slug)
) without rowid;
insert into slugs (domain, slug, link) select domain, slug, id from links;
create index slugs_of_link on slugs (link);
drop index links_by_slug;
