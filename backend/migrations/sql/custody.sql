-- Events of one day stand in the order in which they were recorded.
alter table custody_event add column recorded_no bigint generated always as identity;

-- The custody of a person is read and written by the worker and by staff posted where the person is held.
create function custody_check_posted(person uuid) returns void language plpgsql stable as $$
begin
  if current_setting('role') = 'encuentro_worker' then
    return;
  end if;
  if current_setting('role') = 'encuentro_staff'
      and exists (select from inmate where id = person and establishment_id = any (app_establishments())) then
    return;
  end if;
  raise exception 'not posted where this person is held' using errcode = 'insufficient_privilege';
end $$;

-- All events of a person, also those of the prisons they came from, where the caller holds no role.
create function custody_history(person uuid)
  returns table (source_key text, kind text, effective_on date, establishment_id text, facts jsonb)
  language plpgsql stable security definer set search_path = public as $$
begin
  perform custody_check_posted(person);
  return query select e.source_key, e.kind::text, e.effective_on, e.establishment_id::text, e.facts
    from custody_event e where e.inmate_id = person order by e.effective_on, e.recorded_no;
end $$;

-- One event and what it makes of the person. The row may move to a prison where the caller holds no role.
-- False, and nothing written, when the source key is known already.
create function custody_record(person uuid, new_event uuid, event_place text, event_kind text, event_on date,
    at timestamptz, by_whom text, event_facts jsonb, event_source text,
    place text, wing uuid, new_regime text, new_stage text, new_status text, new_status_on date, new_admitted_on date)
  returns boolean language plpgsql security definer set search_path = public as $$
begin
  perform custody_check_posted(person);
  insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by, facts, source_key)
    values (new_event, event_place, person, event_kind, event_on, at, by_whom, event_facts, event_source)
    on conflict (source_key) do nothing;
  if not found then
    return false;
  end if;
  update inmate set establishment_id = place, pavilion_id = wing, regime = new_regime, stage = new_stage,
    status = new_status, status_on = new_status_on, admitted_on = new_admitted_on where id = person;
  return true;
end $$;

-- The prison a family may be told of: while a move is secret, still the one the person was moved from.
create function custody_told_place(person uuid, today date) returns text
  language plpgsql stable security definer set search_path = public as $$
declare
  known text;
begin
  if current_setting('role') = 'encuentro_family' then
    if not exists (select from tie where inmate_id = person and account_id = app_actor() and state = 'approved') then
      return null;
    end if;
  else
    perform custody_check_posted(person);
  end if;
  select e.establishment_id into known from custody_event e
    where e.inmate_id = person and e.kind = 'transfer' and (e.facts ->> 'secret_until')::date > today
    order by e.effective_on, e.recorded_no limit 1;
  return coalesce(known, (select establishment_id from inmate where id = person));
end $$;
