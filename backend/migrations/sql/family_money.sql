-- What a family is told of money that was sent to it, and of what is paid off of a reparation and of old contributions.
--
-- As with statements the functions below are a family's only way: each finds out for itself who asks, by which tie and by
-- whose consent, and what it hands out it writes down in the same breath.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

-- A family no longer looks at the table: such a look was not written down.
drop policy consented on remittance;
revoke all on remittance from encuentro_family;
drop function remittance_readable(uuid, uuid, text);

alter table statement_reading add column about varchar(12) not null default 'statements',
  add constraint statement_reading_about check (about in ('statements', 'remittances', 'progress')
    and (about = 'statements' or statement_id is null));

create function money_note(person uuid, one_category text, of_what text, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
    insert into statement_reading (inmate_id, account_id, tie_id, categories, about, read_at)
    select person, app_actor(), min(c.tie_id::text)::uuid, array[one_category], of_what, at
    from statement_consents(person) c where c.category = one_category
  $$;

-- What is paid to a tie of the asking account's own, by the person's word of this moment, once it may be told.
create function remittances_open(at timestamptz) returns setof remittance
  language sql stable security definer set search_path = public, pg_temp as $$
    select r.* from remittance r join tie t on t.id = r.tie_id
    where t.account_id = app_actor() and r.visible_from <= at
      and exists (select from statement_consents(r.inmate_id) c where c.category = 'remittances')
  $$;

-- The asking account's remittances from a person, newest first; null where nothing is open.
create function remittance_list(person uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from statement_consents(person) where category = 'remittances') then
    return null;
  end if;
  perform money_note(person, 'remittances', 'remittances', at);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'amount', r.amount, 'state', r.state,
      'reference', r.reference, 'asked_on', (r.asked_at at time zone 'America/Lima')::date,
      'moved_on', (r.moved_at at time zone 'America/Lima')::date) order by r.asked_at desc, r.id desc), '[]')
    from (select * from remittances_open(at) where inmate_id = person order by asked_at desc, id desc limit 120) as r);
end $$;

-- The same of everybody, for the account's own file, whose taking is in the audit trail.
create function remittances_kept(at timestamptz, at_most integer) returns table (amount bigint, state text, reference text,
    asked_at timestamptz, moved_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
    select r.amount, r.state::text, r.reference::text, r.asked_at, r.moved_at from remittances_open(at) r
    order by r.asked_at desc, r.id desc limit at_most
  $$;

-- What statements that may be told have paid off of a reparation and of old contributions, and put aside; null where
-- `deductions` are not open. A statement that may not be told yet shows in no sum.
create function earnings_progress(person uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today date := (at at time zone 'America/Lima')::date;
  told uuid[];
begin
  if not exists (select from statement_consents(person) where category = 'deductions') then
    return null;
  end if;
  perform money_note(person, 'deductions', 'progress', at);
  told := array(select id from earning_statement where inmate_id = person and statement_open(id, at) is not null);
  return jsonb_build_object(
    'reparation', (select jsonb_build_object('total', r.total, 'paid_before', r.paid_before, 'withheld', (
        select coalesce(sum(l.booked), 0) from statement_line l
        where l.payee_ref = r.id::text and l.part = 'taken' and l.statement_id = any (told)))
      from reparation r where r.inmate_id = person and r.valid_from <= today and (r.ended_on is null or r.ended_on > today)),
    'contribution', (select coalesce(sum(contribution), 0) from earning_statement where id = any (told)),
    'arrears', (select coalesce(sum(booked), 0) from statement_line
      where code = 'arrears' and part = 'taken' and statement_id = any (told)),
    'plans', (select coalesce(jsonb_agg(jsonb_build_array(p.owed, p.first_month, coalesce((
        select (value ->> 'instalments')::integer from earning_rule u
        where u.code = 'arrears' and u.scope in ('', 'establishment:' || p.establishment_id)
          and u.valid_from <= p.first_month and (u.valid_to is null or u.valid_to > p.first_month)
        order by u.scope desc limit 1), 1)) order by p.first_month, p.recorded_at, p.id), '[]')
      from arrears_plan p where p.inmate_id = person),
    'savings', (select coalesce(sum(savings), 0) from earning_statement where id = any (told)));
end $$;

-- Each move is kept, and whoever is paid is told of it, by the inmate's word of this moment. What goes to anybody else, the
-- person too, is told to nobody: the list of a relative does not have it either. Ids only.
create or replace function remittance_moved() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into remittance_step (remittance_id, nth, from_state, to_state, at, by_whom, why)
    values (new.id, (select count(*) + 1 from remittance_step where remittance_id = new.id),
      case tg_op when 'UPDATE' then old.state end, new.state, new.moved_at, new.moved_by, new.why);
  perform notice_tell(array_agg(o.account_id), 'remittance_moved', array_agg(jsonb_build_object('remittance_id', new.id)),
      array_agg('remittance_moved ' || new.id || ' ' || new.state || ' ' || o.account_id), new.moved_at, array_agg(o.begins),
      array_agg(o.begins + interval '3 days'), array_agg('remittance:' || new.id))
    from (select distinct c.account_id, greatest(new.moved_at, new.visible_from) as begins from statement_consent c
      join tie t on t.id = c.tie_id and t.state = 'approved' and t.account_id = c.account_id and t.inmate_id = c.inmate_id
      join tie mine on mine.id = new.tie_id and mine.account_id = c.account_id
      where c.inmate_id = new.inmate_id and c.category = 'remittances' and c.revoked_at is null) as o
    where new.state not in ('asked', 'cancelled')
    having count(*) > 0;
  return null;
end $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('money_note', 'remittances_open', 'remittance_list', 'remittances_kept', 'earnings_progress') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function remittance_list(uuid, timestamptz), remittances_kept(timestamptz, integer),
  earnings_progress(uuid, timestamptz) to encuentro_family;
