create function is_member(wanted integer) returns boolean language plpgsql stable as $$
begin
  return exists (select from members where login = current_setting('app.login') and tenant = wanted);
end $$;
drop policy tenancy on documents;
create policy tenancy on documents using (is_member(tenant));
