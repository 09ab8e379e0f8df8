-- Scarce places. `taken` counts held and kept claims alike, so a hold is true for everybody.
-- Locks are taken in one order: claims first, then ceilings by pool and unit.

-- A family acts on its own claims only; staff and the worker act for anybody.
create function allocation_check_holder(holder uuid) returns void language plpgsql as $$
begin
  if current_setting('role') = 'encuentro_family' and holder is distinct from app_actor() then
    raise exception 'not your claim' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Gives back the places of a claim; says whether there was anything to give back.
create function allocation_release(old_claim uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public as $$
declare
  gone claim;
  entry record;
begin
  update claim set state = 'released', released_at = at where id = old_claim and state <> 'released' returning * into gone;
  if not found then
    return false;
  end if;
  for entry in select key, value::int as amount from jsonb_each_text(gone.amounts) order by key loop
    update ceiling set taken = taken - entry.amount where pool_id = gone.pool_id and unit = entry.key;
  end loop;
  return true;
end $$;

-- Gives back what expired holds kept from others.
create function allocation_sweep(swept_pool uuid, at timestamptz) returns integer
  language plpgsql security definer set search_path = public as $$
declare
  expired uuid;
  swept integer := 0;
begin
  for expired in select id from claim where pool_id = swept_pool and state = 'held' and expires_at <= at order by id loop
    swept := swept + allocation_release(expired, at)::int;
  end loop;
  return swept;
end $$;

-- Takes places, all ceilings or none. Raises EN001 when one is full.
create function allocation_take(new_claim uuid, wanted_pool uuid, holder uuid, wanted jsonb, new_state text,
    at timestamptz, until timestamptz)
  returns void language plpgsql security definer set search_path = public as $$
declare
  entry record;
  place text;
begin
  perform allocation_check_holder(holder);
  perform allocation_sweep(wanted_pool, at);
  for entry in select key, value::int as amount from jsonb_each_text(wanted) order by key loop
    update ceiling set taken = taken + entry.amount
      where pool_id = wanted_pool and unit = entry.key and taken + entry.amount <= capacity;
    if not found and exists (select from ceiling where pool_id = wanted_pool and unit = entry.key) then
      raise exception 'no place' using errcode = 'EN001';
    end if;
  end loop;
  select establishment_id into strict place from pool where id = wanted_pool;
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at, expires_at)
    values (new_claim, place, wanted_pool, holder, new_state, wanted, at, until);
end $$;

-- Turns a live hold into a kept claim; false when it has expired, was released or is somebody else's.
create function allocation_keep(held_claim uuid, holder uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public as $$
begin
  perform allocation_check_holder(holder);
  update claim set state = 'kept', expires_at = null
    where id = held_claim and account_id = holder and state = 'held' and expires_at > at;
  return found;
end $$;
