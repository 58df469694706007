-- What exceeds the terms' maximum of automatic approval waits for a person after its hold.
alter table commissions add column awaits_approval integer not null default 0;
