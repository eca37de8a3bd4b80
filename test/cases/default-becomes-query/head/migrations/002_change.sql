alter table invoices alter column number set default next_number();
