drop index songs_title_lower_idx;
