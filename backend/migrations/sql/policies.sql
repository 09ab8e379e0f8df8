-- Row-level security: the second wall. It must hold alone, with every check in Python switched off.
-- A table not named here is closed to everybody but its owner.

-- The worker reaches every row of every table (it has no person to leak to), but may not touch the audit trail.
do $$
declare
  name text;
begin
  for name in select tablename from pg_tables
      where schemaname = 'public' and tablename not like 'audit\_%' and tablename not like 'tortoise%' loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
  end loop;
end $$;

-- What anybody signed in may read: places, timetables and rules name no person.
do $$
declare
  name text;
begin
  foreach name in array array['establishment', 'establishment_fact', 'pavilion', 'visit_rule', 'timetable_session',
      'closed_day', 'slot', 'pool', 'ceiling', 'visit_rulebook'] loop
    execute format('grant select on %I to encuentro_family, encuentro_staff', name);
    execute format('create policy everybody on %I for select to encuentro_family, encuentro_staff using (true)', name);
  end loop;
end $$;

-- A family: its own account and what hangs on it.
do $$
declare
  name text;
begin
  foreach name in array array['session', 'visitor', 'tie', 'claim', 'booking', 'notice'] loop
    execute format('grant select on %I to encuentro_family', name);
    execute format('create policy own on %I to encuentro_family using (account_id = app_actor()) with check (account_id = app_actor())', name);
  end loop;
end $$;
grant select on account to encuentro_family;
grant update (language) on account to encuentro_family;
create policy own on account to encuentro_family using (id = app_actor()) with check (id = app_actor());
grant update (ended_at, end_reason, language, provisional, refreshed_at, ends_at) on session to encuentro_family;
grant insert on visitor to encuentro_family;
grant update (given_names, surnames, sex, born_on, nationality, document_valid_until, ended_at) on visitor to encuentro_family;
grant insert on tie to encuentro_family;
grant update (state, version) on tie to encuentro_family;
grant insert on notice to encuentro_family;
grant update (seen_at) on notice to encuentro_family;
create policy asked on tie as restrictive for insert to encuentro_family
  with check (state = 'received' and inmate_id is null
    and exists (select from visitor where visitor.id = visitor_id and visitor.account_id = app_actor()));
create policy withdrawn on tie as restrictive for update to encuentro_family using (true) with check (state = 'ended');

grant select on inmate to encuentro_family;
create policy tied on inmate for select to encuentro_family using (exists (
  select from tie where tie.inmate_id = inmate.id and tie.account_id = app_actor() and tie.state = 'approved'));

-- Bookings are written by visit_book and visit_cancel alone.
grant select on booking_visitor to encuentro_family;
create policy own on booking_visitor to encuentro_family
  using (exists (select from booking where booking.id = booking_id and booking.account_id = app_actor()))
  with check (exists (select from booking where booking.id = booking_id and booking.account_id = app_actor()));

-- Staff: rows of the establishments where they hold a role today.
do $$
declare
  name text;
begin
  foreach name in array array['inmate', 'custody_event', 'claim_code', 'claim', 'booking', 'booking_visitor'] loop
    execute format('grant select on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff using (establishment_id = any (app_establishments()))', name);
  end loop;
  foreach name in array array['pavilion', 'custody_event', 'claim_code', 'closed_day', 'timetable_session'] loop
    execute format('grant insert, update on %I to encuentro_staff', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff with check (establishment_id = any (app_establishments()))', name);
    execute format('create policy posted_update on %I for update to encuentro_staff using (establishment_id = any (app_establishments()))', name);
  end loop;
end $$;
grant insert, update on inmate to encuentro_staff;
create policy posted_insert on inmate for insert to encuentro_staff with check (establishment_id = any (app_establishments()));
-- A transfer moves the row out of the officer's own establishment.
create policy posted_update on inmate for update to encuentro_staff
  using (establishment_id = any (app_establishments())) with check (true);
-- A tie is seen where it was asked for, and follows its inmate to the next place.
grant select on tie to encuentro_staff;
create policy posted on tie for select to encuentro_staff using (establishment_id = any (app_establishments())
  or exists (select from inmate where inmate.id = inmate_id and inmate.establishment_id = any (app_establishments())));
grant update (state, version, inmate_id, decided_at, decided_by, reason_code) on tie to encuentro_staff;
create policy posted_update on tie for update to encuentro_staff using (establishment_id = any (app_establishments())
  or exists (select from inmate where inmate.id = inmate_id and inmate.establishment_id = any (app_establishments())));
-- What names an inmate is seen where that inmate is now; what names a person alone, at its place or, of none, everywhere.
grant select, insert on restriction to encuentro_staff;
grant update (ended_at) on restriction to encuentro_staff;
create policy posted on restriction to encuentro_staff using (case when inmate_id is null
  then establishment_id is null or establishment_id = any (app_establishments())
  else exists (select from inmate where inmate.id = inmate_id and inmate.establishment_id = any (app_establishments())) end);
-- A rule of one's own establishment; wider ones come with the product or by the command line.
grant insert on visit_rule to encuentro_staff;
create policy posted_insert on visit_rule for insert to encuentro_staff
  with check (scope ->> 'establishment' = any (app_establishments()));
grant update (closed_at) on slot to encuentro_staff;
create policy posted_update on slot for update to encuentro_staff using (establishment_id = any (app_establishments()));
grant select on visitor to encuentro_staff;
create policy known_here on visitor for select to encuentro_staff using (exists (
  select from tie where tie.visitor_id = visitor.id)); -- of the ties this member of staff may see
grant insert on notice to encuentro_staff;
create policy told on notice for insert to encuentro_staff with check (exists (
  select from tie where tie.account_id = notice.account_id)); -- as above
grant select on role_grant, session to encuentro_staff;
grant select (id, name, language, totp_cipher, totp_last_step, disabled_at) on staff to encuentro_staff;
create policy self on staff for select to encuentro_staff using (id = app_actor());
create policy self on role_grant for select to encuentro_staff using (staff_id = app_actor());
create policy self on session to encuentro_staff using (staff_id = app_actor());
grant update (ended_at, end_reason, stepped_up_until, language) on session to encuentro_staff;
grant update (totp_last_step, language) on staff to encuentro_staff;
create policy self_update on staff for update to encuentro_staff using (id = app_actor());

-- Whoever appoints at an establishment sees who serves there, gives roles and ends them, but never their own.
grant insert on role_grant to encuentro_staff;
grant update (ended_at) on role_grant to encuentro_staff;
create policy appointed on role_grant for select to encuentro_staff using (appoints_at(establishment_id));
create policy appoints on role_grant for insert to encuentro_staff
  with check (appoints_at(establishment_id) and staff_id <> app_actor());
create policy ends on role_grant for update to encuentro_staff
  using (appoints_at(establishment_id) and staff_id <> app_actor());
create policy colleagues on staff for select to encuentro_staff using (exists (
  select from role_grant where role_grant.staff_id = staff.id and appoints_at(role_grant.establishment_id)));

-- A family's device that has proved the number and nothing else: itself, the way to trust, what is public of places,
-- and nothing of the account.
grant select on establishment, establishment_fact to encuentro_provisional;
create policy public_facts on establishment for select to encuentro_provisional using (true);
create policy public_facts on establishment_fact for select to encuentro_provisional using (true);
grant select on session to encuentro_provisional;
grant update (ended_at, end_reason, language) on session to encuentro_provisional;
create policy own_provisional on session to encuentro_provisional
  using (account_id = app_actor() and provisional) with check (account_id = app_actor() and provisional);
grant select (id, recovery_generation) on account to encuentro_provisional;
create policy own_provisional on account for select to encuentro_provisional using (id = app_actor());

-- Nobody yet: the tables of signing in, and nothing of registry or visits.
do $$
declare
  name text;
begin
  foreach name in array array['account', 'sign_in_challenge', 'session', 'token', 'rate_bucket'] loop
    execute format('grant select, insert, update on %I to encuentro_anonymous', name);
    execute format('create policy signing_in on %I to encuentro_anonymous using (true) with check (true)', name);
  end loop;
end $$;
grant select on staff to encuentro_anonymous;
grant update (totp_last_step, password_hash, password_once) on staff to encuentro_anonymous;
create policy signing_in on staff to encuentro_anonymous using (true) with check (true);
-- Codes and warnings are left for others to deliver; nobody reads them back.
grant insert on text_message, notice to encuentro_anonymous;
create policy signing_in on text_message for insert to encuentro_anonymous with check (true);
create policy signing_in on notice for insert to encuentro_anonymous
  with check (kind in ('sign_in_new_device', 'sign_in_reused'));

-- Allowances and request keys belong to whoever asks.
grant select, insert, update on rate_bucket to encuentro_provisional, encuentro_family, encuentro_staff;
create policy counting on rate_bucket to encuentro_provisional, encuentro_family, encuentro_staff
  using (true) with check (true);
grant select, insert, update, delete on request_key
  to encuentro_provisional, encuentro_family, encuentro_staff, encuentro_anonymous;
create policy own on request_key to encuentro_family
  using (asker = 'family:' || app_actor()) with check (asker = 'family:' || app_actor());
create policy own_provisional on request_key to encuentro_provisional
  using (asker = 'provisional:' || app_actor()) with check (asker = 'provisional:' || app_actor());
create policy own_staff on request_key to encuentro_staff
  using (asker = 'staff:' || app_actor()) with check (asker = 'staff:' || app_actor());
create policy own_device on request_key to encuentro_anonymous
  using (asker like 'device:%') with check (asker like 'device:%');

-- The audit trail is read by staff of the place and by the worker; it is written by audit_append alone.
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
alter table audit_head enable row level security;
grant select on audit_entry, audit_head to encuentro_staff, encuentro_worker;
create policy posted on audit_entry for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy posted on audit_head for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy worker on audit_entry for select to encuentro_worker using (true);
create policy worker on audit_head for select to encuentro_worker using (true);

-- audit_append runs as a role of its own, the only one that may append.
grant usage, create on schema public to encuentro_audit, encuentro_worker;
grant select, insert on audit_entry to encuentro_audit;
grant select, insert, update on audit_head to encuentro_audit;
create policy append on audit_entry to encuentro_audit using (true) with check (true);
create policy append on audit_head to encuentro_audit using (true) with check (true);
alter function audit_append(text, timestamptz, text, text, text, text, jsonb) owner to encuentro_audit;

-- Functions that must see more than their caller run as the worker; each checks for itself whom it answers.
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.prosecdef and p.proname <> 'audit_append' loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
    execute format('grant execute on function %s to encuentro_family, encuentro_staff, encuentro_worker', name);
  end loop;
end $$;
revoke create on schema public from encuentro_audit, encuentro_worker;
revoke all on function audit_append(text, timestamptz, text, text, text, text, jsonb) from public;
grant execute on function audit_append(text, timestamptz, text, text, text, text, jsonb)
  to encuentro_anonymous, encuentro_provisional, encuentro_family, encuentro_staff, encuentro_worker;
grant execute on function redeem_recovery_code(uuid, bytea, bytea, timestamptz, timestamptz, integer, timestamptz)
  to encuentro_provisional;
grant execute on function actor_of_token(bytea, timestamptz) to encuentro_app;
