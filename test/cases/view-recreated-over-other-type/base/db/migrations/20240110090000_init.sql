-- migrate:up
create table parcels (id serial primary key, code varchar(20) not null, depot integer not null, note text not null);
create index parcels_code_idx on parcels (code);
create index parcels_depot_idx on parcels (depot);
create view open_parcels as select id, code, depot from parcels where note <> 'gone';

-- migrate:down
