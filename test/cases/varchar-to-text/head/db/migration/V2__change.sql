alter table coupons alter column code type text, alter column note type text;
