-- Notices on their way. Which moves a delivery may make is data (`delivery_move`), and a trigger refuses every other;
-- nothing here decides when or how something is sent, that is `notifications/rules`.

-- Kinds, as in `notifications/kinds.py`. `sms`: never, instead of a push that reaches no phone, or always.
alter table notice_kind
  add constraint notice_kind_urgency_known check (urgency in ('urgent', 'normal', 'mild')),
  add constraint notice_kind_sms_known check (sms in ('never', 'instead', 'always')),
  alter push set default true,
  alter sms set default 'never',
  alter helped set default false;
insert into notice_kind (kind, urgency, push, sms, helped) values
  ('sign_in_code', 'urgent', false, 'always', false),
  ('sign_in_new_device', 'urgent', true, 'never', false),
  ('sign_in_reused', 'urgent', true, 'never', false),
  ('device_trusted', 'urgent', true, 'never', false),
  ('helper_joined', 'normal', true, 'never', false),
  ('tie_decided', 'normal', true, 'instead', false),
  ('visit_booked', 'normal', true, 'instead', true),
  ('visit_changed', 'urgent', true, 'instead', true),
  ('visit_cancelled', 'normal', true, 'never', true),
  ('visit_called_off', 'urgent', true, 'instead', true),
  ('visit_go', 'normal', true, 'instead', true),
  ('visit_check', 'urgent', true, 'instead', true),
  ('visit_stay', 'urgent', true, 'instead', true),
  ('visit_reminder', 'normal', true, 'never', true),
  ('rule_changed', 'normal', true, 'never', true),
  ('day_closed', 'mild', true, 'never', true),
  ('offer_made', 'urgent', true, 'instead', true),
  ('statement_ready', 'normal', true, 'never', false),
  ('question_answered', 'normal', true, 'never', false),
  ('remittance_moved', 'normal', true, 'never', false),
  ('event_published', 'mild', true, 'never', true),
  ('event_changed', 'normal', true, 'instead', true),
  ('event_cancelled', 'normal', true, 'instead', true),
  ('digest', 'normal', true, 'never', false);

-- Added anew with their defaults, because that gives them to the notices there are, which row-level security hides.
alter table notice drop column urgency, drop column subject;
alter table notice
  add column urgency varchar(8) not null default 'normal',
  add column subject text not null default '',
  add constraint notice_urgency_known check (urgency in ('urgent', 'normal', 'mild')),
  add constraint notice_ends check (expires_at > tell_from),
  add constraint notice_withdrawn_whole check ((withdrawn_at is null) = (withdrawn_reason is null)),
  add constraint notice_of_somebody check (account_id is not null or kind = 'sign_in_code');
alter table notice alter subject type text using coalesce('visit:' || (facts ->> 'booking_id'), ''); -- as above
create index notice_subject on notice (subject, account_id); -- a crowd may be told of one subject
create index notice_cause on notice (cause, account_id) where cause is not null;
create index notice_ended on notice (expires_at);

alter table delivery
  alter id set default gen_random_uuid(),
  alter withdrawal set default false,
  alter attempt_no set default 0,
  alter charged set default 0,
  alter state set default 'queued',
  alter changed_in set default pg_current_xact_id()::text::bigint,
  add constraint delivery_once unique nulls not distinct (notice_id, account_id, channel, withdrawal),
  add constraint delivery_channel_known check (channel in ('inbox', 'push', 'sms')),
  add constraint delivery_state_known check (state in ('queued', 'held', 'claimed', 'retry', 'accepted', 'seen',
    'suppressed', 'absorbed', 'expired', 'cancelled', 'failed')),
  add constraint delivery_rank_known check (rank between 0 and 2),
  add constraint delivery_attempts check (attempt_no between 0 and 400 and charged between 0 and 12),
  add constraint delivery_leased check ((state = 'claimed') = (lease_owner is not null)
    and (state = 'claimed') = (lease_until is not null)),
  add constraint delivery_handed_over check (state not in ('accepted', 'seen') or accepted_at is not null
    and (channel = 'inbox' or provider_id is not null)),
  add constraint delivery_absorbed check (state <> 'absorbed' or channel = 'push' and rank > 0),
  add constraint delivery_seen check ((state = 'seen') = (seen_at is not null)),
  add constraint delivery_explained check (state not in ('suppressed', 'failed', 'cancelled', 'held')
    or reason is not null),
  add constraint delivery_to_somebody check (account_id is not null or channel = 'sms' and not withdrawal),
  add constraint delivery_withdraws check (not withdrawal or channel = 'push');
create index delivery_due on delivery (channel, rank, not_before, id) where state in ('queued', 'retry');
create index delivery_held on delivery (not_before) where state = 'held';
create index delivery_leased on delivery (lease_until) where state = 'claimed';
create index delivery_open on delivery (expires_at) where state in ('queued', 'held', 'claimed', 'retry');
create index delivery_inbox on delivery (account_id, changed_in) where channel = 'inbox';
create index delivery_unseen on delivery (accepted_at) where channel = 'push' and state = 'accepted' and rank = 0;
create index delivery_absorbed_by on delivery (absorbed_by_id) where absorbed_by_id is not null; -- for its foreign key

alter table attempt
  alter id set default gen_random_uuid(),
  add constraint attempt_in_time check (ended_at >= started_at);
create index attempt_delivery on attempt (delivery_id, attempt_no);
create index attempt_carrier on attempt (carrier, ended_at);

alter table push_device
  alter suspect set default 0,
  add constraint push_device_kind_known check (kind in ('fcm_token', 'fcm_installation')),
  add constraint push_device_state_known check (state in ('active', 'stale', 'revoked')),
  add constraint push_device_revoked check ((state = 'revoked') = (revoked_reason is not null)
    and (state = 'revoked') = (revoked_at is not null));
create unique index push_device_one_owner on push_device (value_index) where state <> 'revoked';
create index push_device_account on push_device (account_id) where state <> 'revoked';
create index push_device_session on push_device (session_id) where state <> 'revoked';

alter table notice_choice
  alter id set default gen_random_uuid(),
  add constraint notice_choice_once unique (account_id, kind, channel),
  add constraint notice_choice_known check (channel = 'push' and choice in ('on', 'off')
    or channel = 'sms' and choice in ('never', 'instead', 'always')),
  add constraint notice_choice_of_a_kind foreign key (kind) references notice_kind (kind);

alter table helper
  add constraint helper_is_another check (helper_id <> account_id),
  add constraint helper_agreed check (accepted_at is null or helper_id is not null);
create unique index helper_once on helper (account_id, helper_id) where accepted_at is not null and ended_at is null;
create unique index helper_code on helper (code_digest) where accepted_at is null and ended_at is null;
create index helper_of on helper (helper_id) where ended_at is null;

alter table carrier_answer
  alter id set default gen_random_uuid(),
  alter answers set default 0,
  add constraint carrier_answer_once unique (carrier, outcome);
alter table sms_day
  alter spent set default 0,
  add constraint sms_day_spent check (spent >= 0);

-- The moves; any other is refused.
create table delivery_move (from_state varchar(12), to_state varchar(12), primary key (from_state, to_state));
insert into delivery_move values
  ('queued', 'claimed'), ('retry', 'claimed'), ('queued', 'held'), ('held', 'queued'), ('held', 'absorbed'),
  ('claimed', 'accepted'), ('claimed', 'retry'), ('claimed', 'failed'), ('accepted', 'seen'),
  ('queued', 'suppressed'), ('held', 'suppressed'), ('retry', 'suppressed'), ('claimed', 'suppressed'),
  ('queued', 'cancelled'), ('held', 'cancelled'), ('retry', 'cancelled'), ('claimed', 'cancelled'),
  ('queued', 'expired'), ('held', 'expired'), ('retry', 'expired'), ('claimed', 'expired');

create function delivery_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if exists (select from notice where id = old.notice_id)
        and (old.account_id is null or exists (select from account where id = old.account_id)) then
      raise exception 'a delivery goes with its notice or its account alone' using errcode = 'check_violation';
    end if;
    return old;
  end if;
  new.changed_in := pg_current_xact_id()::text::bigint;
  if tg_op = 'INSERT' then
    if new.attempt_no <> 0 or new.charged <> 0 or new.state <> all (array['queued', 'held', 'suppressed', 'accepted'])
        or (new.state = 'accepted') <> (new.channel = 'inbox') then
      raise exception 'a delivery does not begin %', new.state using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.id, new.notice_id, new.channel, new.withdrawal, new.rank, new.expires_at)
      is distinct from (old.id, old.notice_id, old.channel, old.withdrawal, old.rank, old.expires_at)
      or new.account_id is distinct from old.account_id then
    raise exception 'what a delivery is does not change' using errcode = 'check_violation';
  end if;
  if new.state <> old.state and not exists (
      select from delivery_move where from_state = old.state and to_state = new.state) then
    raise exception 'a delivery does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if new.attempt_no <> old.attempt_no + (new.state = 'claimed' and old.state <> 'claimed')::integer
      or new.charged not between old.charged and old.charged + 1 then
    raise exception 'attempts are counted one by one' using errcode = 'check_violation';
  end if;
  if new.state = 'claimed' and old.state <> 'claimed' and new.claimed_at >= new.expires_at then
    raise exception 'too late to send' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger delivery_guard before insert or update or delete on delivery
  for each row execute function delivery_guard();

create function attempt_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from delivery where id = old.delivery_id)
      or tg_op = 'UPDATE' and old.device_id is not null and new.device_id is null then
    return case tg_op when 'DELETE' then old else new end; -- what it belonged to was erased
  end if;
  raise exception 'attempts are only added' using errcode = 'check_violation';
end $$;
create trigger attempt_guard before update or delete on attempt for each row execute function attempt_guard();

-- A phone that signed out is not pushed to any more, whoever ended its session.
create function push_device_leave() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update push_device set state = 'revoked', revoked_at = new.ended_at, revoked_reason = 'signed_out'
    where session_id = new.id and state <> 'revoked';
  return new;
end $$;
create trigger push_device_leave after update of ended_at on session
  for each row when (old.ended_at is null and new.ended_at is not null) execute function push_device_leave();

-- Owes notices: one a dedupe key, however often the change is made, with a delivery for each way it goes. A family tells
-- itself alone, and nobody yet tells two things alone. Null subjects: a subject of its own. `send_until`: nothing is sent
-- after it, though the inbox goes on saying it until it expires.
drop function notice_tell(uuid[], text, jsonb[], text[], timestamptz, timestamptz[], timestamptz[]);
create function notice_tell(accounts uuid[], what text, details jsonb[], keys text[], at timestamptz,
    from_when timestamptz[], until timestamptz[], subjects text[] default null, act_bys timestamptz[] default null,
    caused_by text default null, urgent boolean default false, send_until timestamptz[] default null)
  returns void language plpgsql security definer set search_path = public as $$
begin
  if current_setting('role') in ('encuentro_family', 'encuentro_provisional') and not accounts <@ array[app_actor()]
      or current_setting('role') = 'encuentro_anonymous' and what not in ('sign_in_new_device', 'sign_in_reused') then
    raise exception 'not your account' using errcode = 'insufficient_privilege';
  end if;
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

-- The fact is no more: what was not sent stays unsent, what may be on a screen is taken off it, the inbox says so.
-- A delivery that is being sent right now may still arrive, so it is followed too, once its lease is over; and one that
-- was tried and not answered may have arrived. Rows are locked in the order in which results are written: deliveries, and
-- of the notice no more than a delivery's foreign key leaves free.
create function notice_take_back(gone uuid[], why text, at timestamptz) returns integer
  language plpgsql security definer set search_path = public as $$
declare
  taken uuid[];
begin
  with old as (
    select id from notice where id = any (gone) and withdrawn_at is null order by id for no key update
  ), marked as (
    update notice set withdrawn_at = at, withdrawn_reason = why where id in (select id from old) returning id
  )
  select coalesce(array_agg(id), '{}') into taken from marked;
  perform from delivery where notice_id = any (taken) order by id for update;
  insert into delivery (notice_id, account_id, channel, withdrawal, rank, state, not_before, expires_at)
    select notice_id, account_id, 'push', true, 1, 'queued', greatest(at, lease_until), expires_at from delivery
    where notice_id = any (taken) and channel = 'push' and not withdrawal and attempt_no > 0
      and state in ('accepted', 'seen', 'claimed', 'retry', 'failed') and expires_at > at
    on conflict do nothing;
  update delivery set state = 'cancelled', reason = why, lease_owner = null, lease_until = null
    where notice_id = any (taken) and not withdrawal and state in ('queued', 'held', 'retry', 'claimed');
  update delivery set changed_in = 0 where notice_id = any (taken) and channel = 'inbox'; -- the trigger sets it
  return cardinality(taken);
end $$;

create function notice_withdraw(subjects text[], why text, at timestamptz, but text[] default '{}') returns integer
  language sql security definer set search_path = public as $$
    select notice_take_back(array(select id from notice
      where subject = any (subjects) and withdrawn_at is null and kind <> all (but) and expires_at > at), why, at)
  $$;

-- A code for a number, whoever has it: no account is looked up, so that nobody learns whether there is one.
create function code_owe(message uuid, number bytea, words bytea, at timestamptz, until timestamptz) returns void
  language plpgsql security definer set search_path = public as $$
begin
  insert into text_message (id, phone_cipher, body_cipher, created_at, expires_at)
    values (message, number, words, at, until);
  insert into notice (id, kind, urgency, facts, subject, dedupe_key, created_at, tell_from, expires_at)
    values (message, 'sign_in_code', 'urgent', '{}', 'code:' || message, 'sign_in_code ' || message, at, at, until);
  insert into delivery (id, notice_id, channel, rank, not_before, expires_at)
    values (message, message, 'sms', 0, at, until);
end $$;

-- The phone's address for pushes: whoever had it before, on this phone, has it no more.
create function push_device_register(new_device uuid, of_session uuid, of_kind text, sealed bytea, index_of bytea,
    at timestamptz)
  returns uuid language plpgsql security definer set search_path = public as $$
declare
  kept uuid;
begin
  if not exists (select from session where id = of_session and account_id = app_actor() and ended_at is null
      and not provisional) then
    raise exception 'not your session' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(encode(index_of, 'hex'), 0)); -- two profiles of one phone at once
  update push_device set state = 'active', last_seen_at = greatest(last_seen_at, at), suspect = 0, session_id = of_session
    where value_index = index_of and account_id = app_actor() and state <> 'revoked' returning id into kept;
  if kept is not null then
    return kept;
  end if;
  update push_device set state = 'revoked', revoked_at = at, revoked_reason = 'moved'
    where value_index = index_of and state <> 'revoked';
  update push_device set state = 'revoked', revoked_at = at, revoked_reason = 'replaced'
    where session_id = of_session and kind = of_kind and state <> 'revoked';
  insert into push_device (id, account_id, session_id, kind, value_cipher, value_index, state, registered_at, last_seen_at)
    values (new_device, app_actor(), of_session, of_kind, sealed, index_of, 'active', at, at);
  return new_device;
end $$;

-- A phone that wants no pushes any more, and stays signed in.
create function push_device_forget(of_session uuid, at timestamptz) returns void
  language sql security definer set search_path = public as $$
    update push_device set state = 'revoked', revoked_at = at, revoked_reason = 'forgotten'
      where session_id = of_session and account_id = app_actor() and state <> 'revoked'
  $$;

-- Who may do what: the worker everything, a family what is its own, nobody else anything.
do $$
declare
  name text;
begin
  foreach name in array array['notice_kind', 'delivery_move', 'delivery', 'attempt', 'push_device', 'notice_choice',
      'helper', 'carrier', 'carrier_answer', 'sms_day'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
  end loop;
  foreach name in array array['delivery', 'push_device', 'notice_choice'] loop
    execute format('create policy own on %I to encuentro_family using (account_id = app_actor()) with check (account_id = app_actor())', name);
  end loop;
end $$;
revoke insert, update, delete on delivery_move, notice_kind from encuentro_worker;
grant update (stopped_at) on notice_kind to encuentro_worker;
grant select on notice_kind, delivery_move to encuentro_family;
create policy everybody on notice_kind for select to encuentro_family using (true);
create policy everybody on delivery_move for select to encuentro_family using (true);
grant select on delivery, push_device to encuentro_family;
grant update (state, seen_at) on delivery to encuentro_family;
grant select, insert, update, delete on notice_choice to encuentro_family;
create policy helped on notice for select to encuentro_family using (exists (
  select from delivery d where d.notice_id = notice.id and d.account_id = app_actor() and d.channel = 'inbox'));
grant select, insert on helper to encuentro_family;
grant update (ended_at) on helper to encuentro_family;
create policy own on helper to encuentro_family using (account_id = app_actor()) with check (account_id = app_actor());
create policy helping on helper for select to encuentro_family using (helper_id = app_actor());
create policy leaving on helper for update to encuentro_family using (helper_id = app_actor());

-- Notices are written by these functions alone now.
drop policy told on notice;
drop policy signing_in on notice;
revoke insert on notice from encuentro_family, encuentro_staff, encuentro_anonymous;
drop policy signing_in on text_message;
drop policy own_erasing on text_message;
revoke insert on text_message from encuentro_family, encuentro_anonymous;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('notice_tell', 'notice_take_back', 'notice_withdraw', 'code_owe', 'push_device_register',
        'push_device_forget', 'push_device_leave') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function notice_tell(uuid[], text, jsonb[], text[], timestamptz, timestamptz[], timestamptz[], text[],
  timestamptz[], text, boolean, timestamptz[]) to encuentro_family, encuentro_provisional, encuentro_staff, encuentro_anonymous;
grant execute on function code_owe(uuid, bytea, bytea, timestamptz, timestamptz) to encuentro_anonymous, encuentro_family;
grant execute on function push_device_register(uuid, uuid, text, bytea, bytea, timestamptz) to encuentro_family;
grant execute on function push_device_forget(uuid, timestamptz) to encuentro_family;
