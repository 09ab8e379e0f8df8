-- An account is erased by its family, with a code sent to its own phone. What stays names nobody: visits that were, as
-- counts, places that were taken, and the audit trail, which holds ids. Bars on a person live apart and stay.

alter table sign_in_challenge
  add constraint challenge_purpose_known check (purpose in ('sign_in', 'erase'));

-- What hangs on an account or a person is looked for as a whole now, not only while it is in use.
drop index session_account;
create index session_account on session (account_id, created_at);
drop index booking_visitor_visitor;
create index booking_visitor_visitor on booking_visitor (visitor_id);
create index visitor_guardian on visitor (guardian_id) where guardian_id is not null;
create index request_key_erased on request_key (request_id) where operation = 'erase_account';

-- A family counts the codes of its own number, is sent codes to erase, and tries those; never codes to sign in.
grant select, insert on sign_in_challenge to encuentro_family;
grant update (tries, used_at) on sign_in_challenge to encuentro_family;
create policy own on sign_in_challenge for select to encuentro_family
  using (phone_index = (select phone_index from account where id = app_actor()));
create policy own_erasing on sign_in_challenge for insert to encuentro_family
  with check (purpose = 'erase' and phone_index = (select phone_index from account where id = app_actor()));
create policy own_tried on sign_in_challenge for update to encuentro_family
  using (purpose = 'erase' and phone_index = (select phone_index from account where id = app_actor()));
grant insert on text_message to encuentro_family;
create policy own_erasing on text_message for insert to encuentro_family
  with check (exists (select from sign_in_challenge c where c.id = text_message.id and c.purpose = 'erase'));

-- Erases the account that asks and answers how many visits it still expected, those that were called off in secret
-- included. The code must have been used at this very instant. The order of locks is the one of `visits.sql`, with the
-- account after the places: whoever tells an account something holds those already. Everything below reads afresh what
-- was written before the account was locked; nothing can be added to it later, since every row names its account.
create function account_erase(at timestamptz) returns integer
  language plpgsql security definer set search_path = public as $$
declare
  holder uuid := app_actor();
  number bytea := (select phone_index from account where id = holder);
  inmates uuid[] := array(select inmate_id from tie where account_id = holder and state = 'approved');
  called integer;
  hidden uuid;
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
      where b.account_id = holder and b.state = 'active' and s.starts_at > at
    union select pool_id from claim where account_id = holder and state = 'held'));
  perform from account where id = holder for update;

  called := cardinality(visit_cancel(coalesce((
      select jsonb_agg(jsonb_build_object('id', b.id, 'reason', 'family', 'cause', b.id, 'quiet', true))
      from booking b join slot s on s.id = b.slot_id
      where b.account_id = holder and b.state = 'active' and s.starts_at > at), '[]'), 'visit_cancelled', at));
  for hidden in select b.id from booking b join slot s on s.id = b.slot_id
      where b.account_id = holder and b.told_from > at and s.starts_at > at order by b.establishment_id, b.id loop
    called := called + visit_tell_now(hidden, at)::integer;
  end loop;
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

-- What was answered to the phone that erased its account and never heard: it knows the request, and by the digest of its
-- body the code. Nobody is signed in any more.
create function account_erased(request uuid, body bytea) returns jsonb
  language sql stable security definer set search_path = public as $$
    select answer from request_key where request_id = request and body_digest = body and operation = 'erase_account'
  $$;

grant create on schema public to encuentro_worker;
alter function account_erase(timestamptz) owner to encuentro_worker;
alter function account_erased(uuid, bytea) owner to encuentro_worker;
revoke create on schema public from encuentro_worker;
revoke all on function account_erase(timestamptz), account_erased(uuid, bytea) from public;
grant execute on function account_erase(timestamptz) to encuentro_family;
grant execute on function account_erased(uuid, bytea) to encuentro_anonymous;
