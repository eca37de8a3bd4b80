drop index bookings_during_idx;
