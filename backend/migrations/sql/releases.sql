-- What a release may do to dates, answers and mailing lists, which staff reach by functions alone.
--
-- One order of locks: event, its dates by id, their ceilings, claims and answers, then what is told, then the audit trail.
-- `event_lock`, `event_offer`, `event_ask_again` and `event_amounts` are in `answers.sql`.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

create index event_release_by_event on event_release (event_id, no);

-- Nothing here is for families, and staff act on what is of where they are posted.
create function event_check_office(place text) returns void language plpgsql stable as $$
begin
  if current_setting('role') = 'encuentro_worker' then
    return;
  end if;
  if current_setting('role') <> 'encuentro_staff' or place is null or not place = any (app_establishments()) then
    raise exception 'not posted there' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- The accounts that hear of a release, each once: those with a live answer to one of the dates, and those for whom the
-- event is news. `wide`: the audience that it has from now on, null where it is no news; `places`: all that it concerns.
-- People are where their families know them to be. Everybody may come to what is public, but nobody is told who has
-- nobody there. Who was told once of an event is not told again that there is one, unless that was taken back or is over.
-- Of dates that come `back`, those whose answer ended when they were called off hear too.
create function event_reach(dates uuid[], news uuid, wide text, places text[], at timestamptz, back uuid[] default '{}')
  returns table (account_id uuid, is_news boolean) language plpgsql stable as $$
begin
  return query
    with answered as (
      select a.account_id from answer a
      where a.occurrence_id = any (dates) and a.state <> 'withdrawn'
      union
      select b.account_id from event_sent_away(back, at) b
    ), concerned as (
      select h.id from visit_held_at(places, (at at time zone 'America/Lima')::date) h
      where wide in ('enrolled_relatives', 'public', 'online') or exists (select from event_person n
        where n.event_id = news and n.inmate_id = h.id and n.ended_at is null
          and (wide = 'participants_relatives' and n.part = 'participant' or wide = 'invited' and n.part = 'invited'))
    ), relatives as (
      select t.account_id from concerned c join tie t on t.inmate_id = c.id and t.state = 'approved'
      where news is not null and t.account_id is not null
        and not exists (select from event_kept_away(at) k where k.account_id = t.account_id and k.inmate_id = c.id)
        and not exists (select from notice n
          where n.subject = 'event:' || news and n.account_id = t.account_id and n.kind = 'event_published'
            and n.withdrawn_at is null and n.expires_at > at)
    )
    select e.account_id, false from answered e
    union
    select r.account_id, true from relatives r;
end $$;

-- Households whose answer to one of these dates ended when it was called off, and who may still come.
create function event_sent_away(dates uuid[], at timestamptz) returns table (account_id uuid, occurrence_id uuid)
  language plpgsql stable as $$
begin
  return query
    select distinct a.account_id, a.occurrence_id from answer a join occurrence o on o.id = a.occurrence_id
    where a.occurrence_id = any (dates) and a.ended_why = 'cancelled' and event_still_open(a, o.event_id, at);
end $$;

-- How many households that are, by the language they read.
create function event_reach_counts(place text, dates uuid[], news uuid, wide text, places text[], at timestamptz,
    back uuid[] default '{}')
  returns table (language text, households integer) language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform event_check_office(place);
  if exists (select from occurrence o where o.id = any (dates || back) and o.establishment_id <> place)
      or exists (select from event e where e.id = news and e.establishment_id <> place) then
    raise exception 'not of that place' using errcode = 'insufficient_privilege';
  end if;
  return query
    select a.language::text, count(*)::integer
    from (select distinct r.account_id from event_reach(dates, news, wide, places, at, back) r) as heard
    join account a on a.id = heard.account_id
    group by a.language order by 2 desc, 1;
end $$;

-- Tells each household with a live answer what became of its date: once per date and release, whose number is in the date's
-- sequence. Whatever was told of a date that is off is taken back, and so is the last change of one that changed again, or
-- that one was off which comes `back`: whoever was told not to come is told that it stands.
create function event_tell_dates(dates uuid[], what text, pressing boolean, at timestamptz, back uuid[] default '{}')
  returns void language plpgsql as $$
begin
  if what = 'event_cancelled' then
    perform notice_withdraw(array(select 'event:' || id from unnest(dates) as id)
      || array(select answer_subject(a.id) from answer a where a.occurrence_id = any (dates) and a.state <> 'withdrawn'),
      'replaced', at);
  else
    perform notice_take_back(array(select n.id from notice n where n.withdrawn_at is null
      and (n.kind = 'event_changed' or n.kind = 'event_cancelled' and n.subject = any (array(select 'event:' || id from unnest(back) as id)))
      and n.expires_at > at and n.subject = any (array(select 'event:' || id from unnest(dates) as id))), 'replaced', at);
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

-- Dates of one event that are off: each household is told once, its answer ends, and its places go back. Nothing is offered
-- on. The rows of the dates say already that they are off.
create function event_call_off(of_event uuid, dates uuid[], pressing boolean, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  claims uuid[];
begin
  perform event_check_office((select establishment_id from event where id = of_event));
  if exists (select from occurrence where id = any (dates) and (event_id <> of_event or state <> 'cancelled')) then
    raise exception 'a date is not off' using errcode = 'insufficient_privilege';
  end if;
  perform event_lock(dates);
  perform event_tell_dates(dates, 'event_cancelled', pressing, at);
  with live as (
    select id, claim_id from answer where occurrence_id = any (dates) and state <> 'withdrawn' order by id for update
  ), gone as (
    update answer a set state = 'withdrawn', claim_id = null, offered_until = null, ended_why = 'cancelled', changed_at = at
      from live where a.id = live.id returning a.id
  )
  select coalesce(array_agg(claim_id) filter (where claim_id is not null), '{}') into claims from live join gone using (id);
  perform allocation_give_back(claims, '{kept}', at);
  -- Of an event that has no date to come any more, nobody is told that there is one.
  if not exists (select from occurrence where event_id = of_event
      and (starts_at > at and state <> 'cancelled' or state = 'postponed')) then
    perform notice_withdraw(array['event:' || of_event], 'replaced', at);
  end if;
end $$;

-- Dates of one event that stand, as they are now. Those who may come no more are asked again; ceilings are as the content
-- says; the others are told; only then what is free goes to whoever waits. `dates`: all that are still to come; `changed`:
-- of which households are told; `again`: whose answers are asked; `back`: which were off. EN001 where more have places
-- already than there would be.
create function event_settle(of_event uuid, dates uuid[], changed uuid[], again uuid[], back uuid[], limits jsonb, at timestamptz)
  returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  date_id uuid;
begin
  perform event_check_office((select establishment_id from event where id = of_event));
  if exists (select from occurrence where id = any (dates || changed || again || back) and event_id <> of_event) then
    raise exception 'not of that event' using errcode = 'insufficient_privilege';
  end if;
  perform event_lock(dates);
  perform event_ask_again(array(select id from answer where occurrence_id = any (again) and state <> 'withdrawn' order by id),
    'audience', false, at, offer => false);
  -- No offer outlives the hour until which its date is answered, which may be another now.
  update answer a set offered_until = greatest(at, o.answers_until) from occurrence o
    where o.id = a.occurrence_id and o.id = any (dates) and a.state = 'offered' and o.state = 'planned'
      and a.offered_until > greatest(at, o.answers_until);
  perform event_expire(id, at) from occurrence where id = any (dates) and state = 'planned' and answers_until <= at order by id;
  perform event_limit(dates, limits);
  perform event_tell_dates(changed, 'event_changed', false, at, back);
  foreach date_id in array array(select id from unnest(dates) as id order by id) loop
    perform event_offer(date_id, at);
  end loop;
end $$;

-- Sets the ceilings of dates, whose locks are had. A unit that was free until now counts what is taken already.
create function event_limit(dates uuid[], limits jsonb) returns void language plpgsql as $$
begin
  if not exists (select from unnest(dates) as d where (
      select jsonb_object_agg(unit, capacity) from ceiling where pool_id = d) is distinct from limits) then
    return;
  end if;
  update claim c set amounts = coalesce((
      select jsonb_object_agg(key, value) from jsonb_each(event_amounts(a.adults, a.children)) where limits ? key), '{}')
    from answer a where a.claim_id = c.id and a.occurrence_id = any (dates);
  if exists (
      select from unnest(dates) as d, jsonb_each_text(limits) as l (unit, most)
      where (select coalesce(sum((c.amounts ->> l.unit)::integer), 0) from claim c
        where c.pool_id = d and c.state <> 'released') > l.most::integer) then
    raise exception 'more are coming than there would be places' using errcode = 'EN001';
  end if;
  delete from ceiling where pool_id = any (dates) and not limits ? unit;
  update ceiling set capacity = (limits ->> unit)::integer where pool_id = any (dates);
  insert into ceiling (pool_id, unit, capacity, taken)
    select d, l.unit, l.most::integer, (select coalesce(sum((c.amounts ->> l.unit)::integer), 0) from claim c
      where c.pool_id = d and c.state <> 'released')
    from unnest(dates) as d, jsonb_each_text(limits) as l (unit, most)
    where not exists (select from ceiling c where c.pool_id = d and c.unit = l.unit);
end $$;

-- Tells of an event whoever did not know that there is one, and does not hear at this moment that a date of theirs stands
-- again. Nothing where no date is to come.
create function event_publish(of_event uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  one event;
  first_date occurrence;
  over_at timestamptz;
begin
  select * into one from event where id = of_event;
  perform event_check_office(one.establishment_id);
  select * into first_date from occurrence where event_id = of_event and starts_at > at and state = 'planned'
    order by starts_at limit 1;
  if first_date.id is null then
    return;
  end if;
  over_at := (select max(ends_at) from occurrence where event_id = of_event and state = 'planned');
  perform notice_tell(array_agg(r.account_id), 'event_published',
      array_agg(jsonb_build_object('event_id', of_event, 'occurrence_id', first_date.id)),
      array_agg(concat_ws(' ', 'event_published', of_event, r.account_id, one.release_no, extract(epoch from at))), at, array_agg(at), array_agg(over_at),
      array_agg('event:' || of_event), send_until => array_agg(over_at))
    from event_reach('{}', of_event, one.audience, array(select place::text from (
        select one.establishment_id as place union select p.establishment_id from event_place p where p.event_id = of_event) as p),
      at) r
    where r.is_news and not exists (select from notice n join occurrence o on n.subject = 'event:' || o.id
        where o.event_id = of_event and n.account_id = r.account_id and n.kind = 'event_changed' and n.created_at = at)
    having count(*) > 0;
end $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('event_check_office', 'event_reach', 'event_reach_counts', 'event_sent_away', 'event_tell_dates', 'event_call_off',
        'event_settle', 'event_limit', 'event_publish') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function event_reach_counts(text, uuid[], uuid, text, text[], timestamptz, uuid[]),
  event_call_off(uuid, uuid[], boolean, timestamptz),
  event_settle(uuid, uuid[], uuid[], uuid[], uuid[], jsonb, timestamptz),
  event_publish(uuid, timestamptz) to encuentro_staff;
