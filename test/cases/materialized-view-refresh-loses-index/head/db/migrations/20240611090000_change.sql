-- migrate:up
comment on table hits is 'One row a request';
drop index hits_status_idx;

-- migrate:down
create index hits_status_idx on hits (status);
