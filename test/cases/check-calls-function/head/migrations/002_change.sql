alter table products add constraint products_supplier_known check (is_supplier(supplier));
