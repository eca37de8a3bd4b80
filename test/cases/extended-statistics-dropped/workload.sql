-- name: persons.ofPlace
select count(p.name) from addresses a join persons p on p.id = a.person_id where a.city = 'city 7' and a.postcode = 'code 7';
-- name: persons.byId
select name from persons where id = 40;
