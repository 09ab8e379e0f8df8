-- What visits tell their families, in the transaction that changes them: a booking, a visit that falls, a rule or a closed
-- day that touches many. The evening before and the morning of a visit are the worker's.

alter table booking
  add constraint booking_still_on_known check (still_on in ('go', 'check', 'stay')),
  add constraint booking_asked_whole check ((still_on is null) = (asked_at is null)),
  add constraint booking_answered_whole check ((coming is null) = (answered_at is null));
create index booking_on on booking (visit_on, inmate_id);
create index booking_secret on booking (told_from) where told_from > cancelled_at;
create index custody_event_secret on custody_event (inmate_id) where kind = 'transfer' and facts ? 'secret_until';

-- Subject of whatever is told about a visit; and by when its family must act: home is up to six hours away.
create function visit_subject(booking_id uuid) returns text language sql immutable as $$ select 'visit:' || booking_id $$;
create function visit_act_by(starts_at timestamptz) returns timestamptz language sql immutable as $$
  select starts_at - interval '6 hours'
$$;

create or replace function visit_book(new_booking uuid, new_claim uuid, held uuid, wanted_slot uuid, visited uuid, adults uuid[],
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
    array['visit_booked ' || new_booking], at, array[at], array[chosen.ends_at], array[visit_subject(new_booking)],
    array[visit_act_by(chosen.starts_at)], send_until => array[chosen.starts_at]);
  perform audit_append(chosen.establishment_id, at, visit_actor_kind(), holder::text, 'visits.booking.made',
    new_booking::text, jsonb_build_object('slot', chosen.id, 'inmate', visited, 'people', coming));
end $$;

-- Calls bookings off: places go back, the party is free again, what was told of the visit is taken back, the family of
-- each visit is told, and last comes an audit entry for each. The plan is a list of `{id, reason, cause, code, told, quiet}`:
-- `told` is the instant from which the family reads of it (null: now), `quiet` that no notice says so. Until `told` nothing
-- is taken back either, because that would tell it: the worker does that then. Answers which were active.
create or replace function visit_cancel(plan jsonb, notice_kind text, at timestamptz) returns uuid[]
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

-- A family calls off a visit that was called off in secret: from now on it is called off by them, looks it in every way,
-- and the notice that waited for its day never comes.
create or replace function visit_tell_now(asked_booking uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public as $$
declare
  fell booking;
  hours slot;
begin
  update booking set told_from = at, cancel_reason = 'family'
    where id = asked_booking and account_id = app_actor() and state = 'cancelled' and told_from > at returning * into fell;
  if not found then
    return false;
  end if;
  select * into strict hours from slot where id = fell.slot_id;
  delete from notice where subject = visit_subject(fell.id) and tell_from > at;
  perform notice_withdraw(array[visit_subject(fell.id)], 'replaced', at);
  perform notice_tell(array[fell.account_id], 'visit_cancelled',
    array[jsonb_build_object('booking_id', fell.id, 'visit_on', fell.visit_on)], array['visit_cancelled ' || fell.id], at,
    array[at], array[hours.ends_at + interval '7 days'], array[visit_subject(fell.id)],
    array[visit_act_by(hours.starts_at)], fell.id::text, send_until => array[hours.ends_at]);
  perform audit_append(fell.establishment_id, at, visit_actor_kind(), app_actor()::text, 'visits.booking.cancelled',
    fell.id::text, jsonb_build_object('reason', 'family', 'cause', fell.id));
  return true;
end $$;

-- Whether a family says that they come. False when there is no such visit of theirs to answer for. A visit that was called
-- off in secret is answered like any other.
create function visit_answer(asked_booking uuid, comes boolean, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public as $$
begin
  update booking b set coming = comes, answered_at = at from slot s
    where b.id = asked_booking and b.account_id = app_actor() and s.id = b.slot_id and s.starts_at > at
      and (b.state = 'active' or b.told_from > at);
  return found;
end $$;

-- Who may be visited at some places as their families know it: whoever was moved in secret is still where they were, and
-- in no pavilion.
create function visit_held_at(places text[], today date)
  returns table (id uuid, place text, wing text, regime text, stage text, sex text) language plpgsql stable as $$
begin
  return query
    with moved as (
      select distinct on (e.inmate_id) e.inmate_id, e.establishment_id::text as told from custody_event e
      where e.kind = 'transfer' and e.facts ? 'secret_until' and (e.facts ->> 'secret_until')::date > today
      order by e.inmate_id, e.effective_on, e.recorded_no
    )
    select i.id, coalesce(m.told, i.establishment_id::text), case when m.told is null then p.name::text end, i.regime::text,
      i.stage::text, i.sex::text
    from inmate i left join moved m on m.inmate_id = i.id left join pavilion p on p.id = i.pavilion_id
    where i.status in ('held', 'outside', 'monitored') and coalesce(m.told, i.establishment_id::text) = any (places);
end $$;

-- Whether a scope, as rules have it, covers a person held at a place.
create function visit_scope_covers(scope jsonb, place establishment, wing text, regime text, stage text, sex text)
  returns boolean language sql stable as $$
  select coalesce(scope ->> 'establishment' = place.id, true)
    and coalesce(scope ->> 'office' = place.office, true)
    and (coalesce(scope -> 'departments', '[]') = '[]' or scope -> 'departments' ? place.department)
    and (coalesce(scope -> 'provinces', '[]') = '[]' or scope -> 'provinces' ? concat_ws('/', place.department, place.province))
    and (scope ->> 'pavilion' is null or scope ->> 'pavilion' is not distinct from wing)
    and (coalesce(scope -> 'regimes', '[]') = '[]' or scope -> 'regimes' ? regime)
    and (coalesce(scope -> 'stages', '[]') = '[]' or coalesce(scope -> 'stages' ? stage, false))
    and coalesce(scope ->> 'sex' = sex, true)
$$;

-- Tells every family at these places whom one of the scopes touches, one notice an account; not those who were told by the
-- same cause that their visit is called off. A scope is a rule's, with `ties`: it touches whoever has an approved tie, and
-- `from` and `to`, the days whose visits it touches. `at_most` accounts after `behind`, in order; answers the last, null
-- when there are no more.
create function visit_tell_families(what text, places text[], scopes jsonb, detail jsonb, about text, caused_by text,
    at timestamptz, until timestamptz, behind uuid, at_most integer)
  returns uuid language plpgsql security definer set search_path = public as $$
declare
  today date := (at at time zone 'America/Lima')::date;
  told uuid[];
  many integer;
begin
  perform allocation_check_office();
  if what not in ('rule_changed', 'day_closed')
      or current_setting('role') = 'encuentro_staff' and not places <@ app_establishments() then
    raise exception 'not posted there' using errcode = 'insufficient_privilege';
  end if;
  with scope as materialized (
    select value as says, value -> 'visit_types' as types, (value ->> 'ties')::boolean as ties,
      greatest(today, (value ->> 'from')::date) as first_on, (value ->> 'to')::date as ends_on
    from jsonb_array_elements(scopes)
  ), touched as (
    select h.id, h.place, s.types, s.ties, s.first_on, s.ends_on
    from visit_held_at(places, today) h join establishment e on e.id = h.place
    join scope s on visit_scope_covers(s.says, e, h.wing, h.regime, h.stage, h.sex)
  ), families as (
    select t.account_id from touched h join tie t on t.inmate_id = h.id and t.state = 'approved' where h.ties
    union
    select b.account_id from touched h join booking b on b.inmate_id = h.id and b.establishment_id = h.place
    where (b.state = 'active' or b.told_from > at) and h.types ? b.visit_type::text and b.visit_on >= h.first_on
      and (h.ends_on is null or b.visit_on < h.ends_on)
  )
  select array(select f.account_id from families f
    where f.account_id is not null and (behind is null or f.account_id > behind) and not exists (select from notice n
      where n.cause = caused_by and n.account_id = f.account_id and n.kind = 'visit_called_off' and n.tell_from <= at)
    order by 1 limit at_most) into told;
  many := cardinality(told);
  if many > 0 then
    perform notice_tell(told, what, array_fill(detail, array[many]),
      array(select concat_ws(' ', what, caused_by, account) from unnest(told) with ordinality as t (account, nth) order by nth),
      at, array_fill(at, array[many]), array_fill(until, array[many]), array_fill(about, array[many]),
      array_fill(visit_act_by((detail ->> 'visit_on')::date::timestamp at time zone 'America/Lima'), array[many]), caused_by);
  end if;
  return case when many = at_most then told[many] end;
end $$;

-- The days are open again: what was told of their closing is taken back, `at_most` notices at a time; answers how many.
create function visit_tell_reopened(closure uuid, at timestamptz, at_most integer) returns integer
  language plpgsql security definer set search_path = public as $$
begin
  if current_setting('role') not in ('encuentro_staff', 'encuentro_worker') or not exists (select from closed_day
      where id = closure and ended_at is not null and (current_setting('role') = 'encuentro_worker'
        or establishment_id = any (app_establishments()))) then
    raise exception 'not posted there' using errcode = 'insufficient_privilege';
  end if;
  return notice_take_back(array(select id from notice where subject = 'closure:' || closure and withdrawn_at is null
    and expires_at > at order by id limit at_most), 'reopened', at);
end $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('visit_answer', 'visit_tell_families', 'visit_tell_reopened') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function visit_answer(uuid, boolean, timestamptz) to encuentro_family;
grant execute on function visit_tell_families(text, text[], jsonb, jsonb, text, text, timestamptz, timestamptz, uuid, integer)
  to encuentro_staff;
grant execute on function visit_tell_reopened(uuid, timestamptz, integer) to encuentro_staff;
