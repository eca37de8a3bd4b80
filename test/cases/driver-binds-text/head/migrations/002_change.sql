alter table parcels alter column code type uuid using code::uuid;
