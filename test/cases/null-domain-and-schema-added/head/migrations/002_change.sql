create schema billing;
create domain billing.iban as text check (length(value) between 15 and 34);
create sequence billing.invoice_number;
