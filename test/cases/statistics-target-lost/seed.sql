insert into jobs (state, payload)
select case when g <= 40 then 'stuck' when g % 10 < 6 then 'done' when g % 10 < 9 then 'failed' else 'open' end, repeat('p', 60)
from generate_series(1, 60000) as g;
