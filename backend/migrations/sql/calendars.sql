-- Calendars that phones subscribe to, and the public page: what is told without signing in. Whoever asks holds a secret, or
-- asks for what everybody may know. Nothing here changes a date or an answer.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

-- When a date that was moved was to begin before: what a page says of it beside the new hour.
alter table occurrence add column was_at timestamptz;
create function occurrence_moved() returns trigger language plpgsql as $$
begin
  if new.starts_at <> old.starts_at then
    new.was_at := old.starts_at;
  end if;
  return new;
end $$;
create trigger occurrence_moved before update on occurrence for each row execute function occurrence_moved();

-- One's own calendar: since when there is an address; a new one in place of the old; none any more.
create function calendar_since() returns timestamptz
  language sql stable security definer set search_path = public, pg_temp as $$
    select made_at from calendar_token
    where account_id = app_actor() and ended_at is null and current_setting('role') = 'encuentro_family'
  $$;

create function calendar_end(at timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_setting('role') <> 'encuentro_family' then
    raise exception 'not a family' using errcode = 'insufficient_privilege';
  end if;
  perform from account where id = app_actor() for no key update; -- two at once come one after the other
  update calendar_token set ended_at = at where account_id = app_actor() and ended_at is null;
  return found;
end $$;

create function calendar_renew(fresh uuid, token_digest bytea, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform calendar_end(at);
  insert into calendar_token (id, account_id, digest, made_at) values (fresh, app_actor(), token_digest, at);
end $$;

-- What a calendar shows: ninety days back, two years ahead.
create function calendar_shows(starts_at timestamptz, at timestamptz) returns boolean language sql immutable as
  $$ select starts_at between at - interval '90 days' and at + interval '731 days' $$;

-- The dates that the account of a secret answered and that still concern it: going, offered or waiting, and what was
-- cancelled meanwhile, a thousand at most. No row: no such secret, or one that ended. An account without dates: one row of
-- nulls. Where, who and what it is are not told.
create function feed_private(token_digest bytea, at timestamptz) returns table (language text, calendar_id uuid, id uuid,
    starts_at timestamptz, ends_at timestamptz, state text, answer text, sequence integer, changed_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
    select a.language::text, t.id, d.id, d.starts_at, d.ends_at, d.state::text, d.answer::text, d.sequence, d.changed_at
    from calendar_token t join account a on a.id = t.account_id
    left join lateral (select * from (
      select distinct on (o.id) o.id, o.starts_at, o.ends_at, o.state, n.state as answer, o.sequence,
        greatest(o.changed_at, n.changed_at) as changed_at
      from answer n join occurrence o on o.id = n.occurrence_id
      where n.account_id = t.account_id and calendar_shows(o.starts_at, at)
        and (n.state <> 'withdrawn' or n.ended_why = 'cancelled' and o.state <> 'planned')
      order by o.id, n.state = 'withdrawn', n.changed_at desc
    ) as each_once order by ends_at <= at, starts_at, id limit 1000) d on true
    where t.digest = token_digest and t.ended_at is null
    order by d.starts_at, d.id
  $$;

-- What everybody may know of a date. A room inside is nobody's business, and why a date does not stand was written for
-- families.
create function public_shown(o occurrence, e event) returns jsonb language sql stable as $$
    select jsonb_build_object('id', o.id, 'starts_at', o.starts_at, 'doors_at', o.doors_at, 'ends_at', o.ends_at,
      'was_at', o.was_at, 'state', o.state, 'sequence', o.sequence, 'changed_at', o.changed_at,
      'title', e.content ->> 'title', 'summary', e.content ->> 'summary', 'words', e.content -> 'words',
      'venue', (e.content -> 'venue') - 'room', 'works', e.content -> 'works', 'entry', e.content -> 'entry')
  $$;

-- The dates of one establishment, or of one programme, that are for everybody; null: there is no such one. So many at
-- most, those to come before those that were.
create function feed_public(place text, programme_code text, at timestamptz, at_most integer) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select jsonb_agg(public_shown(o, e) order by (o).starts_at, (o).id) from (
          select o, e from event e join occurrence o on o.event_id = e.id
          where e.release_no > 0 and e.audience in ('public', 'online') and calendar_shows(o.starts_at, at)
            and (place is null or e.establishment_id = place
              or exists (select from event_place p where p.event_id = e.id and p.establishment_id = place))
            and (programme_code is null or e.programme_id = (select id from programme where code = programme_code))
          order by o.ends_at <= at, o.starts_at, o.id limit at_most) as told (o, e)), '[]')
    where num_nonnulls(place, programme_code) = 1
      and (place is null or exists (select from establishment where id = place))
      and (programme_code is null or exists (select from programme where code = programme_code))
  $$;

-- One date, where it is for everybody.
create function event_public(one uuid, at timestamptz) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select public_shown(o, e) from occurrence o join event e on e.id = o.event_id
    where o.id = one and e.release_no > 0 and e.audience in ('public', 'online') and calendar_shows(o.starts_at, at)
  $$;

create index event_for_everybody on event (establishment_id) where release_no > 0 and audience in ('public', 'online');

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('calendar_since', 'calendar_end', 'calendar_renew', 'feed_private', 'feed_public', 'event_public') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function calendar_since(), calendar_end(timestamptz), calendar_renew(uuid, bytea, timestamptz)
  to encuentro_family;
grant execute on function feed_private(bytea, timestamptz), feed_public(text, text, timestamptz, integer),
  event_public(uuid, timestamptz) to encuentro_anonymous;
