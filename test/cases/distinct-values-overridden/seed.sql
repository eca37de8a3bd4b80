insert into visits (guest_id, place) select g * 7919 % 30000, repeat('p', 60) from generate_series(1, 30000) as g;
