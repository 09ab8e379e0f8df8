-- What a family reads of dates and does about them. It reaches no table of programmes otherwise.

set local check_function_bodies = off; -- the functions read tables of other owners

-- How an answer ended, as its household is told: one word for all that would tell of somebody else.
create function answer_end_told(why text) returns text language sql immutable as $$
  select case when why in ('own_wish', 'offer_expired', 'cancelled') then why when why is not null then 'closed' end
$$;

-- Dates as the asking account sees them: by which ways, how many places nobody has (null: no ceiling), its live answer or
-- else its last. Soonest first.
create function event_shown(dates uuid[], at timestamptz)
  returns table (id uuid, event_id uuid, starts_at timestamptz, doors_at timestamptz, ends_at timestamptz,
    answers_until timestamptz, state text, why text, content jsonb, establishment json, places_left integer, through json,
    answer_id uuid, answer_state text, answer_why text, answer_adults integer, answer_children integer, answer_inmate uuid,
    answer_visitors uuid[], answer_asked_at timestamptz, answer_offered_until timestamptz)
  language sql stable as $$
    with ways as materialized (
      select w.event_id, w.inmate_id from (select distinct o.event_id from occurrence o where o.id = any (dates)) as d,
        lateral event_ways(app_actor(), at, d.event_id) w
    )
    select o.id, o.event_id, o.starts_at, o.doors_at, o.ends_at, o.answers_until, o.state, o.why, e.content,
      json_build_object('id', p.id, 'name', p.name, 'department', p.department, 'province', p.province,
        'district', p.district, 'sex_held', p.sex_held),
      f.free,
      coalesce((select json_agg(json_build_object('id', i.id, 'given_names', i.given_names, 'surnames', i.surnames)
          order by i.surnames, i.given_names, i.id)
        from ways w join inmate i on i.id = w.inmate_id where w.event_id = o.event_id), '[]'),
      a.id, a.state, answer_end_told(a.ended_why), a.adults, a.children, a.inmate_id,
      array(select g.visitor_id from answer_guest g where g.answer_id = a.id order by g.adult desc, g.visitor_id),
      a.asked_at, a.offered_until
    from occurrence o join event e on e.id = o.event_id join establishment p on p.id = o.establishment_id
    left join lateral (
      select least(max(free) filter (where unit = 'people' and capacity < 1000000),
        case count(*) filter (where unit in ('adults', 'children')) when 2 then sum(free) filter (where unit <> 'people')
          else max(free) filter (where unit = 'adults') end)::integer as free
      from (select unit, capacity, capacity - taken as free from ceiling c where c.pool_id = o.id) as units
    ) as f on true
    left join lateral (
      select a.* from answer a where a.occurrence_id = o.id and a.account_id = app_actor()
      order by a.state = 'withdrawn', a.asked_at desc, a.id limit 1
    ) as a on true
    where o.id = any (dates)
    order by o.starts_at, o.id
  $$;

-- Dates that are not over of events which the asking account may come to, soonest first, those called off included: `n`
-- after a place in that order. Of one establishment and of one kind where they are said.
create function whats_on(at timestamptz, establishment text, of_kind text, after_at timestamptz, after_id uuid, n integer)
  returns table (id uuid, event_id uuid, starts_at timestamptz, doors_at timestamptz, ends_at timestamptz,
    answers_until timestamptz, state text, why text, content jsonb, establishment_facts json, places_left integer,
    through json, answer_id uuid, answer_state text, answer_why text, answer_adults integer, answer_children integer,
    answer_inmate uuid, answer_visitors uuid[], answer_asked_at timestamptz, answer_offered_until timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  found uuid[];
begin
  found := array(
    with mine as materialized (
      select distinct w.event_id from event_ways(app_actor(), at) w
    ), open as materialized (
      select e.id from mine m join event e on e.id = m.event_id
      where (of_kind is null or e.content ->> 'kind' = of_kind)
        and (whats_on.establishment is null or e.establishment_id = whats_on.establishment
          or exists (select from event_place p where p.event_id = e.id and p.establishment_id = whats_on.establishment))
    )
    select o.id from occurrence o where o.event_id in (select open.id from open)
      and o.ends_at > at and o.starts_at > at - interval '25 hours' -- no date lasts longer than a day
      and (after_at is null or (o.starts_at, o.id) > (after_at, after_id))
    order by o.starts_at, o.id limit n);
  return query select * from event_shown(found, at);
end $$;

-- One date: to come and within reach, or one that the account answered once. Nothing for every other.
create function happening_of(asked uuid, at timestamptz)
  returns table (id uuid, event_id uuid, starts_at timestamptz, doors_at timestamptz, ends_at timestamptz,
    answers_until timestamptz, state text, why text, content jsonb, establishment_facts json, places_left integer,
    through json, answer_id uuid, answer_state text, answer_why text, answer_adults integer, answer_children integer,
    answer_inmate uuid, answer_visitors uuid[], answer_asked_at timestamptz, answer_offered_until timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query select * from event_shown(array(
    select o.id from occurrence o where o.id = asked and (
      exists (select from answer a where a.occurrence_id = o.id and a.account_id = app_actor())
      or o.ends_at > at and exists (select from event_ways(app_actor(), at, o.event_id)))), at);
end $$;

-- One household answers one date. `{state}` of the new answer, or `{refusal}` with the facts its words need. Everything
-- that the answer rests on is locked first, so a tie that ends meanwhile is seen here, or sees the answer.
create function answer_give(new_answer uuid, asked uuid, through uuid, guests uuid[], at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  holder uuid := app_actor();
  on_date occurrence;
  of_event event;
  said jsonb;
  grown integer;
  young integer;
  youngest integer;
  taken uuid;
begin
  guests := array(select distinct g from unnest(guests) as g);
  perform from inmate where id = through for share;
  perform from visitor where id = any (guests) and account_id = holder order by id for share;
  perform from tie where account_id = holder and inmate_id = through order by id for share;
  perform from event where id = (select event_id from occurrence where id = asked) for share;
  perform from event_person where event_id = (select event_id from occurrence where id = asked) and inmate_id = through
    order by id for share;
  perform event_lock(array[asked]);
  select * into on_date from occurrence where id = asked;
  select * into of_event from event where id = on_date.event_id;

  if on_date.ends_at is null or on_date.ends_at <= at or not exists (select from event_ways(holder, at, of_event.id) w
      where w.inmate_id is not distinct from through)
    or cardinality(guests) <> (select count(*) from visitor
      where id = any (guests) and account_id = holder and ended_at is null) then
    return jsonb_build_object('refusal', 'NOT_FOUND');
  end if;
  said := of_event.content;
  if on_date.state <> 'planned' or of_event.state <> 'released' or on_date.answers_until <= at
      or not (said #>> '{answers,wanted}')::boolean then
    return jsonb_build_object('refusal', 'ANSWERS_CLOSED');
  end if;
  if exists (select from answer where occurrence_id = asked and account_id = holder and state <> 'withdrawn') then
    return jsonb_build_object('refusal', 'ALREADY_ANSWERED');
  end if;

  select count(*) filter (where years >= 18), count(*) filter (where years < 18), min(years) into grown, young, youngest
    from (select extract(year from age(event_day(on_date.starts_at), born_on)) as years from visitor
      where id = any (guests)) as ages;
  if grown + young = 0 then
    return jsonb_build_object('refusal', 'GUESTS_NEEDED');
  end if;
  if grown = 0 then
    return jsonb_build_object('refusal', 'ADULT_NEEDED');
  end if;
  if grown > (said #>> '{places,party_adults}')::integer or young > (said #>> '{places,party_children}')::integer then
    return jsonb_build_object('refusal', 'GUESTS_TOO_MANY', 'adults', (said #>> '{places,party_adults}')::integer,
      'children', (said #>> '{places,party_children}')::integer);
  end if;
  if youngest < (said #>> '{entry,least_age}')::integer then
    return jsonb_build_object('refusal', 'GUEST_TOO_YOUNG', 'least_age', (said #>> '{entry,least_age}')::integer);
  end if;
  if through is not null and exists (select from visitor v
      where v.id = any (guests) and extract(year from age(event_day(on_date.starts_at), v.born_on)) >= 18
        and not exists (select from tie t where t.visitor_id = v.id and t.inmate_id = through and t.state = 'approved')) then
    return jsonb_build_object('refusal', 'GUEST_NOT_TIED');
  end if;
  -- Barred, or on another account's answer to this date: one word for both, which says nothing of either. Where everybody
  -- may come anybody can be on a list: there a person may have two places, rather than tell who else is going.
  if exists (select from visitor v where v.id = any (guests) and (
      event_asks_bars(v, through)
        and event_is_barred(v.person_index, through, on_date.establishment_id, event_day(on_date.starts_at))
      or through is not null and exists (select from visitor same join answer_guest g on g.visitor_id = same.id join answer a on a.id = g.answer_id
        where same.person_index = v.person_index and a.occurrence_id = asked and a.state <> 'withdrawn'))) then
    return jsonb_build_object('refusal', 'NOT_AVAILABLE');
  end if;

  if event_fits(asked, grown, young) then
    taken := gen_random_uuid();
    perform allocation_place(taken, on_date.establishment_id, asked, holder, event_amounts(grown, young), 'kept', at, null);
  end if;
  insert into answer (id, occurrence_id, establishment_id, account_id, inmate_id, state, claim_id, adults, children, asked_at,
      changed_at)
    values (new_answer, asked, on_date.establishment_id, holder, through, case when taken is null then 'waiting' else 'going' end,
      taken, grown, young, at, at);
  insert into answer_guest (answer_id, visitor_id, adult)
    select new_answer, id, extract(year from age(event_day(on_date.starts_at), born_on)) >= 18 from visitor
    where id = any (guests);
  return jsonb_build_object('state', case when taken is null then 'waiting' else 'going' end, 'place', on_date.establishment_id,
    'people', grown + young);
end $$;

-- The account's own answer with its date locked; null where there is none.
create function answer_mine(asked uuid) returns answer language plpgsql as $$
declare
  mine answer;
begin
  perform event_lock(array(select occurrence_id from answer where id = asked and account_id = app_actor()));
  select * into mine from answer where id = asked and account_id = app_actor() for update;
  return mine;
end $$;

-- A family takes its answer back; its places are offered on at once. `{occurrence, place}`, or `{refusal}`.
create function answer_withdraw(asked uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine answer := answer_mine(asked);
begin
  if mine.id is null then
    return jsonb_build_object('refusal', 'NOT_FOUND');
  end if;
  if mine.state = 'withdrawn' then
    return jsonb_build_object('refusal', 'ANSWER_ENDED');
  end if;
  if exists (select from occurrence where id = mine.occurrence_id and starts_at <= at) then
    return jsonb_build_object('refusal', 'ANSWERS_CLOSED');
  end if;
  perform event_end(array[asked], 'own_wish', false, at);
  return jsonb_build_object('occurrence', mine.occurrence_id, 'place', mine.establishment_id);
end $$;

-- A family takes the places it was offered. Taking them twice is taking them once. `{occurrence, place}`, or `{refusal}`.
create function answer_take_offer(asked uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine answer := answer_mine(asked);
  on_date occurrence;
begin
  if mine.id is null then
    return jsonb_build_object('refusal', 'NOT_FOUND');
  end if;
  select * into on_date from occurrence where id = mine.occurrence_id;
  if mine.state = 'offered' and mine.offered_until <= at or mine.state = 'waiting' or mine.ended_why = 'offer_expired' then
    return jsonb_build_object('refusal', 'OFFER_EXPIRED');
  end if;
  if mine.state = 'withdrawn' then
    return jsonb_build_object('refusal', 'ANSWER_ENDED');
  end if;
  if mine.state = 'offered'
      and (on_date.state <> 'planned' or on_date.starts_at <= at or on_date.answers_until <= at) then
    return jsonb_build_object('refusal', 'ANSWERS_CLOSED');
  end if;
  if mine.state = 'offered' then
    update answer set state = 'going', offered_until = null, changed_at = at where id = asked;
    perform notice_withdraw(array[answer_subject(asked)], 'replaced', at);
  end if;
  return jsonb_build_object('occurrence', mine.occurrence_id, 'place', mine.establishment_id);
end $$;

-- What an account may keep of its answers, the newest first.
create function answers_kept(at_most integer) returns table (starts_at timestamptz, content jsonb, place text, state text,
    why text, adults integer, children integer, party json, asked_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
    select o.starts_at, e.content, p.name, a.state, answer_end_told(a.ended_why), a.adults, a.children,
      (select json_agg(json_build_object('given_names', v.given_names, 'surnames', v.surnames)
          order by g.adult desc, v.born_on, v.id)
        from answer_guest g join visitor v on v.id = g.visitor_id where g.answer_id = a.id),
      a.asked_at
    from answer a join occurrence o on o.id = a.occurrence_id join event e on e.id = o.event_id
    join establishment p on p.id = o.establishment_id
    where a.account_id = app_actor() order by a.asked_at desc, a.id limit at_most
  $$;
