alter index "índice_имя" rename to "índice_ключ";
alter table "Größe_日本" add column "日付" date;
