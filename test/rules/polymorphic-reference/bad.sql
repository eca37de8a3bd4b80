create table comments (id int primary key, commentable_type text not null, commentable_id int not null, body text not null);
create index on comments (commentable_id, commentable_type);

-- name: comments.byId
select body from comments where id = 7;
