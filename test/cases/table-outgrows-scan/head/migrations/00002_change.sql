-- +goose Up
alter table meters add column reading_image_url text;
update meters set reading_image_url = 'https://meters.example.org/' || repeat(md5(id::text), 3);
