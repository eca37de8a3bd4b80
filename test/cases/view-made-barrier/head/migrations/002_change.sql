create or replace view active_members with (security_barrier) as select * from members where club > 0;
