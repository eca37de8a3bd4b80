drop index logins_user_idx;
