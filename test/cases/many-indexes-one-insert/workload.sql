-- name: samples.import
insert into samples (a, b, c, d, e, f) select g, g * 41, g * 43, g, g, g from generate_series(1, 500) as g;
-- name: samples.byId
select a from samples where id = 5;
