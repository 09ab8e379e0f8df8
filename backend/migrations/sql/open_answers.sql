-- Answers without an account to a date for everybody: how many come, and a secret that takes the answer back. Nobody's name
-- nor number is asked.

set local check_function_bodies = off; -- policies that seem to lead in a circle are met by an owner who is no superuser

create table open_answer (
  id uuid primary key, -- derived from what the page made that asked, so that the same form sent twice is one answer
  occurrence_id uuid not null,
  establishment_id varchar(40) not null,
  digest bytea, -- of the secret in its own address; forgotten some time after the date, and so is the code
  code varchar(8), -- what is said at the door
  state varchar(12) not null,
  claim_id uuid references claim (id),
  adults integer not null,
  children integer not null,
  asked_at timestamptz not null,
  ended_why varchar(16),
  changed_at timestamptz not null,
  constraint open_answer_of_date foreign key (occurrence_id, establishment_id) references occurrence (id, establishment_id),
  constraint open_answer_digest check (octet_length(digest) = 32),
  constraint open_answer_forgotten_whole check ((digest is null) = (code is null)),
  constraint open_answer_state_known check (state in ('going', 'withdrawn')),
  constraint open_answer_places_held check ((state = 'going') = (claim_id is not null)),
  constraint open_answer_ended_why_known check (ended_why in ('own_wish', 'cancelled', 'audience', 'closed')),
  constraint open_answer_ended_whole check ((state = 'withdrawn') = (ended_why is not null)),
  constraint open_answer_people check (adults >= 1 and children >= 0 and adults + children between 1 and 20)
);
create unique index open_answer_by_digest on open_answer (digest);
create unique index open_answer_claim on open_answer (claim_id) where claim_id is not null;
create unique index open_answer_code on open_answer (occurrence_id, code);
alter table door_mark add constraint door_mark_open_answer foreign key (open_answer_id) references open_answer (id);
create index door_mark_of_open_answer on door_mark (open_answer_id) where open_answer_id is not null;

alter table open_answer enable row level security;
alter table open_answer force row level security;
grant select, insert, update, delete on open_answer to encuentro_worker;
create policy worker on open_answer to encuentro_worker using (true) with check (true);
grant select on open_answer to encuentro_staff;
create policy posted on open_answer for select to encuentro_staff using (establishment_id = any (app_establishments()));

-- Whether an event is for whoever gives no name. Nobody enters a place inside unnamed, nor learns here which one it is.
create function event_is_open(e event) returns boolean language sql stable as $$
    select e.audience in ('public', 'online') and e.content #>> '{venue,where}' <> 'inside'
  $$;

-- As in `posters.sql`, with until when and how many of a party may say here that they come; null: nobody may.
create or replace function public_shown(o occurrence, e event) returns jsonb language sql stable as $$
    select public_told(o, e) || jsonb_build_object(
      'poster', (select jsonb_build_object('digest', encode(p.digest, 'hex'), 'alt', p.alt, 'width', p.width, 'height', p.height)
        from poster_of(e) p),
      'answers', case when event_is_open(e) and e.state = 'released' and o.state = 'planned'
          and (e.content #>> '{answers,wanted}')::boolean then
        jsonb_build_object('until', o.answers_until, 'adults', e.content #> '{places,party_adults}',
          'children', e.content #> '{places,party_children}') end)
  $$;

-- What answers without an account may hold together of each ceiling of a date, an example: families with an account always
-- find the rest.
create function open_answer_share() returns numeric language sql immutable as $$ select 0.5 $$;

-- Whether so many without an account may come: there are places, and these are of their share.
create function open_answer_fits(asked uuid, grown integer, young integer) returns boolean language sql stable as $$
    select event_fits(asked, grown, young) and not exists (
      select from ceiling c join jsonb_each_text(event_amounts(grown, young)) as n (unit, wanted) on n.unit = c.unit
      where c.pool_id = asked and n.wanted::integer + (
        select coalesce(sum((h.amounts ->> c.unit)::integer), 0) from open_answer a join claim h on h.id = a.claim_id
        where a.occurrence_id = asked) > floor(c.capacity * open_answer_share()))
  $$;

-- One date as its public page tells it, and whether it is `full`.
create function open_answer_asked(asked uuid, at timestamptz) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select event_public(asked, at) || jsonb_build_object('full', not open_answer_fits(asked, 1, 0))
  $$;

-- Somebody whom nobody knows says how many come. `{state, place}`, with `known` where this very answer was given before,
-- whatever it says now; or `{refusal}` with the facts its words need. Nobody waits here: what is free is nobody's who waits,
-- as in `answer_give`.
create function open_answer_give(new_answer uuid, asked uuid, grown integer, young integer, secret_digest bytea, codes text[],
    at timestamptz)
  returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  on_date occurrence;
  of_event event;
  said jsonb;
  taken uuid := gen_random_uuid();
begin
  perform from event where id = (select event_id from occurrence where id = asked) for share;
  perform event_lock(array[asked]);
  if exists (select from open_answer where id = new_answer and digest = secret_digest) then
    return jsonb_build_object('known', true);
  end if;
  select * into on_date from occurrence where id = asked;
  select * into of_event from event where id = on_date.event_id;
  if of_event.id is null or of_event.release_no = 0 or of_event.audience not in ('public', 'online') then
    return jsonb_build_object('refusal', 'NOT_FOUND');
  end if;
  said := of_event.content;
  if on_date.state <> 'planned' or of_event.state <> 'released' or on_date.answers_until <= at
      or not event_is_open(of_event) or not (said #>> '{answers,wanted}')::boolean then
    return jsonb_build_object('refusal', 'ANSWERS_CLOSED');
  end if;
  if grown < 1 then
    return jsonb_build_object('refusal', 'ADULT_NEEDED');
  end if;
  if grown > (said #>> '{places,party_adults}')::integer or young > (said #>> '{places,party_children}')::integer then
    return jsonb_build_object('refusal', 'GUESTS_TOO_MANY');
  end if;
  if not open_answer_fits(asked, grown, young) then
    return jsonb_build_object('refusal', 'NO_PLACE');
  end if;
  perform allocation_place(taken, on_date.establishment_id, asked, null, event_amounts(grown, young), 'kept', at, null);
  insert into open_answer (id, occurrence_id, establishment_id, digest, code, state, claim_id, adults, children, asked_at,
      changed_at)
    values (new_answer, asked, on_date.establishment_id, secret_digest,
      (select code from unnest(codes) as code
        where not exists (select from open_answer a where a.occurrence_id = asked and a.code = code.code) limit 1),
      'going', taken, grown, young, at, at);
  return jsonb_build_object('state', 'going', 'place', on_date.establishment_id);
end $$;

-- The answer behind a secret, with its date while that is for everybody; nothing where there is no such answer.
create function open_answer_shown(secret_digest bytea, at timestamptz) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('code', a.code, 'state', a.state, 'why', a.ended_why, 'adults', a.adults, 'children', a.children,
      'begun', o.starts_at <= at and o.state <> 'postponed', 'programme', p.code, 'date', event_public(o.id, at))
    from open_answer a join occurrence o on o.id = a.occurrence_id join event e on e.id = o.event_id
    join programme p on p.id = e.programme_id
    where a.digest = secret_digest
  $$;

-- Ends answers that are live; the locks of their dates are had. Nobody can be told.
create function open_answers_end(ids uuid[], why text, at timestamptz) returns void language plpgsql as $$
declare
  claims uuid[];
begin
  with live as (
    select id, claim_id from open_answer where id = any (ids) and state = 'going' order by id for update
  ), gone as (
    update open_answer a set state = 'withdrawn', claim_id = null, ended_why = why, changed_at = at
      from live where a.id = live.id
  )
  select coalesce(array_agg(claim_id), '{}') into claims from live;
  perform allocation_give_back(claims, '{kept}', at);
end $$;

-- Whoever holds the secret takes the answer back; its places are offered on at once. Twice is once. `{id, occurrence, place}`
-- of one that ended now, `{}` of one that had, or `{refusal}`.
create function open_answer_withdraw(secret_digest bytea, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine open_answer;
begin
  perform event_lock(array(select occurrence_id from open_answer where digest = secret_digest));
  select * into mine from open_answer where digest = secret_digest;
  if mine.id is null then
    return jsonb_build_object('refusal', 'NOT_FOUND');
  end if;
  if mine.state = 'withdrawn' then
    return '{}';
  end if;
  if exists (select from occurrence where id = mine.occurrence_id and starts_at <= at and state <> 'postponed') then
    return jsonb_build_object('refusal', 'ANSWERS_CLOSED');
  end if;
  perform open_answers_end(array[mine.id], 'own_wish', at);
  perform event_offer(mine.occurrence_id, at);
  return jsonb_build_object('id', mine.id, 'occurrence', mine.occurrence_id, 'place', mine.establishment_id);
end $$;

-- As in `releases.sql`; answers without an account end too, and nobody can be told of them.
create or replace function event_call_off(of_event uuid, dates uuid[], pressing boolean, at timestamptz) returns void
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
  perform open_answers_end(array(select id from open_answer where occurrence_id = any (dates)), 'cancelled', at);
  -- Of an event that has no date to come any more, nobody is told that there is one.
  if not exists (select from occurrence where event_id = of_event
      and (starts_at > at and state <> 'cancelled' or state = 'postponed')) then
    perform notice_withdraw(array['event:' || of_event], 'replaced', at);
  end if;
end $$;

-- As in `releases.sql`; answers without an account end where the event is for such no more.
create or replace function event_settle(of_event uuid, dates uuid[], changed uuid[], again uuid[], back uuid[], limits jsonb,
    at timestamptz)
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
  perform open_answers_end(array(select a.id from open_answer a join event e on e.id = of_event
    where a.occurrence_id = any (dates) and not event_is_open(e)), 'audience', at);
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

-- As in `releases.sql`, with what answers without an account hold.
create or replace function event_limit(dates uuid[], limits jsonb) returns void language plpgsql as $$
begin
  if not exists (select from unnest(dates) as d where (
      select jsonb_object_agg(unit, capacity) from ceiling where pool_id = d) is distinct from limits) then
    return;
  end if;
  update claim c set amounts = coalesce((
      select jsonb_object_agg(key, value) from jsonb_each(event_amounts(a.adults, a.children)) where limits ? key), '{}')
    from (
      select claim_id, adults, children, occurrence_id from answer
      union all
      select claim_id, adults, children, occurrence_id from open_answer
    ) as a where a.claim_id = c.id and a.occurrence_id = any (dates);
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

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('event_is_open', 'open_answer_fits', 'open_answer_share', 'open_answer_asked', 'open_answer_give',
        'open_answer_shown', 'open_answers_end', 'open_answer_withdraw') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function open_answer_asked(uuid, timestamptz),
  open_answer_give(uuid, uuid, integer, integer, bytea, text[], timestamptz), open_answer_shown(bytea, timestamptz),
  open_answer_withdraw(bytea, timestamptz) to encuentro_anonymous;
