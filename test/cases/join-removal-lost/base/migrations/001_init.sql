create table people (id integer primary key, code integer not null, name text not null);
create table profiles (code integer not null, about text, constraint profiles_code_key unique (code));
create view people_with_profile as select p.id, p.name, f.about from people p left join profiles f on f.code = p.code;
