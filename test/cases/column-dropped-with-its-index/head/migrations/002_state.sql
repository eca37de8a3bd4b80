alter table tasks add column done boolean not null default false;
update tasks set done = state = 'done' where id % 10 = 0;
alter table tasks drop column state;
