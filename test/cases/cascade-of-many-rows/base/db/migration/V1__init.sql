create table community (id int primary key);
create table post (id int primary key, community_id int not null references community on delete cascade);
create index post_community on post (community_id);
create table vote (id int primary key, post_id int not null references post on delete cascade, memo text not null);
create index vote_post on vote (post_id);
create table comment (id int primary key, post_id int not null references post on delete cascade);
create index comment_post on comment (post_id);
create table answer (id int primary key, comment_id int not null references comment on delete cascade);
create index answer_comment on answer (comment_id);
