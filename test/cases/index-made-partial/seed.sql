insert into tickets (assignee_id, state, title)
select g * 7919 % 400, case when g / 400 % 10 = 0 then 'open' else 'closed' end, repeat('t', 90) from generate_series(1, 40000) as g;
