-- name: signals.ofDevice
select s.level from devices d join signals s on s.device_id = d.id where d.name = 'device 7';
-- name: signals.count
select count(*) from signals;
