-- Pictures stand apart from their programs, which every sale reads.
create table logos (
    program text not null primary key,
    workspace text not null,
    mode text not null,
    body text not null
);
