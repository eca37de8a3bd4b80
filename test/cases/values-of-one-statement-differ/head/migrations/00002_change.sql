-- +goose Up
create index jobs_run_at_idx on jobs (run_at);
