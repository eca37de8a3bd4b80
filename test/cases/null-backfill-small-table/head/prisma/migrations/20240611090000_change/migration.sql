alter table customers add column locale text;
update customers set locale = 'en';
