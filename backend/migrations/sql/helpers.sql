-- Who helps whom, and what a family changes of what waits for it.

-- Notices from before there were deliveries are in the inbox too. Their rows are hidden from their owner but for this.
alter table notice no force row level security;
alter table delivery no force row level security;
insert into delivery (notice_id, account_id, channel, rank, state, not_before, expires_at, accepted_at)
  select n.id, n.account_id, 'inbox', array_position(array['urgent', 'normal', 'mild'], n.urgency::text) - 1, 'accepted',
    n.tell_from, n.expires_at, n.tell_from from notice n
  where n.account_id is not null and not exists (
    select from delivery d where d.notice_id = n.id and d.channel = 'inbox');
alter table notice force row level security;
alter table delivery force row level security;

-- A family writes down a code; nobody becomes a helper but by helper_accept, and what ended does not begin again.
revoke insert on helper from encuentro_family;
grant insert (id, account_id, code_digest, invited_at, expires_at) on helper to encuentro_family;
create function helper_guard() returns trigger language plpgsql as $$
begin
  if (new.id, new.account_id, new.code_digest, new.invited_at, new.expires_at)
        is distinct from (old.id, old.account_id, old.code_digest, old.invited_at, old.expires_at)
      or old.accepted_at is not null and (new.helper_id, new.accepted_at) is distinct from (old.helper_id, old.accepted_at)
      or old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception 'help is agreed once and ended once' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger helper_guard before update on helper for each row execute function helper_guard();

-- Whoever helps reads on only while they help.
drop policy helped on notice;
create policy helped on notice for select to encuentro_family using (exists (
    select from delivery d where d.notice_id = notice.id and d.account_id = app_actor() and d.channel = 'inbox')
  and exists (select from helper h where h.account_id = notice.account_id and h.helper_id = app_actor()
    and h.accepted_at is not null and h.ended_at is null));

-- The account that asks helps the account of the code from now on, which is told so. No row: no such code. The giver's
-- row is locked first, so that two who agree at once are counted, and so that an account being erased is waited for.
create function helper_accept(code bytea, at timestamptz, at_most integer, told_until timestamptz)
  returns table (help uuid, refused text) language plpgsql security definer set search_path = public as $$
declare
  asks uuid := app_actor();
  giver uuid;
  note uuid := gen_random_uuid();
begin
  if current_setting('role') <> 'encuentro_family' then
    raise exception 'not a family' using errcode = 'insufficient_privilege';
  end if;
  select h.account_id into giver from helper h
    where h.code_digest = code and h.accepted_at is null and h.ended_at is null and h.expires_at > at;
  if giver is null then
    return;
  end if;
  if giver = asks then
    return query select null::uuid, 'HELPER_IS_YOURSELF';
    return;
  end if;
  perform from account where id = giver for no key update;
  select h.id into help from helper h
    where h.code_digest = code and h.accepted_at is null and h.ended_at is null for update;
  if help is null then
    return;
  end if;
  if exists (select from helper h where h.account_id = giver and h.helper_id = asks and h.accepted_at is not null
      and h.ended_at is null) then
    update helper h set ended_at = at where h.id = help;
    return query select h.id, null from helper h
      where h.account_id = giver and h.helper_id = asks and h.accepted_at is not null and h.ended_at is null;
    return;
  end if;
  if (select count(*) from helper h where h.account_id = giver and h.accepted_at is not null and h.ended_at is null)
      >= at_most then
    return query select null::uuid, 'HELPER_LIMIT';
    return;
  end if;
  update helper h set helper_id = asks, accepted_at = at where h.id = help;
  insert into notice (id, account_id, kind, urgency, facts, subject, dedupe_key, created_at, tell_from, expires_at)
    select note, giver, k.kind, k.urgency, jsonb_build_object('helper_id', help), 'helper:' || help,
      'helper_joined ' || help, at, at, told_until from notice_kind k where k.kind = 'helper_joined';
  insert into delivery (notice_id, account_id, channel, rank, state, not_before, expires_at, accepted_at)
    values (note, giver, 'inbox', 1, 'accepted', at, told_until, at),
      (note, giver, 'push', 1, 'queued', at, told_until, null);
  return next;
end $$;

-- Whom the account helps and who helps it; of the other, the sealed number, of which only the end is shown.
create function helper_numbers() returns table (id uuid, since timestamptz, helping boolean, other uuid, number bytea)
  language sql stable security definer set search_path = public as $$
    select h.id, h.accepted_at, h.helper_id = app_actor(), a.id, a.phone_cipher
    from helper h join account a
      on a.id = case when h.helper_id = app_actor() then h.account_id else h.helper_id end
    where (h.account_id = app_actor() or h.helper_id = app_actor()) and h.accepted_at is not null and h.ended_at is null
      and current_setting('role') = 'encuentro_family'
  $$;

-- Other quiet hours: what waits for the end of the old ones is decided on anew.
create function quiet_hours_changed(at timestamptz) returns void
  language sql security definer set search_path = public as $$
    update delivery set state = 'queued', not_before = at where id in (
      select id from delivery where account_id = app_actor() and state = 'held' and reason = 'quiet' and not_before > at
      order by id for update)
  $$;
create index delivery_waiting on delivery (account_id) where state = 'held';

grant create on schema public to encuentro_worker;
alter function helper_accept(bytea, timestamptz, integer, timestamptz) owner to encuentro_worker;
alter function helper_numbers() owner to encuentro_worker;
alter function quiet_hours_changed(timestamptz) owner to encuentro_worker;
revoke create on schema public from encuentro_worker;
revoke all on function helper_accept(bytea, timestamptz, integer, timestamptz), helper_numbers(),
  quiet_hours_changed(timestamptz) from public;
grant execute on function helper_accept(bytea, timestamptz, integer, timestamptz), helper_numbers(),
  quiet_hours_changed(timestamptz) to encuentro_family;
