drop statistics addresses_place;
