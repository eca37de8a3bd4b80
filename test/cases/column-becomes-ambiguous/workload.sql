-- name: loans.titles
select title from books join loans on loans.book_id = books.id;
-- name: loans.byId
select book_id from loans where id = 1;
