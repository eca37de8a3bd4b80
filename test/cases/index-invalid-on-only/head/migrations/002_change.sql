drop index logs_host_idx;
create index logs_host_idx on only logs (host);
