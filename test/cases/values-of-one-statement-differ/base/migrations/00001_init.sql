-- +goose Up
create table jobs (id serial primary key, queue text not null, run_at timestamptz not null, payload text not null);
create index jobs_queue_idx on jobs (queue);
