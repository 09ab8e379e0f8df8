-- Answers to dates of events: what holds places, who is offered some, what ends by itself. Families call the functions of
-- `answers_family.sql`; what follows changes of ties, custody and bars is in `answers_following.sql`.
--
-- One order of locks, so that nobody waits in a circle: inmate, visitors, ties, event, dates (all of them by id), then their
-- ceilings, then what is told, then the audit trail. Whoever answers, withdraws, offers or expires has the ceilings of that
-- date alone, so all that is decided about one date is decided one after the other.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

insert into notice_kind (kind, urgency, push, sms, helped) values ('answer_ended', 'normal', true, 'instead', true);

-- Takes places of one pool, whose ceilings are locked already: EN001 when one is full. A unit that the pool does not limit
-- is free; a pool without any ceiling has no places.
create function allocation_place(new_claim uuid, place text, wanted_pool uuid, holder uuid, wanted jsonb, new_state text,
    at timestamptz, until timestamptz)
  returns void language plpgsql as $$
declare
  counted jsonb;
  fitting integer;
begin
  select coalesce(jsonb_object_agg(unit, wanted -> unit) filter (where wanted ? unit), '{}') into counted
    from ceiling where pool_id = wanted_pool having count(*) > 0;
  update ceiling set taken = taken + (counted ->> unit)::int
    where pool_id = wanted_pool and counted ? unit and taken + (counted ->> unit)::int <= capacity;
  get diagnostics fitting = row_count;
  if counted is null or fitting < (select count(*) from jsonb_object_keys(counted)) then
    raise exception 'no place' using errcode = 'EN001';
  end if;
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at, expires_at)
    values (new_claim, place, wanted_pool, holder, new_state, counted, at, until);
end $$;

-- As in `allocation.sql`; what takes the places is `allocation_place`.
create or replace function allocation_take(new_claim uuid, wanted_pool uuid, holder uuid, wanted jsonb, new_state text,
    at timestamptz, until timestamptz, instead_of uuid default null)
  returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place text;
  former claim;
begin
  select establishment_id into place from pool where id = wanted_pool;
  perform allocation_check_reach(holder, place);
  if exists (select from jsonb_each_text(wanted) where value::int < 1) then
    raise exception 'an amount is not positive' using errcode = 'invalid_parameter_value';
  end if;
  if new_state = 'held' then
    perform from account where id = holder for no key update;
  end if;
  select * into former from claim
    where account_id = holder and state = 'held' and (new_state = 'held' or id = instead_of);
  perform allocation_lock(array[wanted_pool, former.pool_id]);
  if former.id is not null then
    perform allocation_give_back(array[former.id], '{held}', at);
  end if;
  perform allocation_give_back_expired(wanted_pool, at);
  perform allocation_place(new_claim, place, wanted_pool, holder, wanted, new_state, at, until);
end $$;

-- Owes notices to whomever: for functions that have asked already whether they may.
create function notice_owe(accounts uuid[], what text, details jsonb[], keys text[], at timestamptz,
    from_when timestamptz[], until timestamptz[], subjects text[] default null, act_bys timestamptz[] default null,
    caused_by text default null, urgent boolean default false, send_until timestamptz[] default null)
  returns void language plpgsql as $$
begin
  with told as (
    insert into notice (id, account_id, kind, urgency, facts, subject, cause, dedupe_key, created_at, tell_from, act_by,
        expires_at)
      select gen_random_uuid(), account, what, case when urgent then 'urgent' else k.urgency end, detail,
        coalesce(about, key), caused_by, key, at, begins, act, ends
      from unnest(accounts, details, keys, from_when, until, subjects, act_bys)
        as owed (account, detail, key, begins, ends, about, act), notice_kind k
      where k.kind = what and account is not null
      on conflict (dedupe_key) do nothing
      returning id, account_id, urgency, tell_from, expires_at, dedupe_key
  ), last as (
    select key, min(ends) as ends from unnest(keys, send_until) as sent (key, ends) where ends is not null group by key
  ), reached as (
    select t.*, t.account_id as reader from told t
    union all
    select t.*, h.helper_id from told t join helper h on h.account_id = t.account_id
    where h.accepted_at is not null and h.ended_at is null and (select helped from notice_kind where kind = what)
  )
  insert into delivery (notice_id, account_id, channel, rank, state, not_before, expires_at, accepted_at)
    select r.id, r.reader, way.channel, array_position(array['urgent', 'normal', 'mild'], r.urgency::text) - 1,
      case way.channel when 'inbox' then 'accepted' else 'queued' end, r.tell_from,
      case way.channel when 'inbox' then r.expires_at else least(l.ends, r.expires_at) end,
      case way.channel when 'inbox' then r.tell_from end
    from reached r left join last l on l.key = r.dedupe_key, notice_kind k,
      unnest(array['inbox', 'push', 'sms']) as way (channel)
    where k.kind = what and case way.channel when 'inbox' then true when 'push' then k.push
      else 'always' = coalesce((select choice from notice_choice c
        where c.account_id = r.reader and c.kind = what and c.channel = 'sms'), k.sms) end;
end $$;

-- As in `notices.sql`: a family tells itself alone, and nobody yet tells two things alone.
create or replace function notice_tell(accounts uuid[], what text, details jsonb[], keys text[], at timestamptz,
    from_when timestamptz[], until timestamptz[], subjects text[] default null, act_bys timestamptz[] default null,
    caused_by text default null, urgent boolean default false, send_until timestamptz[] default null)
  returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_setting('role') in ('encuentro_family', 'encuentro_provisional') and not accounts <@ array[app_actor()]
      or current_setting('role') = 'encuentro_anonymous' and what not in ('sign_in_new_device', 'sign_in_reused') then
    raise exception 'not your account' using errcode = 'insufficient_privilege';
  end if;
  perform notice_owe(accounts, what, details, keys, at, from_when, until, subjects, act_bys, caused_by, urgent, send_until);
end $$;

-- Accounts and the person held whom an adult of theirs may not meet now: such an account hears of nothing through that
-- person, as if nobody had named them. A bar between two people counts as long as it stands; one of a person at a place
-- only where no end of it is set, since the others are asked of each date.
create function event_kept_away(at timestamptz) returns table (account_id uuid, inmate_id uuid) language sql stable as $$
    select t.account_id, t.inmate_id
    from restriction r join visitor v on v.person_index = r.person_index and v.ended_at is null
      and v.born_on <= (at at time zone 'America/Lima')::date - interval '18 years'
    join tie t on t.visitor_id = v.id and t.state = 'approved' and (r.inmate_id is null or r.inmate_id = t.inmate_id)
    join inmate i on i.id = t.inmate_id
    where r.visit_types is null and r.ended_at is null and r.valid_from <= (at at time zone 'America/Lima')::date
      and (r.valid_to is null or r.inmate_id is not null and r.valid_to > (at at time zone 'America/Lima')::date)
      and (r.establishment_id is null
        or r.establishment_id = (visit_known(i, (at at time zone 'America/Lima')::date)).establishment_id)
  $$;

-- By which ways an account comes to released events: through whom it is tied to, or because everybody may (null). As its
-- family knows it: while a move is secret a person is still where they were. Whoever takes part or has guests invited
-- belongs, as known, to a place that the event concerns: relatives of somebody who was moved away do not travel there.
-- Of one event alone where it is said which: whoever asks again and again asks for one, whatever the others grow to.
create function event_ways(who uuid, at timestamptz, of_event uuid default null)
  returns table (event_id uuid, inmate_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  people uuid[];
  places text[];
begin
  select coalesce(array_agg(i.id), '{}'),
      coalesce(array_agg((visit_known(i, (at at time zone 'America/Lima')::date)).establishment_id), '{}')
    into people, places
    from inmate i where i.status in ('held', 'outside', 'monitored')
      and i.id in (select t.inmate_id from tie t where t.account_id = who and t.state = 'approved')
      and not exists (select from event_kept_away(at) k where k.account_id = who and k.inmate_id = i.id);
  if of_event is not null then
    return query
      select e.id, null::uuid from event e
        where e.id = of_event and e.release_no > 0 and e.audience in ('public', 'online')
      union all
      select e.id, m.id from event e, unnest(people, places) as m (id, place)
        where e.id = of_event and e.release_no > 0 and event_is_near(e.id, e.establishment_id, m.place)
          and event_concerns(e.id, e.audience, m.id);
    return;
  end if;
  return query
    select e.id, null::uuid from event e
      where e.release_no > 0 and e.audience in ('public', 'online')
    union all
    select e.id, m.id from unnest(people, places) as m (id, place), lateral (
        select x.id from event x where x.establishment_id = m.place
        union select p.event_id from event_place p where p.establishment_id = m.place
      ) as near join event e on e.id = near.id
      where e.release_no > 0 and event_concerns(e.id, e.audience, m.id);
end $$;

-- Whether an event, whose own place is `home`, is for families of that place too.
create function event_is_near(asked uuid, home text, place text) returns boolean language plpgsql stable as $$
begin
  return home = place or exists (select from event_place p where p.event_id = asked and p.establishment_id = place);
end $$;

-- Whether an event with this audience is for the relatives of this person, at a place that it is for.
create function event_concerns(asked uuid, audience text, person uuid) returns boolean language plpgsql stable as $$
begin
  return audience = 'enrolled_relatives' or audience in ('participants_relatives', 'invited')
    and exists (select from event_person n where n.event_id = asked and n.inmate_id = person and n.ended_at is null
      and n.part = case audience when 'invited' then 'invited' else 'participant' end);
end $$;

-- Subject of whatever is told about one answer.
create function answer_subject(answer_id uuid) returns text language sql immutable as $$ select 'answer:' || answer_id $$;

create function event_day(starts_at timestamptz) returns date language sql immutable as $$
  select (starts_at at time zone 'America/Lima')::date
$$;

create function event_amounts(adults integer, children integer) returns jsonb language sql immutable as $$
  select jsonb_strip_nulls(jsonb_build_object('people', adults + children, 'adults', nullif(adults, 0),
    'children', nullif(children, 0)))
$$;

-- Has the dates alone until the transaction ends. What a release changes of a date waits for whoever answers it, and the
-- other way about.
create function event_lock(dates uuid[]) returns void language plpgsql as $$
begin
  perform from occurrence where id = any (dates) order by id for share;
  perform allocation_lock(dates);
end $$;

-- Whether so many fit into what is free of a date.
create function event_fits(date_id uuid, adults integer, children integer) returns boolean language plpgsql stable as $$
declare
  wanted jsonb := event_amounts(adults, children);
begin
  return exists (select from ceiling where pool_id = date_id) and not exists (select from ceiling
    where pool_id = date_id and wanted ? unit and taken + (wanted ->> unit)::int > capacity);
end $$;

-- Whether a bar on visits stands on that day between a guest and whom they come through, or between either and the place.
create function event_is_barred(person bytea, through uuid, place text, on_day date) returns boolean
  language plpgsql stable as $$
begin
  return exists (select from restriction r
    where (r.person_index = person and (r.inmate_id is null or r.inmate_id = through)
        or r.person_index is null and r.inmate_id = through)
      and r.ended_at is null and r.valid_from <= on_day and (r.valid_to is null or r.valid_to > on_day)
      and (r.establishment_id is null or r.establishment_id = place)
      and (r.visit_types is null or 'ordinary' = any (r.visit_types)));
end $$;

-- Whether bars of a guest are asked at all. Where everybody may come no tie is needed, and what stands of others than the
-- holder of the account would be told to whoever writes their number on a list.
create function event_asks_bars(guest visitor, through uuid) returns boolean language sql immutable as $$
  select through is not null or guest.capacity = 'own'
$$;

-- Offers what is free of a date to whoever waits and fits, in order: first those who went least to the programme in the
-- last ninety days, then those who asked first. An offer holds its places until it ends, and nothing is offered once
-- answers are closed. Answers how many were offered some.
create function event_offer(date_id uuid, at timestamptz) returns integer language plpgsql as $$
declare
  on_date occurrence;
  of_event event;
  until timestamptz;
  next record;
  fresh uuid;
  offered integer := 0;
begin
  perform event_lock(array[date_id]);
  select * into on_date from occurrence where id = date_id;
  select * into of_event from event where id = on_date.event_id;
  if on_date.state is distinct from 'planned' or on_date.answers_until <= at or of_event.state <> 'released' then
    return 0;
  end if;
  until := least(at + (of_event.content #>> '{answers,offer_hours}')::integer * interval '1 hour', on_date.answers_until);
  for next in
    select a.id, a.account_id, a.adults, a.children from answer a where a.occurrence_id = date_id and a.state = 'waiting'
    order by (
      select count(*) from answer h join occurrence o on o.id = h.occurrence_id join event e on e.id = o.event_id
      where h.account_id = a.account_id and h.state = 'going' and e.programme_id = of_event.programme_id
        and o.state = 'planned' and o.starts_at > at - interval '90 days' and o.starts_at <= at), a.asked_at, a.id
  loop
    exit when not event_fits(date_id, 1, 0); -- nobody comes without an adult
    continue when not event_fits(date_id, next.adults, next.children);
    fresh := gen_random_uuid();
    perform allocation_place(fresh, on_date.establishment_id, date_id, next.account_id,
      event_amounts(next.adults, next.children), 'kept', at, null);
    update answer set state = 'offered', claim_id = fresh, offered_until = until, changed_at = at where id = next.id;
    perform notice_owe(array[next.account_id], 'offer_made',
      array[jsonb_build_object('occurrence_id', date_id, 'answer_id', next.id)], array['offer_made ' || next.id], at,
      array[at], array[until], array[answer_subject(next.id)], array[until], send_until => array[until]);
    offered := offered + 1;
  end loop;
  return offered;
end $$;

-- Says to households that an answer of theirs ended or became smaller.
create function event_tell_ended(ids uuid[], at timestamptz) returns void language plpgsql as $$
begin
  perform notice_owe(array_agg(a.account_id), 'answer_ended',
      array_agg(jsonb_build_object('occurrence_id', o.id, 'answer_id', a.id)),
      array_agg(concat_ws(' ', 'answer_ended', a.id, extract(epoch from at))), at, array_agg(at),
      array_agg(greatest(o.ends_at, at) + interval '7 days'), array_agg(answer_subject(a.id)),
      array_agg(visit_act_by(o.starts_at)), send_until => array_agg(o.ends_at))
    from answer a join occurrence o on o.id = a.occurrence_id where a.id = any (ids) having count(*) > 0;
end $$;

-- Ends live answers: places go back and are offered on unless `offer` says no, what was told of them is taken back, and
-- their households are told if `tell` says so. Answers which were live.
create function event_end(ids uuid[], why text, tell boolean, at timestamptz, offer boolean default true)
  returns uuid[] language plpgsql as $$
declare
  dates uuid[] := array(select distinct occurrence_id from answer where id = any (ids) order by 1);
  ended uuid[];
  claims uuid[];
  date_id uuid;
begin
  perform event_lock(dates);
  with live as (
    select id, claim_id from answer where id = any (ids) and state <> 'withdrawn' order by id for update
  ), gone as (
    update answer a set state = 'withdrawn', claim_id = null, offered_until = null, ended_why = why, changed_at = at
      from live where a.id = live.id returning a.id
  )
  select coalesce(array_agg(id), '{}'), coalesce(array_agg(claim_id) filter (where claim_id is not null), '{}')
    into ended, claims from live join gone using (id);
  perform allocation_give_back(claims, '{kept}', at);
  perform notice_withdraw(array(select answer_subject(id) from unnest(ended) as id), 'replaced', at);
  if tell then
    perform event_tell_ended(ended, at);
  end if;
  foreach date_id in array case when offer then dates else '{}' end loop
    perform event_offer(date_id, at);
  end loop;
  return ended;
end $$;

-- Ends the offers of a date that nobody took in time, and offers their places on. Answers how many that were.
create function event_expire(date_id uuid, at timestamptz) returns integer language plpgsql as $$
begin
  perform event_lock(array[date_id]);
  return cardinality(event_end(array(
    select id from answer where occurrence_id = date_id and state = 'offered' and offered_until <= at), 'offer_expired',
    false, at));
end $$;

-- Ends the waiting for a date that is closed to answers by now: no place will be offered any more. Answers how many waited.
create function event_stop_waiting(date_id uuid, at timestamptz) returns integer language plpgsql as $$
begin
  perform event_lock(array[date_id]);
  return cardinality(event_end(array(
    select a.id from answer a join occurrence o on o.id = a.occurrence_id
      where o.id = date_id and a.state = 'waiting' and o.state = 'planned' and o.answers_until <= at), 'closed',
    exists (select from occurrence where id = date_id and ends_at > at), at));
end $$;

-- Whether a household may still come as it answered: through the same person, or because everybody may.
create function event_still_open(given answer, of_event uuid, at timestamptz) returns boolean language plpgsql stable as $$
begin
  return exists (select from event_ways(given.account_id, at, of_event) w
    where w.inmate_id is null or w.inmate_id = given.inmate_id);
end $$;

-- Asks live answers again whose dates are not over. Without a way to the event they end, for `why`; so do those whose
-- adults may all come no more. Of the others only the guests go who were taken off their list, lost the tie they came by
-- or were barred. `quiet`: nobody is told. `offer`: whether what becomes free is offered on.
create function event_ask_again(ids uuid[], why text, quiet boolean, at timestamptz, offer boolean default true)
  returns void language plpgsql as $$
declare
  gone uuid[];
  smaller uuid[];
  lost_answers uuid[];
  lost_visitors uuid[];
  one record;
  fresh uuid;
begin
  ids := array(select a.id from answer a join occurrence o on o.id = a.occurrence_id
    where a.id = any (ids) and a.state <> 'withdrawn' and (o.ends_at > at or o.state = 'postponed') order by a.id);
  if ids = '{}' then
    return;
  end if;
  perform event_lock(array(select occurrence_id from answer where id = any (ids)));
  select coalesce(array_agg(a.id), '{}') into gone
    from answer a join occurrence o on o.id = a.occurrence_id
    where a.id = any (ids) and a.state <> 'withdrawn' and not event_still_open(a, o.event_id, at);
  select coalesce(array_agg(g.answer_id), '{}'), coalesce(array_agg(g.visitor_id), '{}') into lost_answers, lost_visitors
    from answer_guest g join answer a on a.id = g.answer_id join occurrence o on o.id = a.occurrence_id
    join visitor v on v.id = g.visitor_id join event e on e.id = o.event_id
    where g.answer_id = any (ids) and g.answer_id <> all (gone) and a.state <> 'withdrawn'
      and (v.ended_at is not null
        or event_asks_bars(v, a.inmate_id)
          and event_is_barred(v.person_index, a.inmate_id, o.establishment_id, event_day(o.starts_at))
        or g.adult and a.inmate_id is not null and e.audience not in ('public', 'online') and not exists (select from tie t
          where t.visitor_id = v.id and t.inmate_id = a.inmate_id and t.state = 'approved'));
  gone := gone || array(select distinct id from unnest(lost_answers) as id
    where not exists (select from answer_guest g where g.answer_id = id and g.adult and g.visitor_id not in (
      select v from unnest(lost_answers, lost_visitors) as lost (a, v) where lost.a = id)));
  smaller := array(select distinct id from unnest(lost_answers) as id where id <> all (gone) order by 1);
  delete from answer_guest g using unnest(lost_answers, lost_visitors) as lost (a, v)
    where g.answer_id = lost.a and g.visitor_id = lost.v and g.answer_id = any (smaller);
  for one in
    select a.*, count(*) filter (where g.adult) as grown, count(*) filter (where not g.adult) as young
    from answer a join answer_guest g on g.answer_id = a.id where a.id = any (smaller) group by a.id order by a.id
  loop
    fresh := null;
    if one.claim_id is not null then
      fresh := gen_random_uuid();
      perform allocation_give_back(array[one.claim_id], '{kept}', at);
      perform allocation_place(fresh, one.establishment_id, one.occurrence_id, one.account_id,
        event_amounts(one.grown::integer, one.young::integer), 'kept', at, null);
    end if;
    update answer set adults = one.grown, children = one.young, claim_id = fresh, changed_at = at where id = one.id;
  end loop;
  if not quiet then
    perform event_tell_ended(smaller, at);
  end if;
  perform event_end(gone, why, not quiet, at, offer);
  perform event_offer(occurrence_id, at)
    from (select distinct occurrence_id from answer where offer and id = any (smaller) order by 1) as d;
end $$;
