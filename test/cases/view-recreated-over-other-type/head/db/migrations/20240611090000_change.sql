-- migrate:up
drop view open_parcels;
alter table parcels add column weight integer;
alter table parcels alter column code type char(20), alter column depot type text;
create view open_parcels as select id, code, depot from parcels where note <> 'gone';

-- migrate:down
