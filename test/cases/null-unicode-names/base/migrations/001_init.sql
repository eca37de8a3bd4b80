create table "Größe_日本" (id integer primary key, "имя" text not null, "naïve ключ" integer not null);
create index "índice_имя" on "Größe_日本" ("naïve ключ");
