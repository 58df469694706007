-- What the book says of itself, such as by which master key it was begun.
create table house (
    name text not null primary key,
    value text not null
) without rowid;

-- Whose one-time links are still good: fewer letters go to a mailbox that has a fresh one.
alter table tokens add column user text;
update tokens set user = json_extract(body, '$.purpose.user') where json_valid(body);
create index tokens_of_user on tokens (user, expires_at);
