create table "Bestellungen Übersicht" ("Nr." serial primary key, "Kunden-Nr" integer not null, "größe" text not null);
create index "Bestellungen Übersicht_Kunden-Nr_idx" on "Bestellungen Übersicht" ("Kunden-Nr");
