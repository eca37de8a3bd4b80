-- name: albums.delete
delete from albums where id = 2950;
-- name: tracks.ofAlbum
select id from tracks where album_id = 7;
-- name: tracks.insert
insert into tracks (album_id, title) values (7, 'x');
