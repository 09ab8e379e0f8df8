-- Scarce places, for visits and events alike. `taken` counts held and kept claims, so a hold is true for everybody.
--
-- One order of locks, so that nobody waits in a circle: the holder's account (for a hold), then ceilings by pool and
-- unit, then claims. Whoever changes `taken` holds all ceilings of that pool first.
-- PL/pgSQL throughout: its plans are kept for the connection, those of SQL functions are made at every call.

-- A family acts on its own claims, staff on claims of their establishments, the worker on any.
create function allocation_check_reach(holder uuid, place text) returns void language plpgsql stable as $$
begin
  if current_setting('role') = 'encuentro_family' and holder is distinct from app_actor()
    or current_setting('role') = 'encuentro_staff' and not place = any (app_establishments()) then
    raise exception 'not your claim' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Opening and sweeping are no family's business.
create function allocation_check_office() returns void language plpgsql stable as $$
begin
  if current_setting('role') = 'encuentro_family' then
    raise exception 'not for families' using errcode = 'insufficient_privilege';
  end if;
end $$;

create function allocation_lock(pools uuid[]) returns void language plpgsql as $$
begin
  perform from ceiling where pool_id = any (pools) order by pool_id, unit for update;
end $$;

-- Marks claims in one of the states released and gives their places back; the ceilings are locked already. The state is
-- asked again under the claim's own lock: a hold that was kept meanwhile is left alone. Answers which were released now.
create function allocation_give_back(gone uuid[], states text[], at timestamptz) returns uuid[] language plpgsql as $$
declare
  touched uuid[] := array(select pool_id from claim where id = any (gone));
  given uuid[];
begin
  with released as (
    update claim set state = 'released', released_at = at where id = any (gone) and state = any (states)
    returning id, pool_id, amounts
  ), back as (
    select pool_id, key as unit, sum(value::int) as amount from released, jsonb_each_text(amounts) group by pool_id, key
  ), lowered as (
    update ceiling set taken = taken - back.amount from back
    where ceiling.pool_id = any (touched) and ceiling.pool_id = back.pool_id and ceiling.unit = back.unit
  )
  select coalesce(array_agg(id), '{}') into given from released;
  return given;
end $$;

-- Gives back what expired holds kept from others; the ceilings are locked already.
create function allocation_give_back_expired(swept_pool uuid, at timestamptz) returns integer language plpgsql as $$
declare
  expired uuid[] := array(select id from claim where pool_id = swept_pool and state = 'held' and expires_at <= at);
begin
  if expired = '{}' then
    return 0;
  end if;
  return cardinality(allocation_give_back(expired, '{held}', at));
end $$;

-- Opens pools with their ceilings, such as `{"people": 100, "groups": 40}`. A pool that is there already stays as it is.
create function allocation_open(pools uuid[], places text[], what_for text, limits jsonb[]) returns void
  language plpgsql security definer set search_path = public as $$
begin
  perform allocation_check_office();
  perform allocation_check_reach(null, place) from unnest(places) as place;
  with opened as (
    insert into pool (id, establishment_id, purpose)
      select id, place, what_for from unnest(pools, places) as wanted (id, place) on conflict do nothing
    returning id
  )
  insert into ceiling (pool_id, unit, capacity)
    select id, key, value::int from opened join unnest(pools, limits) as wanted (id, units) using (id),
      jsonb_each_text(units);
end $$;

-- What is left under each ceiling of each pool, as it will be once expired holds have been given back and as the holder
-- sees it: the places of their own live hold are theirs to confirm.
create function allocation_free(pools uuid[], holder uuid, at timestamptz)
  returns table (pool_id uuid, free jsonb) language plpgsql stable rows 40 as $$
begin
  return query
    with held as (
      select claim.pool_id, key as unit, sum(value::int) as amount from claim, jsonb_each_text(amounts)
      where claim.pool_id = any (pools) and state = 'held' and (expires_at <= at or account_id = holder)
      group by 1, 2
    )
    select ceiling.pool_id, jsonb_object_agg(ceiling.unit, capacity - taken + coalesce(amount, 0))
    from ceiling left join held on held.pool_id = ceiling.pool_id and held.unit = ceiling.unit
    where ceiling.pool_id = any (pools)
    group by 1;
end $$;

create function allocation_sweep(swept_pool uuid, at timestamptz) returns integer
  language plpgsql security definer set search_path = public as $$
begin
  perform allocation_check_office();
  perform allocation_lock(array[swept_pool]);
  return allocation_give_back_expired(swept_pool, at);
end $$;

-- Takes places under every ceiling of the pool, or none: EN001 when one is full. A unit the pool does not limit is free;
-- a pool without any ceiling has no places. A new hold gives back the account's former one, a kept claim gives back the
-- hold it stands `instead_of`: in the same breath, so nothing is lost when there is no place.
create function allocation_take(new_claim uuid, wanted_pool uuid, holder uuid, wanted jsonb, new_state text,
    at timestamptz, until timestamptz, instead_of uuid default null)
  returns void language plpgsql security definer set search_path = public as $$
declare
  place text;
  former claim;
  counted jsonb;
  fitting integer;
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

  select jsonb_object_agg(unit, wanted -> unit) into counted from ceiling where pool_id = wanted_pool and wanted ? unit;
  update ceiling set taken = taken + (counted ->> unit)::int
    where pool_id = wanted_pool and counted ? unit and taken + (counted ->> unit)::int <= capacity;
  get diagnostics fitting = row_count;
  if fitting = 0 or fitting < (select count(*) from jsonb_object_keys(counted)) then
    raise exception 'no place' using errcode = 'EN001';
  end if;
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at, expires_at)
    values (new_claim, place, wanted_pool, holder, new_state, counted, at, until);
end $$;

-- Turns a live hold of exactly these places into a kept claim; false when it expired, was released, is of other places
-- or is somebody else's.
create function allocation_keep(held_claim uuid, wanted_pool uuid, holder uuid, wanted jsonb, at timestamptz)
  returns boolean language plpgsql security definer set search_path = public as $$
begin
  perform allocation_check_reach(holder, establishment_id) from pool where id = wanted_pool;
  update claim set state = 'kept', expires_at = null
    where id = held_claim and pool_id = wanted_pool and account_id = holder and state = 'held' and expires_at > at
      and wanted @> amounts;
  return found;
end $$;

-- Gives back the places of claims in one of the states. Answers which of them still had any.
create function allocation_release(gone uuid[], states text[], at timestamptz) returns uuid[]
  language plpgsql security definer set search_path = public as $$
begin
  perform allocation_check_reach(account_id, establishment_id) from claim where id = any (gone);
  perform allocation_lock(array(select pool_id from claim where id = any (gone)));
  return allocation_give_back(gone, states, at);
end $$;
