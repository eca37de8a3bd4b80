create table visits (id integer primary key, day date not null, place integer not null, note text);
create index visits_day_idx on visits (day);
create index visits_place_idx on visits (place);
