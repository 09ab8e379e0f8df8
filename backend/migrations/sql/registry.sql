-- What a family or an office may bring about in the registry without being allowed to read or write it by itself.

-- Turns a claim code into an approved tie and answers its id. One answer, null, for every other case: unknown, used,
-- expired, another person's, an inmate who has left, a protected pair.
create function registry_redeem_claim(spoken_digest bytea, wanted_visitor uuid, new_tie uuid, at timestamptz)
  returns uuid language plpgsql security definer set search_path = public as $$
declare
  found_code claim_code;
  person visitor;
  made uuid;
begin
  select * into person from visitor where id = wanted_visitor and account_id = app_actor() and ended_at is null;
  update claim_code c set used_at = at
    from inmate i
    where c.code_digest = spoken_digest and c.used_at is null and c.expires_at > at
      and c.person_index = person.person_index
      and i.id = c.inmate_id and i.establishment_id = c.establishment_id
      and i.status in ('held', 'outside', 'monitored')
      and not registry_is_protected(c.inmate_id, c.person_index, at)
    returning c.* into found_code;
  if found_code.id is null then
    return null;
  end if;
  insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, version,
      asked_at, decided_at, decided_by, reason_code)
    values (new_tie, person.account_id, person.id, found_code.establishment_id, found_code.inmate_id,
      found_code.kinship, jsonb_build_object('claim_code', found_code.id), 'approved', 1,
      at, at, found_code.issued_by, 'claim_code')
    on conflict (visitor_id, inmate_id) where state = 'approved' do nothing
    returning id into made;
  return coalesce(made, (select id from tie
    where visitor_id = person.id and inmate_id = found_code.inmate_id and state = 'approved'));
end $$;

-- Whether a protective block stands between two people on the day of an instant, in Lima.
create function registry_is_protected(wanted_inmate uuid, wanted_person bytea, at timestamptz)
  returns boolean language sql stable as $$
    select exists (select from restriction r
      where r.inmate_id = wanted_inmate and r.person_index = wanted_person and r.protective and r.ended_at is null
        and r.valid_from <= (at at time zone 'America/Lima')::date
        and (r.valid_to is null or r.valid_to > (at at time zone 'America/Lima')::date))
  $$;

-- A person's facts were corrected: what a registrar confirmed about the former facts is asked again, where the inmate
-- is now. Answers which ties, with their inmates.
create function registry_reopen_ties(corrected uuid, at timestamptz)
  returns table (tie_id uuid, inmate uuid) language plpgsql security definer set search_path = public as $$
begin
  return query
    update tie t set state = 'received', version = version + 1, asked_at = at, decided_at = null, decided_by = null,
        reason_code = null, establishment_id = i.establishment_id
      from inmate i
      where t.visitor_id = corrected and t.account_id = app_actor() and t.state = 'approved' and i.id = t.inmate_id
      returning t.id, t.inmate_id;
end $$;
