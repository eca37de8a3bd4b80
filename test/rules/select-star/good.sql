create table shipments (id int primary key, depot_id int not null, weight int not null, label text not null, note text not null);
create index shipments_depot_id_weight_idx on shipments (depot_id, weight);
insert into shipments select i, i % 20, i % 700, repeat('l', 100), repeat('n', 150) from generate_series(1, 20000) i;

-- name: shipments.ofDepot
select depot_id, weight from shipments where depot_id = 7;
