create table prefs (user_id integer primary key, theme text not null);
