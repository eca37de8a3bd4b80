create table readings (id integer primary key, device integer not null, note text);
alter role current_user set work_mem = '8MB';
