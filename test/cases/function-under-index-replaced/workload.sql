-- name: people.byKey
select id from people where key_of(name) = key_of('NA ME 77');
-- name: people.byNewKey
select id from people where key_of(name) = 'name77';
-- name: people.byNick
select id from people where nick_of(nick) = nick_of('NI CK 77');
-- name: people.byId
select name from people where id = 77;
