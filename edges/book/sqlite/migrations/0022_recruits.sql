-- Which partner brought which.
alter table enrollments add column recruited_by text;
create index enrollments_by_recruiter on enrollments (recruited_by, id) where recruited_by is not null;

-- As in 0002: the planner is told how selective an index is.
insert into sqlite_stat1 (tbl, idx, stat) values ('enrollments', 'enrollments_by_recruiter', '10000 10 1');
