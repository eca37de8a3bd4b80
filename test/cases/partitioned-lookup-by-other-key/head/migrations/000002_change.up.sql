alter table events rename to events_old;
alter index events_user_idx rename to events_old_user_idx;
create table events (like events_old) partition by range (at);
do $$
begin
  for week in 0..79 loop
    execute format('create table events_%s partition of events for values from (%L) to (%L)',
      week, timestamptz '2024-01-01' + week * interval '7 days', timestamptz '2024-01-01' + (week + 1) * interval '7 days');
  end loop;
end $$;
insert into events select * from events_old;
create index events_user_idx on events (user_id);
drop table events_old;
