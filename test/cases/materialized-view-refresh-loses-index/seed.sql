insert into hits (page, status, referrer)
select i % 400, case when i % 500 = 0 then 503 else 200 end, repeat('r', 60)
from generate_series(1, 40000) as i;
