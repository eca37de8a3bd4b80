insert into "Bestellungen Übersicht" ("Kunden-Nr", "größe") select g * 7919 % 900, repeat('ß', 50) from generate_series(1, 30000) as g;
