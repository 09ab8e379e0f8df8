-- What an inmate takes back, they take back on a sheet: its number, where one was written down. Who recorded something is known
-- by name at the place where they serve or served, and what a claim was paid is counted wherever the statement was made.

set local check_function_bodies = off; -- the functions read tables of other owners

do $$
declare
  name text;
begin
  foreach name in array array['standing_instruction', 'statement_consent'] loop
    execute format('alter table %I add column revoked_act text, add constraint %I check (revoked_act is null
      or revoked_at is not null and length(btrim(revoked_act)) between 1 and 120)', name, name || '_revoked_act');
    execute format('grant update (revoked_act) on %I to encuentro_worker, encuentro_staff', name);
    execute format('drop trigger %I on %I', name || '_append_only', name);
    execute format('create trigger %I before update or delete on %I for each row execute function earnings_only_add(%s)',
      name || '_append_only', name, case name when 'statement_consent' then 'revoked_at, revoked_by, revoked_act'
        else 'revoked_at, revoked_act' end);
  end loop;
end $$;

create function staff_name(who uuid) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
    select f.name from staff f where f.id = who and exists (
      select from role_grant g where g.staff_id = f.id and g.establishment_id = any (app_establishments()))
  $$;

-- Of each claim of a person who is held here: céntimos by lines of statements that count. Arrears are no claim of their own:
-- they are counted by place, as `arrears <place>`.
create function pay_taken(person uuid) returns table (claim text, taken bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
    select case l.code when 'arrears' then 'arrears ' || s.establishment_id else l.payee_ref end, sum(l.booked)::bigint
    from inmate i join live_statement s on s.inmate_id = i.id join statement_line l on l.statement_id = s.id
    where i.id = person and i.establishment_id = any (app_establishments()) and l.part = 'taken'
    group by 1
  $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  foreach name in array array['staff_name(uuid)', 'pay_taken(uuid)']::regprocedure[] loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
    execute format('grant execute on function %s to encuentro_staff', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
