create table counters (id serial primary key, key text not null, hits integer not null, constraint counters_key_key unique (key));
