create table payments (id serial primary key, booked_on date not null, amount numeric not null, reference text not null);
create index payments_booked_idx on payments (booked_on);
