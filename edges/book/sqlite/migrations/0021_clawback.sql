-- What a statement writes off of what it could not recover, less what it makes good of earlier write-offs.
alter table statements add column written_off bigint not null default 0;
-- What it leaves to be recovered: what waits for the minimum may be as much, and nothing is carried then.
alter table statements add column owed_back bigint not null default 0;
