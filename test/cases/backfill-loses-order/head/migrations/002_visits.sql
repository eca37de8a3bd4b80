alter table events add column visit uuid;
update events e set visit = v.visit
from (
  select distinct s.session, s.hour, md5(s.session::text || s.hour)::uuid as visit
  from (select distinct session, date_trunc('hour', at) as hour from events) s
) v
where v.session = e.session and v.hour = date_trunc('hour', e.at);
