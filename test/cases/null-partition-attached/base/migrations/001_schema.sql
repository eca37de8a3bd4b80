create table ev (id bigint not null, at date not null, k int) partition by range (at);
create table ev_1 partition of ev for values from ('2024-01-01') to ('2024-02-01');
create table ev_2 partition of ev for values from ('2024-02-01') to ('2024-03-01');
create index ev_at_idx on ev (at);
create index ev_k_idx on ev (k);
