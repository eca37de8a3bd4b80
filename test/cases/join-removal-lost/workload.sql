-- name: people.count
select count(name) from people_with_profile;
-- name: people.about
select about from people_with_profile where id = 500;
