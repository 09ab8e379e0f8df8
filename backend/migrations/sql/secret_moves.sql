-- A move that is kept secret for a while changes nothing of what families are told: their visits, called off in secret, are
-- asked about as they stood, and whatever would call them off calls them off for them too, now and in the same words.

-- By inmate too, and not only by instant: asking again goes from inmate to inmate.
create index booking_secret_inmate on booking (inmate_id) where told_from > cancelled_at;

-- As `custody_record` was, with how the person stood before a move that is kept secret.
create or replace function custody_record(person uuid, new_event uuid, event_place text, event_kind text, event_on date,
    at timestamptz, by_whom text, event_facts jsonb, event_source text,
    place text, wing uuid, new_regime text, new_stage text, new_status text, new_status_on date, new_admitted_on date)
  returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform custody_check_posted(person);
  insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by, facts, source_key,
      former)
    values (new_event, event_place, person, event_kind, event_on, at, by_whom, event_facts, event_source,
      case when event_kind = 'transfer' and event_facts ? 'secret_until' then (
        select jsonb_build_object('pavilion_id', pavilion_id, 'regime', i.regime, 'stage', i.stage, 'status', i.status)
        from inmate i where id = person and establishment_id = event_place) end)
    on conflict (source_key) do nothing;
  if not found then
    return false;
  end if;
  update inmate set establishment_id = place, pavilion_id = wing, regime = new_regime, stage = new_stage,
    status = new_status, status_on = new_status_on, admitted_on = new_admitted_on where id = person;
  return true;
end $$;

-- A person as their families know them: while a move is secret still where they were, and as they stood there. Whoever is in
-- custody no more is known to be so: nobody travels to them.
create function visit_known(person inmate, today date) returns inmate language plpgsql stable as $$
declare
  move custody_event;
begin
  select e.* into move from custody_event e
    where e.inmate_id = person.id and e.kind = 'transfer' and e.facts ? 'secret_until'
      and (e.facts ->> 'secret_until')::date > today
    order by e.effective_on, e.recorded_no limit 1;
  if move.id is null or person.status not in ('held', 'outside', 'monitored') then
    return person;
  end if;
  person.establishment_id := move.establishment_id;
  if move.former is null then -- recorded before it was kept: what events say of the pavilion
    person.status := 'held';
    person.pavilion_id := (select (e.facts ->> 'pavilion_id')::uuid from custody_event e
      where e.inmate_id = person.id and (e.effective_on, e.recorded_no) < (move.effective_on, move.recorded_no)
        and (e.kind in ('admission', 'pavilion_change', 'transfer') or e.kind = 'benefit_revoked' and e.facts ? 'pavilion_id')
      order by e.effective_on desc, e.recorded_no desc limit 1);
  else
    person.pavilion_id := (move.former ->> 'pavilion_id')::uuid;
    person.regime := move.former ->> 'regime';
    person.stage := move.former ->> 'stage';
    person.status := move.former ->> 'status';
  end if;
  return person;
end $$;

-- Whose bookings the caller may call off: as before, and of whoever was moved in secret to where the caller is posted.
create or replace function visit_is_reached(asked booking) returns boolean language plpgsql stable as $$
begin
  return case current_setting('role')
    when 'encuentro_family' then asked.account_id = app_actor()
    when 'encuentro_staff' then asked.establishment_id = any (app_establishments()) or exists (
      select from restriction r join booking_visitor bv on bv.person_index = r.person_index
      where bv.booking_id = asked.id and r.recorded_by = app_actor() and r.ended_at is null
        and r.inmate_id is null and r.establishment_id is null)
      or asked.told_from > asked.cancelled_at and exists (
        select from inmate i where i.id = asked.inmate_id and i.establishment_id = any (app_establishments()))
    else true end;
end $$;

-- Who may be visited at some places as their families know it.
create or replace function visit_held_at(places text[], today date)
  returns table (id uuid, place text, wing text, regime text, stage text, sex text) language plpgsql stable as $$
begin
  return query
    with moved as (
      select distinct e.inmate_id from custody_event e
      where e.kind = 'transfer' and e.facts ? 'secret_until' and (e.facts ->> 'secret_until')::date > today
    ), known as (
      select i as person from inmate i
      where i.establishment_id = any (places) and i.status in ('held', 'outside', 'monitored')
        and not exists (select from moved m where m.inmate_id = i.id)
      union all
      select visit_known(i, today) from moved m join inmate i on i.id = m.inmate_id
      where i.status in ('held', 'outside', 'monitored')
    )
    select (k.person).id, (k.person).establishment_id::text, p.name::text, (k.person).regime::text, (k.person).stage::text,
      (k.person).sex::text
    from known k left join pavilion p on p.id = (k.person).pavilion_id
    where (k.person).establishment_id = any (places);
end $$;

-- Locks what a change of these inmates or people may touch, before the change writes anything: the audit trail is
-- locked last, places before it. What was called off in secret may fall too.
create or replace function visit_lock_change(inmates uuid[], people bytea[], at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_setting('role') = 'encuentro_family' then
    people := '{}';
    inmates := array(select inmate_id from tie where inmate_id = any (inmates) and account_id = app_actor());
  end if;
  perform visit_lock_places(array(select establishment_id::text from inmate where id = any (inmates)
    union select b.establishment_id from booking b
      where b.inmate_id = any (inmates) and b.told_from > at and b.told_from > b.cancelled_at), false);
  perform from inmate where id = any (inmates) order by id for update;
  perform from visitor where person_index = any (people) order by id for update;
  perform allocation_lock(array(
    select b.slot_id from booking b where b.inmate_id = any (inmates) and b.state = 'active' and b.visit_on >= at::date - 1
    union
    select b.slot_id from booking b where b.inmate_id = any (inmates) and b.told_from > at and b.told_from > b.cancelled_at
    union
    select b.slot_id from booking_visitor bv join booking b on b.id = bv.booking_id
      where bv.active and bv.person_index = any (people) and bv.starts_at > at));
end $$;

-- The inmates whom a person is going to visit, as far as the person knows.
create or replace function visit_inmates_of(person bytea, at timestamptz) returns uuid[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return array(select b.inmate_id from booking_visitor bv join booking b on b.id = bv.booking_id
      where bv.active and bv.person_index = person and bv.starts_at > at and visit_is_reached(b)
    union
    select b.inmate_id from visitor v join booking_visitor bv on bv.visitor_id = v.id join booking b on b.id = bv.booking_id
      where v.person_index = person and bv.starts_at > at and b.told_from > at and visit_is_reached(b));
end $$;

-- For asking again: each inmate with their visits in the order they were booked. Those to be asked again (from `first_on`
-- to `last_on`, not begun, within the caller's reach) come with slot and party, the others only count. Whoever was moved in
-- secret comes a second time, as they are known, with the visits that were called off in secret.
create or replace function visit_cases(inmates uuid[], first_on date, last_on date, at timestamptz)
  returns table (inmate_id uuid, facts json) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  counts_for integer := (select reach from visit_rulebook);
  today date := (at at time zone 'America/Lima')::date;
begin
  return query
    select i.id, json_build_object('inmate', visit_inmate(case when told.secret then visit_known(i, today) else i end),
        'visits', json_agg(json_build_object(
        'id', b.id, 'account', b.account_id, 'on', b.visit_on, 'type', b.visit_type, 'minors', b.with_minors,
        'slot', case when asked then visit_slots(array[b.slot_id],
          case when told.secret then (visit_known(i, today)).pavilion_id else i.pavilion_id end, b.account_id, at) -> 0 end,
        'site', case when asked then visit_site(b.establishment_id) end,
        'party', case when asked then (select json_agg(visit_member(v, i.id, at) order by v.id)
          from booking_visitor bv join visitor v on v.id = bv.visitor_id where bv.booking_id = b.id) end
      ) order by b.booked_at, b.id))
    from inmate i
    cross join lateral (
      select o.id, false as secret from booking o where o.inmate_id = i.id and o.state = 'active'
        and o.visit_on between first_on - counts_for and last_on + counts_for
      union all
      select o.id, true from booking o where o.inmate_id = i.id and o.told_from > at and o.told_from > o.cancelled_at
        and o.visit_on between first_on - counts_for and last_on + counts_for) as told
    join booking b on b.id = told.id
    join slot s on s.id = b.slot_id
    cross join lateral (select b.visit_on between first_on and last_on and s.starts_at > at and visit_is_reached(b) as asked) as a
    where i.id = any (inmates)
    group by i.id, told.secret
    having bool_or(asked)
    order by i.id, told.secret;
end $$;

-- Calls bookings off: places go back, the party is free again, what was told of the visit is taken back, the family of
-- each visit is told, and last comes an audit entry for each. The plan is a list of `{id, reason, cause, code, told, quiet}`:
-- `told` is the instant from which the family reads of it (null: now), `quiet` that no notice says so. Until `told` nothing
-- is taken back either, because that would tell it: the worker does that then. What was called off in secret before falls
-- for its family now, as if it had stood: the notice that waited for its day never comes. Answers which fell.
create or replace function visit_cancel(plan jsonb, notice_kind text, at timestamptz) returns uuid[]
  language plpgsql security definer set search_path = public, pg_temp as $$
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
    from planned p
    where b.id = p.id and (b.state = 'active' or b.told_from > at and b.told_from > coalesce(p.told, at)) returning b.id
  )
  select coalesce(array_agg(id order by id), '{}') into done from called;
  perform allocation_give_back(array(select claim_id from booking where id = any (done)), '{kept}', at);
  update booking_visitor set active = false where booking_id = any (done);
  delete from notice n using booking b
    where b.id = any (done) and n.subject = visit_subject(b.id) and n.account_id = b.account_id and n.tell_from > at;
  perform notice_withdraw(array(select visit_subject(id) from booking where id = any (done) and told_from <= at),
    'replaced', at);
  perform notice_tell(array_agg(account_id), notice_kind, array_agg(facts), array_agg(key), at, array_agg(told_from),
      array_agg(until), array_agg(visit_subject(id)), array_agg(visit_act_by(starts_at)), cause,
      send_until => array_agg(ends_at))
    from (select b.account_id, b.id, b.told_from, s.starts_at, s.ends_at, p.cause,
        jsonb_build_object('booking_id', b.id, 'visit_on', b.visit_on) as facts,
        concat_ws(' ', notice_kind, b.id) as key,
        greatest(s.ends_at, b.told_from) + interval '7 days' as until
      from jsonb_to_recordset(plan) as p (id uuid, cause text, quiet boolean)
      join booking b on b.id = p.id join slot s on s.id = b.slot_id
      where b.id = any (done) and not p.quiet
      order by b.account_id, b.visit_on, b.id) as owed
    group by cause;
  perform audit_append(establishment_id, at, visit_actor_kind(), coalesce(app_actor()::text, ''),
      'visits.booking.cancelled', id::text, facts)
    from (select b.establishment_id, b.id, jsonb_build_object('reason', p.reason, 'cause', p.cause, 'code', p.code) as facts
      from jsonb_to_recordset(plan) as p (id uuid, reason text, cause text, code text) join booking b on b.id = p.id
      where b.id = any (done) order by b.establishment_id, b.id) as called_off;
  return done;
end $$;

-- `visit_cancel` does it.
drop function visit_tell_now(uuid, timestamptz);

-- As in `erasing.sql`: what was called off in secret falls in one with what stood.
create or replace function account_erase(at timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  holder uuid := app_actor();
  number bytea := (select phone_index from account where id = holder);
  inmates uuid[] := array(select inmate_id from tie where account_id = holder and state = 'approved');
  called integer;
  codes uuid[];
begin
  if current_setting('role') <> 'encuentro_family' or not exists (select from sign_in_challenge
      where phone_index = number and purpose = 'erase' and used_at = at) then
    raise exception 'not proven' using errcode = 'insufficient_privilege';
  end if;
  perform visit_lock_places(array(select establishment_id::text from inmate where id = any (inmates)), false);
  perform from inmate where id = any (inmates) order by id for update;
  perform from visitor where account_id = holder order by id for no key update;
  perform from tie where account_id = holder order by id for update;
  perform allocation_lock(array(select slot_id from booking b join slot s on s.id = b.slot_id
      where b.account_id = holder and (b.state = 'active' or b.told_from > at) and s.starts_at > at
    union select pool_id from claim where account_id = holder and state = 'held'));
  perform from account where id = holder for update;

  called := cardinality(visit_cancel(coalesce((
      select jsonb_agg(jsonb_build_object('id', b.id, 'reason', 'family', 'cause', b.id, 'quiet', true))
      from booking b join slot s on s.id = b.slot_id
      where b.account_id = holder and (b.state = 'active' or b.told_from > at) and s.starts_at > at), '[]'), 'visit_cancelled', at));
  perform allocation_release(array(select id from claim where account_id = holder and state = 'held'), '{held}', at);

  update booking_visitor set visitor_id = null, person_index = null
    where booking_id in (select id from booking where account_id = holder);
  update booking set account_id = null where account_id = holder;
  update claim set account_id = null where account_id = holder;
  delete from claim_code where (used_at is not null or expires_at <= at)
    and person_index in (select person_index from visitor where account_id = holder);
  delete from tie where account_id = holder;
  delete from visitor where account_id = holder and guardian_id is not null;
  delete from visitor where account_id = holder;
  delete from notice where account_id = holder;
  delete from token where session_id in (select id from session where account_id = holder);
  delete from session where account_id = holder;
  delete from request_key
    where asker in ('family:' || holder, 'provisional:' || holder) and operation <> 'erase_account';
  -- The codes of a number are counted for two days, erased or not. One that is being tried now opens a new account.
  codes := array(select id from sign_in_challenge where phone_index = number for update skip locked);
  update sign_in_challenge set phone_cipher = '', used_at = coalesce(used_at, at) where id = any (codes);
  delete from text_message where id = any (codes);
  delete from account where id = holder;
  return called;
end $$;
