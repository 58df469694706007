-- Each program looks every day for clicks to reward, beginning with today's. The job's id is the program's own, put otherwise.
insert into jobs (id, workspace, mode, program, run_at, attempts, body)
select 'job_02' || substr(id, 7), workspace, mode, id, unixepoch() * 1000000, 0, json_object(
    'id', 'job_02' || substr(id, 7),
    'scope', json_object('workspace', workspace, 'mode', mode),
    'program', id,
    'kind', json_object('kind', 'reward_clicks', 'since', unixepoch() * 1000000),
    'run_at', unixepoch() * 1000000,
    'attempts', 0)
from programs;
