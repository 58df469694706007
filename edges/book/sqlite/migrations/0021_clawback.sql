-- What a statement writes off of what it could not recover, less what it makes good of earlier write-offs.
alter table statements add column written_off bigint not null default 0;
