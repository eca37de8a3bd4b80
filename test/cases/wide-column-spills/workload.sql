-- name: books.withAuthor
select b.title, a.* from books b join authors a on a.id = b.author_id;
-- name: books.byId
select title from books where id = 4;
