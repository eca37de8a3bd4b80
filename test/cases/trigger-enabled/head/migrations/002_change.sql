alter table cards enable trigger cards_look_up;
