-- A function that sees more than its caller looks nowhere before our own tables, not even among temporary ones.
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef loop
    execute format('alter function %s set search_path = public, pg_temp', name);
  end loop;
end $$;
