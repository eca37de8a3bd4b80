alter table bookings drop constraint bookings_no_overlap;
