alter table notes drop column title;
