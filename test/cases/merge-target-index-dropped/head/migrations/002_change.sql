drop index stock_sku_idx;
