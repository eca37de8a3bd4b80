create table messages (id int primary key, room_id int not null, sent_at timestamp not null, body text not null);
create index messages_sent_at_idx on messages (sent_at);
create index messages_room_id_sent_at_idx on messages (room_id, sent_at);
insert into messages
select i, case when i < 60 then 7 else i % 400 + 1000 end, timestamp '2026-01-01' + i * interval '1 minute', repeat('b', 200)
from generate_series(1, 20000) i;

-- name: messages.latestOfQuietRoom
select * from messages where room_id = 7 order by sent_at desc limit 20;
