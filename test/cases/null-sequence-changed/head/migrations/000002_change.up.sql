alter sequence orders_id_seq cache 20;
alter sequence customers_id_seq restart with 50000;
