drop trigger stock_log on stock;
create trigger stock_log after update on stock for each row execute function log_stock();
