-- name: bestellungen.ofKunde
select "Nr.", "größe" from "Bestellungen Übersicht" where "Kunden-Nr" = 99;
-- name: bestellungen.byNr
select "größe" from "Bestellungen Übersicht" where "Nr." = 99;
