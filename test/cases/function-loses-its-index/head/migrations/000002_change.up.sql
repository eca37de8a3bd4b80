drop index sales_shop_idx;
