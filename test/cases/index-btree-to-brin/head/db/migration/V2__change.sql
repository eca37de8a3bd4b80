-- BRIN is a hundred times smaller.
create index payments_booked_brin on payments using brin (booked_on);
drop index payments_booked_idx;
