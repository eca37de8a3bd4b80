create table users (id integer primary key, name text not null);
create table logins (id serial primary key, user_id integer not null, agent text not null);
create index logins_user_idx on logins (user_id);
