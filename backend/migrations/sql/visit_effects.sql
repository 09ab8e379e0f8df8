-- What an event does to the visits of its days, and who may take part in one.
--
-- One order of locks: the place (alone), the ceilings of slots on the days concerned, then the event, its dates and
-- theirs. Whoever books waits for the place; whoever changes people has slots' ceilings before dates, as here.

set local check_function_bodies = off; -- policies that seem to lead in a circle are met by an owner who is no superuser

-- Hours that a released date takes from the visits of its establishment, or by which it makes them longer. It follows the
-- date: what stands has no end, and a date has at most one that stands.
create table visit_yielding (
  id uuid primary key,
  establishment_id varchar(40) not null references establishment (id),
  occurrence_id uuid not null,
  effect varchar(12) not null,
  visit_types text[] not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  ended_at timestamptz,
  constraint visit_yielding_of_date foreign key (occurrence_id, establishment_id) references occurrence (id, establishment_id),
  constraint visit_yielding_effect_known check (effect in ('replaces', 'blocks', 'extends')),
  constraint visit_yielding_hours check (until_at > from_at),
  -- The interview with counsel and with whoever watches over the place is no event's to move (Regulation arts. 17, 21, 29).
  constraint visit_yielding_types
    check (cardinality(visit_types) > 0 and not visit_types && array['lawyer', 'official', 'consular'])
);
create unique index visit_yielding_once on visit_yielding (occurrence_id) where ended_at is null;
create index visit_yielding_by_date on visit_yielding (occurrence_id, establishment_id);
create index visit_yielding_by_place on visit_yielding (establishment_id, until_at) where ended_at is null;

alter table visit_yielding enable row level security;
alter table visit_yielding force row level security;
grant select, insert, update, delete on visit_yielding to encuentro_worker;
create policy worker on visit_yielding to encuentro_worker using (true) with check (true);
grant select, insert on visit_yielding to encuentro_staff;
grant update (ended_at) on visit_yielding to encuentro_staff;
create policy posted on visit_yielding for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy posted_insert on visit_yielding for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and recorded_by = app_actor());
create policy posted_update on visit_yielding for update to encuentro_staff
  using (establishment_id = any (app_establishments()));

-- Minutes by which events make a slot longer than its row of the timetable says; they are part of its hours.
alter table slot add column longer integer not null default 0,
  add constraint slot_longer_than_the_timetable check (longer >= 0);

-- The same, for a slot of these hours by the timetable. What ends as the doors open is not made longer.
create function visit_longer(place text, on_day date, kind text, ends timestamptz) returns integer language sql stable as $$
  select coalesce(max(extract(epoch from y.until_at - ends)::integer / 60), 0) from visit_yielding y
  where y.establishment_id = place and y.ended_at is null and y.effect = 'extends' and kind = any (y.visit_types)
    and (y.from_at at time zone 'America/Lima')::date = on_day and ends > y.from_at and ends < y.until_at
$$;

-- Slots are made some weeks ahead: one that is made after a release is as long as the others of its day.
create function slot_made_longer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.longer := visit_longer(new.establishment_id, new.visit_on, new.visit_type, new.ends_at);
  new.ends_at := new.ends_at + new.longer * interval '1 minute';
  return new;
end $$;
create trigger slot_made_longer before insert on slot for each row execute function slot_made_longer();

-- As it was, and closed in the hours that an event takes, by what the timetable says.
create or replace function visit_is_closed(asked slot, wing uuid) returns boolean language sql stable as $$
  select exists (select from closed_day d
    where d.establishment_id = asked.establishment_id and d.last_on >= asked.visit_on and d.first_on <= asked.visit_on
      and d.ended_at is null and (d.visit_types is null or asked.visit_type = any (d.visit_types))
      and (d.pavilion_id is null or d.pavilion_id = coalesce(asked.pavilion_id, wing)))
  or exists (select from visit_yielding y
    where y.establishment_id = asked.establishment_id and y.ended_at is null and y.effect <> 'extends'
      and asked.visit_type = any (y.visit_types) and y.until_at > asked.starts_at
      and y.from_at < asked.ends_at - asked.longer * interval '1 minute')
$$;

-- Slots as the rules see them: as before, with the minutes by which events make them longer.
create or replace function visit_slots(wanted uuid[], wing uuid, holder uuid, at timestamptz) returns json
  language plpgsql stable as $$
begin
  return (select json_agg(json_build_object('id', s.id, 'on', s.visit_on, 'starts', s.starts_at, 'ends', s.ends_at,
        'longer', s.longer,
        'type', s.visit_type, 'place', s.place, 'sex', s.visitor_sex, 'pavilion', p.name, 'withdrawn', s.closed_at is not null,
        'closed', visit_is_closed(s, wing), 'free', f.free) order by s.starts_at, s.id)
    from slot s
    left join pavilion p on p.id = s.pavilion_id
    left join allocation_free(wanted, holder, at) f on f.pool_id = s.id
    where s.id = any (wanted));
end $$;

-- Has the places of all slots of some days, and of the days on which an event of the place stands in the way of visits: to
-- be called before an event is locked, for whoever changes people locks places first.
create function visit_lock_days(of_place text, days date[], at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform visit_check_office(of_place);
  perform allocation_lock(array(select s.id from slot s where s.establishment_id = of_place and s.starts_at > at
    and (s.visit_on = any (days) or exists (select from visit_yielding y
      where y.establishment_id = of_place and y.ended_at is null and y.until_at > at
        and s.visit_on between (y.from_at at time zone 'America/Lima')::date
          and (y.until_at at time zone 'America/Lima')::date))));
end $$;

create function visit_check_office(place text) returns void language plpgsql stable as $$
begin
  if place is null or current_setting('role') <> 'encuentro_worker'
      and (current_setting('role') <> 'encuentro_staff' or not place = any (app_establishments())) then
    raise exception 'not posted there' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Slots of some days that have not begun last as long as events say, no more and no less; the family of each visit in one
-- whose hours are others now is told. What was called off in secret is told as if it stood. Answers how many slots changed.
create function visit_lengthen(of_place text, days date[], at timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  changed uuid[];
begin
  perform visit_check_office(of_place);
  perform allocation_lock(array(select id from slot where establishment_id = of_place and visit_on = any (days)));
  with due as (
    select s.id, base, visit_longer(of_place, s.visit_on, s.visit_type, base) as minutes
    from slot s, lateral (select s.ends_at - s.longer * interval '1 minute' as base) as timetable
    where s.establishment_id = of_place and s.visit_on = any (days) and s.starts_at > at
  ), moved as (
    update slot s set longer = d.minutes, ends_at = d.base + d.minutes * interval '1 minute' from due d
    where s.id = d.id and s.longer <> d.minutes returning s.id
  )
  select coalesce(array_agg(id), '{}') into changed from moved;
  -- A longer visit keeps nobody from another one: whoever has one leaves in time. A shorter one frees its people.
  update booking_visitor bv set ends_at = s.ends_at from booking b join slot s on s.id = b.slot_id
    where bv.booking_id = b.id and b.slot_id = any (changed) and bv.ends_at > s.ends_at;
  perform notice_take_back(array(select n.id from booking b join notice n on n.subject = visit_subject(b.id)
    where b.slot_id = any (changed) and n.kind = 'visit_changed' and n.withdrawn_at is null and n.expires_at > at
    order by n.id), 'replaced', at);
  perform notice_tell(array_agg(b.account_id), 'visit_changed',
      array_agg(jsonb_build_object('booking_id', b.id, 'visit_on', b.visit_on)),
      array_agg(concat_ws(' ', 'visit_changed', b.id, extract(epoch from at))), at, array_agg(at), array_agg(s.ends_at),
      array_agg(visit_subject(b.id)), array_agg(visit_act_by(s.starts_at)), send_until => array_agg(s.ends_at))
    from booking b join slot s on s.id = b.slot_id
    where b.slot_id = any (changed) and b.account_id is not null and (b.state = 'active' or b.told_from > at)
    having count(*) > 0;
  return cardinality(changed);
end $$;

-- The days, or the hours that an event took, are open again: what was told of their closing is taken back, `at_most` notices
-- at a time; answers how many.
create or replace function visit_tell_reopened(closure uuid, at timestamptz, at_most integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform visit_check_office((select establishment_id from closed_day where id = closure and ended_at is not null
    union all select establishment_id from visit_yielding where id = closure and ended_at is not null));
  return notice_take_back(array(select id from notice where subject = 'closure:' || closure and withdrawn_at is null
    and expires_at > at order by id limit at_most), 'reopened', at);
end $$;

-- The number of the paper by which somebody agreed to be named.
alter table event_person add column consent_act varchar(80),
  add constraint event_person_consent_act check (length(btrim(consent_act)) > 0);
grant update (consent_act) on event_person to encuentro_staff;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('slot_made_longer', 'visit_lock_days', 'visit_lengthen') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function visit_lock_days(text, date[], timestamptz), visit_lengthen(text, date[], timestamptz)
  to encuentro_staff;
