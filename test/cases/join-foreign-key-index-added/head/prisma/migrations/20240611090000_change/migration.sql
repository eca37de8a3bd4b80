create index tracks_album_idx on tracks (album_id);
