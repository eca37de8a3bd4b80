comment on table jobs is 'Work to do.';
alter table jobs alter column state set statistics 1;
