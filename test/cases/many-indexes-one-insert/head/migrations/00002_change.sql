-- +goose Up
create index samples_a_idx on samples (a);
create index samples_b_idx on samples (b);
create index samples_c_idx on samples (c);
create index samples_d_idx on samples (d);
create index samples_e_idx on samples (e);
create index samples_f_idx on samples (f);
