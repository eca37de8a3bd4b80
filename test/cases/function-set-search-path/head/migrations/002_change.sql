alter function open_tickets() set search_path = public;
