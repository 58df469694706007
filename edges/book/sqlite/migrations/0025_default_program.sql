-- The first program of each scope is its default until another is chosen.
update programs set body = json_set(body, '$.is_default', json('true'))
where id in (select min(id) from programs group by workspace, mode);
