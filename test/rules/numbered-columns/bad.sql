create table contacts (id int primary key, phone1 text, phone2 text, phone3 text, address_line1 text, address_line2 text);

-- name: contacts.byId
select * from contacts where id = 7;
