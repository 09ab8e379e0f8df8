-- Six roles. encuentro_app logs in and may do nothing by itself; each transaction takes one of the other five
-- (set_config('role', …, true)), so a connection without an actor reads nothing. None of them owns anything.
-- encuentro_provisional is a family's device that has proved the number and nothing else: it reads no person, place or visit.
--
-- Roles belong to the whole server: what is there already is left untouched, since another database may be using it.
do $$
declare
  name text;
begin
  foreach name in array array['encuentro_anonymous', 'encuentro_provisional', 'encuentro_family', 'encuentro_staff',
      'encuentro_worker', 'encuentro_audit'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin', name);
      execute format('grant %I to current_user', name);
    elsif not pg_has_role(current_user, name, 'member') then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'encuentro_app') then
    create role encuentro_app login noinherit;
    alter role encuentro_app set statement_timeout = '5s';
    alter role encuentro_app set lock_timeout = '1s';
    alter role encuentro_app set idle_in_transaction_session_timeout = '10s';
    alter role encuentro_app set plan_cache_mode = 'force_generic_plan';
alter role encuentro_app set jit = off; -- compiling a plan takes longer than any of our statements
    alter role encuentro_app set timezone = 'UTC';
  end if;
  foreach name in array array['encuentro_anonymous', 'encuentro_provisional', 'encuentro_family', 'encuentro_staff',
      'encuentro_worker'] loop
    if not pg_has_role('encuentro_app', name, 'member') then
      execute format('grant %I to encuentro_app', name);
    end if;
  end loop;
end $$;

create extension if not exists btree_gist;

revoke all on schema public from public;
grant usage on schema public
  to encuentro_app, encuentro_anonymous, encuentro_provisional, encuentro_family, encuentro_staff, encuentro_worker;

create function app_actor() returns uuid language sql stable as
  $$ select nullif(current_setting('app.actor', true), '')::uuid $$;

create function app_establishments() returns text[] language sql stable as
  $$ select string_to_array(coalesce(current_setting('app.establishments', true), ''), ',') $$;
