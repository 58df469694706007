-- Which partner brought which.
alter table enrolments add column recruited_by text;
create index enrolments_by_recruiter on enrolments (recruited_by, id) where recruited_by is not null;

-- As in 0002: the planner is told how selective an index is.
insert into sqlite_stat1 (tbl, idx, stat) values ('enrolments', 'enrolments_by_recruiter', '10000 10 1');
