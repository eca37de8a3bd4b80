-- name: größe.имя
select "имя" from "Größe_日本" where "naïve ключ" = 5;
-- name: größe.запись
update "Größe_日本" set "имя" = 'ß' where id = 5;
