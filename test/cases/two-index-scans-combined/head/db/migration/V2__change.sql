drop index leads_stage_idx;
