create table logs (id bigint not null, host integer not null, logged_on date not null, line text not null) partition by range (logged_on);
create table logs_2024_01 partition of logs for values from ('2024-01-01') to ('2024-02-01');
create table logs_2024_02 partition of logs for values from ('2024-02-01') to ('2024-03-01');
create index logs_host_idx on logs (host);
