create table teams (id integer not null constraint teams_pkey primary key, name text not null, city text not null);
