create domain email as text;
create table users (id serial primary key, email email not null, pad text not null);
create unique index users_email_idx on users (email);
create sequence order_no;
create table orders (no bigint primary key default nextval('order_no'), user_id integer not null references users (id));
create index orders_user_idx on orders (user_id);
