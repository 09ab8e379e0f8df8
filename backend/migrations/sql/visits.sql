-- What the rules of visits need to know and a family may not read, and the writing of bookings.
--
-- One order of locks, so that nobody waits in a circle: the place (what it offers is being read or changed), the inmate,
-- the visitors, then places (`allocation.sql`: account, ceilings, claims), then bookings, then the audit trail.

-- Rules are kept in memory by whoever decides; the stamp says whether they still are these. `reach` is how many days
-- around a visit other visits may count: a month, or the longest period of any rule.
create table visit_rulebook (
  single boolean primary key default true check (single),
  stamp uuid not null,
  reach integer not null
);
insert into visit_rulebook (stamp, reach) values (gen_random_uuid(), 31);

create function visit_rulebook_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update visit_rulebook set stamp = gen_random_uuid(),
    reach = greatest(31, (select max((effect #>> '{period, days}')::int) from visit_rule));
  return null;
end $$;
create trigger visit_rule_stamped after insert or update or delete or truncate on visit_rule
  for each statement execute function visit_rulebook_changed();

-- A version is never edited: bookings name the versions they rest on.
create function visit_rule_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a rule changes by a new version' using errcode = 'insufficient_privilege';
end $$;
create trigger visit_rule_append_only before update or delete on visit_rule
  for each row execute function visit_rule_refuse_change();

-- Makes the slots and places of the timetable from one day to another, at some establishments or (null) at all. What is
-- there already stays as it is, so it may run as often and in as many workers as it likes. Answers how many were made.
create function visit_open_slots(places text[], first_on date, last_on date) returns integer
  language plpgsql security definer set search_path = public as $$
declare
  made uuid[];
  of_places text[];
  limits jsonb[];
begin
  perform allocation_check_office();
  places := coalesce(places, array(select distinct establishment_id::text from timetable_session));
  perform visit_lock_places(places, false);
  with due as (
    select t.*, d::date as on_day
    from timetable_session t,
      generate_series(greatest(first_on, t.valid_from), least(last_on, t.valid_to - 1), interval '1 day') as d
    where t.establishment_id = any (places) and extract(isodow from d) = t.weekday
      and (d::date - (t.valid_from - extract(isodow from t.valid_from)::int + t.weekday)) / 7 % t.every_weeks = 0
      and not exists (select from slot where session_id = t.id and visit_on = d::date)
  ), opened as (
    insert into slot (id, establishment_id, session_id, pavilion_id, visit_on, starts_at, ends_at, visit_type, place, visitor_sex)
      select gen_random_uuid(), establishment_id, id, pavilion_id, on_day, (on_day + starts) at time zone 'America/Lima',
        (on_day + ends) at time zone 'America/Lima', visit_type, place, visitor_sex
      from due order by id, on_day
      on conflict (session_id, visit_on) do nothing
    returning id, establishment_id, session_id
  )
  select array_agg(o.id), array_agg(o.establishment_id), array_agg(t.ceilings) into made, of_places, limits
    from opened o join timetable_session t on t.id = o.session_id;
  perform allocation_open(made, of_places, 'visit', limits) where made is not null;
  return coalesce(cardinality(made), 0);
end $$;

-- What a place offers stays as it is until the transaction ends: shared for whoever books by it, alone for whoever
-- changes timetable, closed days or rules. So a change sees every booking made by the old offer, and no later one is.
create function visit_lock_places(places text[], alone boolean) returns void language plpgsql as $$
declare
  place text;
begin
  foreach place in array array(select distinct name from unnest(places) as name order by name) loop
    if alone then
      perform pg_advisory_xact_lock(7466284, hashtext(place));
    else
      perform pg_advisory_xact_lock_shared(7466284, hashtext(place));
    end if;
  end loop;
end $$;

-- Dated bars as the rules read them; `valid_to` is the first day without. Of the inmate, or (with a person) of that
-- person for this inmate or for anybody.
create function visit_bars(stopped_inmate uuid, stopped_person bytea) returns json language plpgsql stable as $$
begin
  if stopped_person is null then
    return (select json_agg(visit_bar(r)) from restriction r
      where inmate_id = stopped_inmate and person_index is null and ended_at is null);
  end if;
  return (select json_agg(visit_bar(r)) from restriction r
    where person_index = stopped_person and (inmate_id is null or inmate_id = stopped_inmate) and ended_at is null);
end $$;

create function visit_bar(bar restriction) returns json language sql stable as $$
  select json_build_object('from', bar.valid_from, 'to', bar.valid_to, 'types', bar.visit_types,
    'establishment', bar.establishment_id)
$$;

create function visit_site(place text) returns json language plpgsql stable as $$
begin
  return (select json_build_object('establishment', id, 'office', office, 'department', department, 'province', province)
    from establishment where id = place);
end $$;

create function visit_inmate(person inmate) returns json language plpgsql stable as $$
begin
  return json_build_object('sex', person.sex, 'regime', person.regime, 'stage', person.stage, 'status', person.status,
    'establishment', person.establishment_id,
    'pavilion', (select name from pavilion where id = person.pavilion_id),
    'away_until', case when person.status = 'outside' then
      (select facts ->> 'until' from custody_event where inmate_id = person.id and kind = 'outing'
        order by effective_on desc, recorded_no desc limit 1) end,
    'bars', visit_bars(person.id, null));
end $$;

-- A visitor as the rules see one; `busy` are their other visits, by whichever inmate, that this account booked.
create function visit_member(person visitor, visited uuid, since timestamptz) returns json language plpgsql stable as $$
begin
  return json_build_object('id', person.id, 'sex', person.sex, 'born_on', person.born_on,
    'document_kind', person.document_kind, 'valid_until', person.document_valid_until, 'guardian', person.guardian_id,
    'kinship', (select kinship from tie
      where visitor_id = person.id and inmate_id = visited and state = 'approved'),
    'bars', visit_bars(visited, person.person_index),
    'busy', (select json_agg(json_build_array(starts_at, ends_at)) from booking_visitor
      where visitor_id = person.id and active and ends_at > since));
end $$;

-- Slots as the rules see them, in the order of time; `wing` is the inmate's pavilion.
create function visit_slots(wanted uuid[], wing uuid, holder uuid, at timestamptz) returns json language plpgsql stable as $$
begin
  return (select json_agg(json_build_object('id', s.id, 'on', s.visit_on, 'starts', s.starts_at, 'ends', s.ends_at,
        'type', s.visit_type, 'place', s.place, 'sex', s.visitor_sex, 'pavilion', p.name, 'withdrawn', s.closed_at is not null,
        'closed', visit_is_closed(s, wing), 'free', f.free) order by s.starts_at, s.id)
    from slot s
    left join pavilion p on p.id = s.pavilion_id
    left join allocation_free(wanted, holder, at) f on f.pool_id = s.id
    where s.id = any (wanted));
end $$;

-- One closed pavilion does not close a session for all: it does for the inmates who live there.
create function visit_is_closed(asked slot, wing uuid) returns boolean language sql stable as $$
  select exists (select from closed_day d
    where d.establishment_id = asked.establishment_id and d.last_on >= asked.visit_on and d.first_on <= asked.visit_on
      and d.ended_at is null and (d.visit_types is null or asked.visit_type = any (d.visit_types))
      and (d.pavilion_id is null or d.pavilion_id = coalesce(asked.pavilion_id, wing)))
$$;

-- The inmate, when an approved tie of the asking account leads there and the person can be visited; else null.
create function visit_tied(asked_inmate uuid) returns inmate language plpgsql stable as $$
declare
  person inmate;
begin
  select i.* into person from inmate i where i.id = asked_inmate and i.status in ('held', 'outside', 'monitored')
    and exists (select from tie where inmate_id = i.id and account_id = app_actor() and state = 'approved');
  return person;
end $$;

-- Everything about one inmate and one party that a decision on these slots depends on. Of other people's visits: the
-- day, and that they are not yours.
create function visit_facts_of(person inmate, party uuid[], slots uuid[], site text, first_on date, last_on date,
    at timestamptz)
  returns json language plpgsql as $$
declare
  book visit_rulebook;
begin
  select * into book from visit_rulebook;
  return json_build_object(
    'stamp', book.stamp,
    'site', visit_site(site),
    'inmate', visit_inmate(person),
    'party', (select json_agg(visit_member(v, person.id, at) order by v.id) from visitor v
      where v.account_id = app_actor() and v.ended_at is null and case when party is null
        then exists (select from tie where visitor_id = v.id and inmate_id = person.id and state = 'approved')
        else v.id = any (party) end),
    'taken', (select json_agg(json_build_object('on', visit_on, 'yours', account_id = app_actor(), 'type', visit_type,
        'minors', with_minors)) from booking
      where inmate_id = person.id and state = 'active' and visit_on between first_on - book.reach and last_on + book.reach),
    'slots', visit_slots(slots, person.pavilion_id, app_actor(), at));
end $$;

-- For `availability`: the slots of the place where the family may know the inmate to be. Null for a stranger.
create function visit_facts(asked_inmate uuid, party uuid[], first_on date, last_on date, at timestamptz)
  returns json language plpgsql security definer set search_path = public as $$
declare
  person inmate := visit_tied(asked_inmate);
  known text;
begin
  if person.id is null then
    return null;
  end if;
  known := custody_told_place(person.id, (at at time zone 'America/Lima')::date);
  return visit_facts_of(person, party, array(
      select id from slot where establishment_id = known and visit_on between first_on and last_on and closed_at is null
        and (pavilion_id is null or pavilion_id = person.pavilion_id) order by starts_at, id limit 400),
    known, first_on, last_on, at);
end $$;

-- For holding and booking one slot: the same, with everything locked that the decision rests on. So of two accounts that
-- ask for an inmate's last visit of the week, the second sees the first one's booking.
create function visit_facts_locked(asked_slot uuid, asked_inmate uuid, party uuid[], at timestamptz)
  returns json language plpgsql security definer set search_path = public as $$
declare
  wanted slot;
  person inmate := visit_tied(asked_inmate);
begin
  select * into wanted from slot where id = asked_slot;
  if wanted.id is null or person.id is null then
    return null;
  end if;
  perform visit_lock_places(array[wanted.establishment_id::text], false);
  perform from inmate where id = asked_inmate for no key update;
  perform from visitor where id = any (party) and account_id = app_actor() order by id for share;
  person := visit_tied(asked_inmate);
  if person.id is null then
    return null;
  end if;
  return visit_facts_of(person, party, array[asked_slot], wanted.establishment_id, wanted.visit_on, wanted.visit_on, at);
end $$;

create function visit_actor_kind() returns text language sql stable as $$
  select case current_setting('role') when 'encuentro_family' then 'family' when 'encuentro_staff' then 'staff' else 'system' end
$$;

-- Writes a booking: the hold is kept, or places are taken afresh (EN001 when there are none); then the booking, its
-- party, its notice and last its audit entry. The first free reference is used.
create function visit_book(new_booking uuid, new_claim uuid, held uuid, wanted_slot uuid, visited uuid, adults uuid[],
    minors uuid[], wanted jsonb, candidates text[], used jsonb, at timestamptz)
  returns void language plpgsql security definer set search_path = public as $$
declare
  holder uuid := app_actor();
  chosen slot;
  coming integer;
begin
  if current_setting('role') <> 'encuentro_family' or (visit_tied(visited)).id is null then
    raise exception 'a family books for itself' using errcode = 'insufficient_privilege';
  end if;
  select * into strict chosen from slot where id = wanted_slot;
  if held is not null and allocation_keep(held, wanted_slot, holder, wanted, at) then
    new_claim := held;
  else
    perform allocation_take(new_claim, wanted_slot, holder, wanted, 'kept', at, null, held);
  end if;
  insert into booking (id, establishment_id, slot_id, inmate_id, account_id, claim_id, reference, state, visit_on, visit_type,
      with_minors, rules_used, booked_at)
    select new_booking, chosen.establishment_id, chosen.id, visited, holder, new_claim, candidate, 'active', chosen.visit_on,
      chosen.visit_type, minors <> '{}', used, at
    from unnest(candidates) as candidate
    where not exists (select from booking where reference = candidate) limit 1;
  insert into booking_visitor (establishment_id, booking_id, visitor_id, person_index, adult, starts_at, ends_at)
    select chosen.establishment_id, new_booking, id, person_index, id = any (adults), chosen.starts_at, chosen.ends_at
    from visitor where id = any (adults || minors) and account_id = holder and ended_at is null order by person_index;
  get diagnostics coming = row_count;
  if coming = 0 or coming <> cardinality(adults || minors) then
    raise exception 'the party is not of this account' using errcode = 'insufficient_privilege';
  end if;
  perform notice_tell(array[holder], 'visit_booked',
    array[jsonb_build_object('booking_id', new_booking, 'visit_on', chosen.visit_on)],
    array['visit_booked ' || new_booking], at, array[at], array[chosen.ends_at]);
  perform audit_append(chosen.establishment_id, at, visit_actor_kind(), holder::text, 'visits.booking.made',
    new_booking::text, jsonb_build_object('slot', chosen.id, 'inmate', visited, 'people', coming));
end $$;

-- Whose bookings the caller may ask again and call off: a family its own, staff those of their establishments and of
-- people whom they barred everywhere, the worker any.
create function visit_is_reached(asked booking) returns boolean language plpgsql stable as $$
begin
  return case current_setting('role')
    when 'encuentro_family' then asked.account_id = app_actor()
    when 'encuentro_staff' then asked.establishment_id = any (app_establishments()) or exists (
      select from restriction r join booking_visitor bv on bv.person_index = r.person_index
      where bv.booking_id = asked.id and r.recorded_by = app_actor() and r.ended_at is null
        and r.inmate_id is null and r.establishment_id is null)
    else true end;
end $$;

-- Locks what a change of these inmates or people may touch, before the change writes anything: the audit trail is
-- locked last, places before it.
create function visit_lock_change(inmates uuid[], people bytea[], at timestamptz) returns void
  language plpgsql security definer set search_path = public as $$
begin
  if current_setting('role') = 'encuentro_family' then
    people := '{}';
    inmates := array(select inmate_id from tie where inmate_id = any (inmates) and account_id = app_actor());
  end if;
  perform visit_lock_places(array(select establishment_id::text from inmate where id = any (inmates)), false);
  perform from inmate where id = any (inmates) order by id for update;
  perform from visitor where person_index = any (people) order by id for update;
  perform allocation_lock(array(
    select b.slot_id from booking b where b.inmate_id = any (inmates) and b.state = 'active' and b.visit_on >= at::date - 1
    union
    select b.slot_id from booking_visitor bv join booking b on b.id = bv.booking_id
      where bv.active and bv.person_index = any (people) and bv.starts_at > at));
end $$;

-- Locks the places of many bookings at once, before they are called off some at a time.
create function visit_lock_bookings(asked uuid[]) returns void
  language plpgsql security definer set search_path = public as $$
begin
  perform allocation_lock(array(select slot_id from booking where id = any (asked)));
end $$;

-- The inmates whom a person is going to visit.
create function visit_inmates_of(person bytea, at timestamptz) returns uuid[]
  language plpgsql stable security definer set search_path = public as $$
begin
  return array(select distinct b.inmate_id from booking_visitor bv join booking b on b.id = bv.booking_id
    where bv.active and bv.person_index = person and bv.starts_at > at and visit_is_reached(b));
end $$;

-- For asking again: each inmate with their visits in the order they were booked. Those to be asked again (from `first_on`
-- to `last_on`, not begun, within the caller's reach) come with slot and party, the others only count.
create function visit_cases(inmates uuid[], first_on date, last_on date, at timestamptz)
  returns table (inmate_id uuid, facts json) language plpgsql stable security definer set search_path = public as $$
declare
  counts_for integer := (select reach from visit_rulebook);
begin
  return query
    select i.id, json_build_object('inmate', visit_inmate(i), 'visits', json_agg(json_build_object(
        'id', b.id, 'account', b.account_id, 'on', b.visit_on, 'type', b.visit_type, 'minors', b.with_minors,
        'slot', case when asked then visit_slots(array[b.slot_id], i.pavilion_id, b.account_id, at) -> 0 end,
        'site', case when asked then visit_site(b.establishment_id) end,
        'party', case when asked then (select json_agg(visit_member(v, i.id, at) order by v.id)
          from booking_visitor bv join visitor v on v.id = bv.visitor_id where bv.booking_id = b.id) end
      ) order by b.booked_at, b.id))
    from inmate i
    join booking b on b.inmate_id = i.id and b.state = 'active'
      and b.visit_on between first_on - counts_for and last_on + counts_for
    join slot s on s.id = b.slot_id,
    lateral (select b.visit_on between first_on and last_on and s.starts_at > at and visit_is_reached(b) as asked) as a
    where i.id = any (inmates)
    group by i.id
    having bool_or(asked)
    order by i.id;
end $$;

-- Calls bookings off: places go back, the party is free again, each account is told once a cause, and last comes an audit
-- entry for each booking. The plan is a list of `{id, reason, cause, code, told, quiet}`: `told` is the instant from
-- which the family reads of it (null: now), `quiet` that no notice says so. Answers which were active.
create function visit_cancel(plan jsonb, notice_kind text, at timestamptz) returns uuid[]
  language plpgsql security definer set search_path = public as $$
declare
  gone uuid[] := array(select (item ->> 'id')::uuid from jsonb_array_elements(plan) as item);
  done uuid[];
begin
  if exists (select from booking b where b.id = any (gone) and not visit_is_reached(b)) then
    raise exception 'a booking is out of reach' using errcode = 'insufficient_privilege';
  end if;
  perform allocation_lock(array(select slot_id from booking where id = any (gone)));
  with planned as (
    select * from jsonb_to_recordset(plan) as p (id uuid, reason text, told timestamptz)
  ), called as (
    update booking b set state = 'cancelled', cancelled_at = at, cancel_reason = p.reason, told_from = coalesce(p.told, at)
    from planned p where b.id = p.id and b.state = 'active' returning b.id
  )
  select coalesce(array_agg(id order by id), '{}') into done from called;
  perform allocation_give_back(array(select claim_id from booking where id = any (done)), '{kept}', at);
  update booking_visitor set active = false where booking_id = any (done);
  perform notice_tell(array_agg(account_id), notice_kind, array_agg(facts), array_agg(key), at, array_agg(told_from),
      array_agg(until))
    from (select distinct on (b.account_id, p.cause) b.account_id, b.told_from,
        jsonb_build_object('booking_id', b.id, 'visit_on', b.visit_on) as facts,
        concat_ws(' ', notice_kind, p.cause, b.account_id) as key,
        greatest(s.ends_at, b.told_from) + interval '7 days' as until
      from jsonb_to_recordset(plan) as p (id uuid, cause text, quiet boolean)
      join booking b on b.id = p.id join slot s on s.id = b.slot_id
      where b.id = any (done) and not p.quiet
      order by b.account_id, p.cause, b.visit_on, b.id) as owed
    having count(*) > 0;
  perform audit_append(establishment_id, at, visit_actor_kind(), coalesce(app_actor()::text, ''),
      'visits.booking.cancelled', id::text, facts)
    from (select b.establishment_id, b.id, jsonb_build_object('reason', p.reason, 'cause', p.cause, 'code', p.code) as facts
      from jsonb_to_recordset(plan) as p (id uuid, reason text, cause text, code text) join booking b on b.id = p.id
      where b.id = any (done) order by b.establishment_id, b.id) as called_off;
  return done;
end $$;

-- A family calls off a visit that was called off in secret: from now on it is called off by them.
create function visit_tell_now(asked_booking uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public as $$
begin
  update booking set told_from = at, cancel_reason = 'family'
    where id = asked_booking and account_id = app_actor() and state = 'cancelled' and told_from > at;
  if not found then
    return false;
  end if;
  perform audit_append(establishment_id, at, visit_actor_kind(), app_actor()::text, 'visits.booking.cancelled', id::text,
    jsonb_build_object('reason', 'family', 'cause', id)) from booking where id = asked_booking;
  return true;
end $$;
