-- Families are reminded, on the day before, of a date at which they have places.

set local check_function_bodies = off; -- the functions read tables of other owners

insert into notice_kind (kind, urgency, push, sms, helped) values ('event_reminder', 'normal', true, 'never', true);

-- When those who go are reminded of a date: at nine in the morning of the day before; an example value.
create function event_remind_from(starts_at timestamptz) returns timestamptz language sql immutable as $$
  select (event_day(starts_at) - 1 + time '09:00') at time zone 'America/Lima'
$$;

-- By which a household is reminded once of a date as it stands: with every released change of the date, anew.
create function event_reminder_key(o occurrence, account_id uuid) returns text language sql immutable as $$
  select concat_ws(' ', 'event_reminder', o.id, o.sequence, account_id)
$$;

-- Dates of whose households somebody is to be reminded.
create function event_remind_due(at timestamptz) returns setof uuid language sql stable as $$
    select o.id from occurrence o join event e on e.id = o.event_id
    where o.starts_at > at and o.starts_at <= at + interval '2 days' and event_remind_from(o.starts_at) <= at
      and o.state = 'planned' and e.state = 'released'
      and exists (select from event_unreminded(o) u)
    order by o.id
  $$;

-- Who goes to a date, had places before reminding began, and was not reminded of it yet. Whoever answered after that knows,
-- and so does everybody who was told since of a change of the date.
create function event_unreminded(o occurrence) returns setof answer language sql stable as $$
    select a.* from answer a
    where a.occurrence_id = o.id and a.state = 'going' and a.changed_at < event_remind_from(o.starts_at)
      and o.changed_at < event_remind_from(o.starts_at)
      and not exists (select from notice n where n.dedupe_key = event_reminder_key(o, a.account_id))
  $$;

-- Reminds them; answers how many. The date is had, so nobody withdraws and no release changes it meanwhile.
create function event_remind(date_id uuid, at timestamptz) returns integer language plpgsql as $$
declare
  on_date occurrence;
  due uuid[];
begin
  perform event_lock(array[date_id]);
  select o.* into on_date from occurrence o join event e on e.id = o.event_id
    where o.id = date_id and o.state = 'planned' and e.state = 'released'
      and o.starts_at > at and event_remind_from(o.starts_at) <= at;
  due := array(select id from event_unreminded(on_date));
  perform notice_owe(array_agg(a.account_id), 'event_reminder',
      array_agg(jsonb_build_object('event_id', on_date.event_id, 'occurrence_id', date_id)),
      array_agg(event_reminder_key(on_date, a.account_id)), at, array_agg(at), array_agg(on_date.ends_at),
      array_agg(answer_subject(a.id)), array_agg(greatest(at, visit_act_by(on_date.starts_at))),
      send_until => array_agg(on_date.starts_at))
    from answer a where a.id = any (due) having count(*) > 0;
  return cardinality(due);
end $$;

-- As in `releases.sql`; of a date that changed, reminders of how it was are taken back too.
create or replace function event_tell_dates(dates uuid[], what text, pressing boolean, at timestamptz, back uuid[] default '{}')
  returns void language plpgsql as $$
begin
  if what = 'event_cancelled' then
    perform notice_withdraw(array(select 'event:' || id from unnest(dates) as id)
      || array(select answer_subject(a.id) from answer a where a.occurrence_id = any (dates) and a.state <> 'withdrawn'),
      'replaced', at);
  else
    perform notice_take_back(array(
      select n.id from notice n
      where n.subject = any (array(select 'event:' || id from unnest(dates) as id))
        and n.withdrawn_at is null and n.expires_at > at and (n.kind = 'event_changed' or n.kind = 'event_cancelled'
          and n.subject = any (array(select 'event:' || id from unnest(back) as id)))
      union all
      select n.id from notice n
      where n.subject = any (array(
          select answer_subject(a.id) from answer a where a.occurrence_id = any (dates) and a.state = 'going'))
        and n.kind = 'event_reminder' and n.withdrawn_at is null and n.expires_at > at), 'replaced', at);
  end if;
  perform notice_tell(array_agg(h.account_id), what,
      array_agg(jsonb_build_object('event_id', o.event_id, 'occurrence_id', o.id)),
      array_agg(concat_ws(' ', what, o.id, o.sequence, h.account_id)), at, array_agg(at),
      array_agg(greatest(o.ends_at, at) + interval '7 days'), array_agg('event:' || o.id),
      array_agg(greatest(at, visit_act_by(o.starts_at))), urgent => pressing,
      send_until => array_agg(greatest(at + interval '1 hour', o.ends_at)))
    from (
      select a.account_id, a.occurrence_id from answer a where a.occurrence_id = any (dates) and a.state <> 'withdrawn'
      union
      select b.account_id, b.occurrence_id from event_sent_away(back, at) b
    ) as h join occurrence o on o.id = h.occurrence_id having count(*) > 0;
end $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('event_remind_due', 'event_unreminded', 'event_remind') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
