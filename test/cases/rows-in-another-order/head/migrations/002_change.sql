cluster visits using visits_place_idx;
