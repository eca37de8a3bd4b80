alter type order_state add value 'refunded';
