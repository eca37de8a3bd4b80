drop index "Bestellungen Übersicht_Kunden-Nr_idx";
