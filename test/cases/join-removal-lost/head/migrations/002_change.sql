-- Codes will be reused.
alter table profiles drop constraint profiles_code_key;
create index profiles_code_idx on profiles (code);
