-- What-if: what was asked and found, and the decisions that would change.
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

-- As in 0002: the planner is told that a scope is most of the file.
insert into sqlite_stat1 (tbl, idx, stat) values
    ('simulations', 'simulations_by_scope', '1000 1000 500 1');
