alter table events alter column id set generated always;
