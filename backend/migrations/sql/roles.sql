-- Six roles. encuentro_app logs in and may do nothing by itself; each transaction takes one of the other five
-- (set_config('role', …, true)), so a connection without an actor reads nothing. None of them owns anything.
-- encuentro_provisional is a family's device that has proved the number and nothing else: it reads no person, place or visit.
do $$
declare
  name text;
begin
  foreach name in array array['encuentro_anonymous', 'encuentro_provisional', 'encuentro_family', 'encuentro_staff',
      'encuentro_worker'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then null; -- roles belong to the whole server
    end;
    execute format('grant %I to current_user', name);
  end loop;
  begin
    create role encuentro_app login noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
end $$;

grant encuentro_anonymous, encuentro_provisional, encuentro_family, encuentro_staff, encuentro_worker to encuentro_app;
alter role encuentro_app set statement_timeout = '5s';
alter role encuentro_app set lock_timeout = '1s';
alter role encuentro_app set idle_in_transaction_session_timeout = '10s';
alter role encuentro_app set plan_cache_mode = 'force_generic_plan';
alter role encuentro_app set timezone = 'UTC';

create extension if not exists btree_gist;

revoke all on schema public from public;
grant usage on schema public
  to encuentro_app, encuentro_anonymous, encuentro_provisional, encuentro_family, encuentro_staff, encuentro_worker;

create function app_actor() returns uuid language sql stable as
  $$ select nullif(current_setting('app.actor', true), '')::uuid $$;

create function app_establishments() returns text[] language sql stable as
  $$ select string_to_array(coalesce(current_setting('app.establishments', true), ''), ',') $$;
