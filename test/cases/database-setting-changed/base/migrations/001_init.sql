create table readings (id integer primary key, device integer not null, note text);
