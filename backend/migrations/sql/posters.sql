-- Posters of events, small enough to be kept here, and who may see one: everybody, whoever may come, or its office alone.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

alter table poster
  add constraint poster_of_place foreign key (event_id, establishment_id) references event (id, establishment_id),
  add constraint poster_once unique (digest),
  add constraint poster_digest check (octet_length(digest) = 32),
  add constraint poster_said check (length(btrim(alt ->> 'es')) > 0),
  add constraint poster_size check (width >= 320 and height > 0),
  add constraint poster_agreed check (not recognisable or length(btrim(coalesce(consent_act, ''))) > 0),
  add constraint poster_shown_from check (shown_from > 0);
create index poster_by_event on poster (event_id, uploaded_at);

-- What is served: `width` pixels wide. Its address is made of the digest, so nothing of it ever changes.
create table poster_file (
  digest bytea not null references poster (digest) on delete cascade,
  width integer not null,
  format text not null,
  height integer not null,
  bytes bytea not null,
  primary key (digest, width, format),
  constraint poster_file_width_known check (width in (320, 720, 1280)),
  constraint poster_file_format_known check (format in ('webp', 'jpg')),
  constraint poster_file_size check (height between 1 and 2 * width and octet_length(bytes) between 1 and 614400)
);
alter table poster_file alter bytes set storage external; -- they are compressed already

do $$
declare
  name text;
begin
  foreach name in array array['poster', 'poster_file'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
  end loop;
end $$;
-- Nobody of an office writes over one, and one that families saw stays as a record.
grant select, insert, delete on poster to encuentro_staff;
create policy posted on poster for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy posted_insert on poster for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and uploaded_by = app_actor() and shown_from is null);
create policy posted_delete on poster for delete to encuentro_staff
  using (establishment_id = any (app_establishments()) and shown_from is null);
grant select, insert on poster_file to encuentro_staff;
create policy of_poster on poster_file for select to encuentro_staff
  using (exists (select from poster p where p.digest = poster_file.digest)); -- of those this member of staff may see
create policy of_poster_insert on poster_file for insert to encuentro_staff
  with check (exists (select from poster p where p.digest = poster_file.digest and p.shown_from is null));

-- A release shows what it carries, whoever writes the release.
create function poster_release() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update poster set shown_from = new.no
    where event_id = new.event_id and id::text = new.content ->> 'poster' and shown_from is null;
  return null;
end $$;
create trigger poster_release after insert on event_release for each row execute function poster_release();

-- The poster that an event shows now; nothing once a later release carries another, or none.
create function poster_of(e event) returns setof poster language sql stable as $$
    select p.* from poster p
    where p.event_id = e.id and p.id::text = e.content ->> 'poster' and p.shown_from <= e.release_no
  $$;

-- Whether everybody may see what an event shows: as long as the public page tells of one of its dates.
create function poster_is_open(e event, at timestamptz) returns boolean language sql stable as $$
    select e.release_no > 0 and e.audience in ('public', 'online')
      and exists (select from occurrence o where o.event_id = e.id and calendar_shows(o.starts_at, at))
  $$;

-- Whether the asking family finds one of the event's dates (`happening_of`).
create function poster_is_mine(e event, at timestamptz) returns boolean language sql stable as $$
    select current_setting('role') = 'encuentro_family' and e.release_no > 0 and exists (
      select from occurrence o where o.event_id = e.id and (
        exists (select from answer a where a.occurrence_id = o.id and a.account_id = app_actor())
        or o.ends_at > at and exists (select from event_ways(app_actor(), at) w where w.event_id = e.id)))
  $$;

-- One file of a poster that an event shows to whoever asks; no bytes for whoever holds them already.
create function poster_shown(sha bytea, wide integer, of_format text, held boolean, at timestamptz)
  returns table (for_everybody boolean, bytes bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
    select poster_is_open(e, at), case when not held then f.bytes end
    from poster p join event e on e.id = p.event_id
    join poster_file f on f.digest = p.digest and f.width = wide and f.format = of_format
    where p.digest = sha and p.id in (select s.id from poster_of(e) s)
      and (poster_is_open(e, at) or poster_is_mine(e, at))
  $$;

-- What a family is told of the posters of events that it finds.
create function posters_told(ids uuid[], at timestamptz)
  returns table (id uuid, digest bytea, alt jsonb, width integer, height integer)
  language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.digest, p.alt, p.width, p.height from poster p join event e on e.id = p.event_id
    where p.id = any (ids) and p.id in (select s.id from poster_of(e) s)
      and (poster_is_open(e, at) or poster_is_mine(e, at))
  $$;

-- What everybody may know of a date, and of its poster.
alter function public_shown(occurrence, event) rename to public_told;
create function public_shown(o occurrence, e event) returns jsonb language sql stable as $$
    select public_told(o, e) || jsonb_build_object('poster', (
      select jsonb_build_object('digest', encode(p.digest, 'hex'), 'alt', p.alt, 'width', p.width, 'height', p.height)
      from poster_of(e) p))
  $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('poster_release', 'poster_shown', 'posters_told') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function poster_shown(bytea, integer, text, boolean, timestamptz) to encuentro_anonymous, encuentro_family;
grant execute on function posters_told(uuid[], timestamptz) to encuentro_family;
