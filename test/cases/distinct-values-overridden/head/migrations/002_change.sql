alter table visits alter column place set default 'here';
alter table visits alter column guest_id set (n_distinct = 2);
