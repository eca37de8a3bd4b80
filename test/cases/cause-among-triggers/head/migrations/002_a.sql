alter table items add foreign key (tid, parent) references tenants not valid;
alter table items validate constraint items_tid_parent_fkey;
