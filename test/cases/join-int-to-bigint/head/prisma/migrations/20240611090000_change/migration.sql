alter table entries alter column account_id type bigint;
