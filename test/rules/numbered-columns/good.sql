create table contacts (id int primary key, address_line1 text, address_line2 text);
create table phones (contact_id int references contacts, number text, primary key (contact_id, number));

-- name: contacts.byId
select * from contacts where id = 7;
