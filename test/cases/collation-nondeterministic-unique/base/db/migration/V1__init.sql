create table people (id serial primary key, email text not null, note text not null);
create unique index people_email_key on people (email);
