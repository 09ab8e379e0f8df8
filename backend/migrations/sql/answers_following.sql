-- What answers follow: ties that end, people who are moved or leave, who is taken off a list, barred or named no more, and
-- accounts that are erased. What a move that is kept secret changes is followed once it may be known.

set local check_function_bodies = off; -- the functions read tables of other owners

-- When it is, for a trigger: what the command said as it locked its change, else the transaction's own time.
create function event_now() returns timestamptz language sql stable as $$
  select coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now())
$$;

-- As in `secret_moves.sql`, with the dates that the change may touch, and when it is.
create or replace function visit_lock_change(inmates uuid[], people bytea[], at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('app.at', at::text, true);
  if current_setting('role') = 'encuentro_family' then
    people := '{}';
    inmates := array(select inmate_id from tie where inmate_id = any (inmates) and account_id = app_actor());
  end if;
  perform visit_lock_places(array(select establishment_id::text from inmate where id = any (inmates)
    union select b.establishment_id from booking b
      where b.inmate_id = any (inmates) and b.told_from > at and b.told_from > b.cancelled_at), false);
  perform from inmate where id = any (inmates) order by id for update;
  perform from visitor where person_index = any (people) order by id for update;
  perform allocation_lock(array(
    select b.slot_id from booking b where b.inmate_id = any (inmates) and b.state = 'active' and b.visit_on >= at::date - 1
    union
    select b.slot_id from booking b where b.inmate_id = any (inmates) and b.told_from > at and b.told_from > b.cancelled_at
    union
    select b.slot_id from booking_visitor bv join booking b on b.id = bv.booking_id
      where bv.active and bv.person_index = any (people) and bv.starts_at > at));
  perform event_lock(array(
    select a.occurrence_id from answer a join occurrence o on o.id = a.occurrence_id
      where a.inmate_id = any (inmates) and a.state <> 'withdrawn' and (o.ends_at > at or o.state = 'postponed')
    union
    select a.occurrence_id from visitor v join answer_guest g on g.visitor_id = v.id join answer a on a.id = g.answer_id
      join occurrence o on o.id = a.occurrence_id
      where v.person_index = any (people) and a.state <> 'withdrawn' and (o.ends_at > at or o.state = 'postponed')));
end $$;

create function answer_follow_tie() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform event_ask_again(array(select id from answer
    where account_id = old.account_id and inmate_id = old.inmate_id and state <> 'withdrawn'), 'tie_ended', false, event_now());
  return null;
end $$;
create trigger answer_follow_tie after update of state on tie
  for each row when (old.state = 'approved' and new.state <> 'approved') execute function answer_follow_tie();
create trigger answer_follow_tie_gone after delete on tie
  for each row when (old.state = 'approved') execute function answer_follow_tie();

-- What was written of events but not sent stays unsent for families who came to them through this person alone.
create function answer_hush(person uuid, at timestamptz) returns void language plpgsql as $$
declare
  unsent uuid[] := array(
    select d.id from notice n join delivery d on d.notice_id = n.id
    where n.account_id in (select account_id from tie where inmate_id = person and state = 'approved')
      and n.kind in ('event_published', 'event_changed', 'event_cancelled') and n.expires_at > at
      and d.channel <> 'inbox' and not d.withdrawal and d.state in ('queued', 'held', 'retry')
      and not exists (select from event_ways(n.account_id, at, (n.facts ->> 'event_id')::uuid)));
begin
  perform from delivery where id = any (unsent) order by id for update;
  update delivery set state = 'cancelled', reason = 'hushed'
    where id = any (unsent) and state in ('queued', 'held', 'retry');
end $$;

-- After a death, an evasion or a breach of monitoring nobody is told: somebody calls first. The answer ends as one does
-- whose guest was barred, so that how it ended says nothing.
create function answer_follow_inmate() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last_kind text := (select e.kind from custody_event e where e.inmate_id = new.id order by e.recorded_no desc limit 1);
  quiet boolean := new.status in ('evaded', 'deceased')
    or coalesce(last_kind in ('death', 'evasion', 'monitoring_breach'), false);
begin
  perform event_ask_again(array(select id from answer where inmate_id = new.id and state <> 'withdrawn'),
    case when quiet then 'closed' else 'moved' end, quiet, event_now());
  if quiet then
    perform answer_hush(new.id, event_now());
  end if;
  return null;
end $$;
create trigger answer_follow_inmate after update of establishment_id, status on inmate
  for each row when ((old.establishment_id, old.status) is distinct from (new.establishment_id, new.status))
  execute function answer_follow_inmate();

create function answer_follow_visitor() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform event_ask_again(array(select a.id from answer_guest g join answer a on a.id = g.answer_id
    where g.visitor_id = new.id and a.state <> 'withdrawn'), 'own_wish', false, new.ended_at);
  return null;
end $$;
create trigger answer_follow_visitor after update of ended_at on visitor
  for each row when (old.ended_at is null and new.ended_at is not null) execute function answer_follow_visitor();

-- A bar, of whatever kind: which one it was, and of whom, nobody reads.
create function answer_follow_bar() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform event_ask_again(array(
    select a.id from visitor v join answer_guest g on g.visitor_id = v.id join answer a on a.id = g.answer_id
      where v.person_index = new.person_index and a.state <> 'withdrawn'
    union
    select id from answer where new.person_index is null and inmate_id = new.inmate_id and state <> 'withdrawn'),
    'closed', false, new.recorded_at);
  return null;
end $$;
create trigger answer_follow_bar after insert on restriction for each row execute function answer_follow_bar();

create function answer_follow_naming() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform event_ask_again(array(select a.id from occurrence o join answer a on a.occurrence_id = o.id
    where o.event_id = new.event_id and a.inmate_id = new.inmate_id and a.state <> 'withdrawn'), 'audience', false, new.ended_at);
  return null;
end $$;
create trigger answer_follow_naming after update of ended_at on event_person
  for each row when (old.ended_at is null and new.ended_at is not null) execute function answer_follow_naming();

-- Moves that were a secret until now: whoever comes through those people is asked again. Answers how many answers ended.
create function event_follow_secrets(at timestamptz) returns integer language plpgsql as $$
declare
  told uuid[] := array(
    select a.id from answer a join occurrence o on o.id = a.occurrence_id
    where a.state <> 'withdrawn' and (o.ends_at > at or o.state = 'postponed') and a.inmate_id in (select e.inmate_id from custody_event e
      where e.kind = 'transfer' and e.facts ? 'secret_until' and (e.facts ->> 'secret_until')::date <= event_day(at))
      and not event_still_open(a, o.event_id, at) order by a.id);
begin
  perform event_ask_again(told, 'moved', false, at);
  return cardinality(told);
end $$;

-- An account goes: its answers are forgotten, its places of dates to come are offered on. Of dates that were, the places
-- stay as counts.
create function answers_forget(holder uuid, at timestamptz) returns void language plpgsql as $$
declare
  dates uuid[] := array(select a.occurrence_id from answer a join occurrence o on o.id = a.occurrence_id
    where a.account_id = holder and a.state <> 'withdrawn' and (o.ends_at > at or o.state = 'postponed') order by 1);
  claims uuid[];
  date_id uuid;
begin
  perform event_lock(dates);
  claims := array(select claim_id from answer
    where account_id = holder and claim_id is not null and occurrence_id = any (dates));
  delete from answer where account_id = holder;
  perform allocation_give_back(claims, '{kept}', at);
  foreach date_id in array dates loop
    perform event_offer(date_id, at);
  end loop;
end $$;

create index calendar_token_account on calendar_token (account_id); -- all of them go with it

-- As in `secret_moves.sql`, with its answers to dates of events.
create or replace function account_erase(at timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  holder uuid := app_actor();
  number bytea := (select phone_index from account where id = holder);
  inmates uuid[] := array(select inmate_id from tie where account_id = holder and state = 'approved');
  called integer;
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
      where b.account_id = holder and (b.state = 'active' or b.told_from > at) and s.starts_at > at
    union select pool_id from claim where account_id = holder and state = 'held'));
  perform event_lock(array(select occurrence_id from answer where account_id = holder and state <> 'withdrawn'));
  perform from account where id = holder for update;

  called := cardinality(visit_cancel(coalesce((
      select jsonb_agg(jsonb_build_object('id', b.id, 'reason', 'family', 'cause', b.id, 'quiet', true))
      from booking b join slot s on s.id = b.slot_id
      where b.account_id = holder and (b.state = 'active' or b.told_from > at) and s.starts_at > at), '[]'), 'visit_cancelled', at));
  perform allocation_release(array(select id from claim where account_id = holder and state = 'held'), '{held}', at);
  perform answers_forget(holder, at);

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

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('event_ways', 'event_offer', 'whats_on', 'happening_of', 'answer_give', 'answer_withdraw',
        'answer_take_offer', 'answers_kept', 'answer_follow_tie', 'answer_follow_inmate', 'answer_follow_visitor',
        'answer_follow_bar', 'answer_follow_naming', 'allocation_place', 'notice_owe', 'event_shown', 'event_lock',
        'event_end', 'event_ask_again', 'event_expire', 'event_tell_ended', 'event_follow_secrets', 'answer_mine',
        'answers_forget', 'answer_hush', 'event_still_open', 'event_is_barred', 'event_fits', 'event_kept_away',
        'event_concerns', 'event_is_near', 'event_asks_bars', 'event_stop_waiting', 'answer_end_told') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function whats_on(timestamptz, text, text, timestamptz, uuid, integer), happening_of(uuid, timestamptz),
  answer_give(uuid, uuid, uuid, uuid[], timestamptz), answer_withdraw(uuid, timestamptz), answer_take_offer(uuid, timestamptz),
  answers_kept(integer) to encuentro_family;
