create table posts (id int primary key);
create table photos (id int primary key);
create table comments (id int primary key, post_id int references posts, photo_id int references photos, body text not null,
  check (num_nonnulls(post_id, photo_id) = 1));
create index on comments (post_id);
create index on comments (photo_id);

-- name: comments.byId
select body from comments where id = 7;
