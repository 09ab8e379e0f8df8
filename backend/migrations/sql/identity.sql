-- Whose access token is this? One call before anything else of a request; callable without an actor.
create function actor_of_token(token_digest bytea, at timestamptz)
  returns table (session_id uuid, account_id uuid, staff_id uuid, provisional boolean, stepped_up_until timestamptz,
    language text, roles text[])
  language sql stable security definer set search_path = public as $$
    select s.id, s.account_id, s.staff_id, s.provisional, s.stepped_up_until, s.language,
      coalesce((select array_agg(g.establishment_id || ' ' || g.role) from role_grant g
        where g.staff_id = s.staff_id and g.ended_at is null), '{}')
    from token t
    join session s on s.id = t.session_id
    left join staff f on f.id = s.staff_id
    where t.digest = token_digest and t.kind = 'access' and t.expires_at > at
      and s.ended_at is null and s.ends_at > at and f.disabled_at is null
  $$;

-- Ends the trusted devices of an account that were unused longest, so that `keep` stay.
create function end_extra_devices(holder uuid, keep integer, at timestamptz) returns void language sql as $$
  update session set ended_at = at, end_reason = 'ceiling' where id in (
    select id from session
    where account_id = holder and not provisional and ended_at is null and expires_at > at and ends_at > at
    order by refreshed_at desc, created_at desc, id offset keep)
$$;

-- A provisional device becomes a trusted one, and every device of the account is told. False: there is none to trust.
create function trust_device(target uuid, how text, at timestamptz, trusted_until timestamptz, keep integer,
    notice_until timestamptz)
  returns boolean language plpgsql as $$
declare
  holder uuid;
begin
  select account_id into holder from session where id = target;
  perform from account where id = holder for update;
  update session set provisional = false, refreshed_at = greatest(refreshed_at, at), ends_at = trusted_until
    where id = target and account_id = holder and provisional and ended_at is null and ends_at > at;
  if not found then
    return false;
  end if;
  perform end_extra_devices(holder, keep, at);
  perform notice_tell(array[holder], 'device_trusted', array[jsonb_build_object('session_id', target, 'how', how)],
    array['device_trusted:' || target], at, array[at], array[notice_until]);
  return true;
end $$;

-- The printed recovery code, once, by a provisional device of that very account; the next code takes its place.
create function redeem_recovery_code(target uuid, code bytea, next_code bytea, at timestamptz,
    trusted_until timestamptz, keep integer, notice_until timestamptz)
  returns boolean language plpgsql security definer set search_path = public as $$
begin
  perform from account where id = app_actor() and recovery_digest = code for update;
  if not found or not exists (select from session where id = target and account_id = app_actor()) then
    return false;
  end if;
  if not trust_device(target, 'recovery_code', at, trusted_until, keep, notice_until) then
    return false;
  end if;
  update account set recovery_digest = next_code, recovery_generation = recovery_generation + 1 where id = app_actor();
  return true;
end $$;

-- Whether the member of staff who asks holds one of the roles there today.
create function is_posted(establishment text, any_of text[])
  returns boolean language sql stable security definer set search_path = public as $$
    select exists (select from role_grant g join staff f on f.id = g.staff_id
      where g.staff_id = app_actor() and g.establishment_id = establishment and g.role = any (any_of)
        and g.ended_at is null and f.disabled_at is null)
  $$;

-- Whether the member of staff who asks may give and end roles there.
create function appoints_at(establishment text) returns boolean language sql stable as
  $$ select is_posted(establishment, array['administrator', 'director']) $$;

-- The devices that wait for trust on a number, for a visits registrar with the person at the desk.
create function waiting_devices(establishment text, phone bytea, at timestamptz)
  returns table (session_id uuid) language sql stable security definer set search_path = public as $$
    select s.id from session s join account a on a.id = s.account_id
    where a.phone_index = phone and s.provisional and s.ended_at is null and s.expires_at > at and s.ends_at > at
      and is_posted(establishment, array['visits_registrar'])
  $$;

-- The registrar has seen the person's document and the code on the new phone.
create function vouch_for_device(establishment text, target uuid, at timestamptz, trusted_until timestamptz,
    keep integer, notice_until timestamptz)
  returns boolean language sql security definer set search_path = public as $$
    select case when is_posted(establishment, array['visits_registrar'])
      then trust_device(target, 'desk', at, trusted_until, keep, notice_until) else false end
  $$;

-- A colleague by identity document, for whoever appoints at the establishment.
create function staff_to_appoint(establishment text, document bytea)
  returns uuid language sql stable security definer set search_path = public as $$
    select id from staff where document_index = document and disabled_at is null and appoints_at(establishment)
  $$;

-- Where a colleague serves today, for whoever appoints at one of those places; nothing for anybody else.
create function postings_of(colleague uuid)
  returns table (establishment_id text, role text) language sql stable security definer set search_path = public as $$
    select g.establishment_id, g.role from role_grant g where g.staff_id = colleague and g.ended_at is null
      and exists (select from role_grant h where h.staff_id = colleague and h.ended_at is null
        and appoints_at(h.establishment_id))
  $$;

-- Closes a colleague's way in at once. Only whoever appoints wherever the colleague serves; never oneself.
create function disable_colleague(colleague uuid, at timestamptz)
  returns boolean language plpgsql security definer set search_path = public as $$
begin
  if colleague = app_actor()
      or not exists (select from role_grant g where g.staff_id = colleague and g.ended_at is null)
      or exists (select from role_grant g where g.staff_id = colleague and g.ended_at is null
        and not appoints_at(g.establishment_id)) then
    return false;
  end if;
  update staff set disabled_at = at where id = colleague and disabled_at is null;
  update session set ended_at = at, end_reason = 'disabled' where staff_id = colleague and ended_at is null;
  return true;
end $$;
