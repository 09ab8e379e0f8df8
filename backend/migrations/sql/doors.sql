-- Who came to a date, and who took part in it: marks made at a door, on phones that may have no signal for hours. A mark is
-- never changed; another may take it back. So the same marks in any order, from any phones, sent any number of times, come
-- to the same: what counts is the set of them. Nothing here decides who gets a place.

set local check_function_bodies = off; -- policies that seem to lead in a circle are met by an owner who is no superuser

-- A mark may come before what it takes back, and after the account of whom it marks was erased: neither is a foreign key.
create table door_mark (
  id uuid primary key, -- made on the phone that marked
  occurrence_id uuid not null,
  establishment_id varchar(40) not null,
  guest_key uuid, -- of `door_guest`: a guest of a household; null: places of no account, or nobody who was expected
  open_answer_id uuid, -- of no account: so many of it came
  guest_class varchar(12) not null, -- relative, public, official, inmate, staff
  adults integer not null,
  children integer not null,
  undoes uuid, -- this mark says that another was a mistake, and counts nobody; it cannot be taken back itself
  marked_at timestamptz not null, -- by the phone's clock, corrected by what the phone knew of ours
  marked_by uuid not null,
  recorded_at timestamptz not null,
  constraint door_mark_of_date foreign key (occurrence_id, establishment_id) references occurrence (id, establishment_id),
  constraint door_mark_class_known check (guest_class in ('relative', 'public', 'official', 'inmate', 'staff')),
  constraint door_mark_people check (adults between 0 and 100000 and children between 0 and 100000
    and (adults + children > 0) = (undoes is null)),
  constraint door_mark_one_guest check (guest_key is null or open_answer_id is null and adults + children = 1),
  constraint door_mark_undoes_another check (undoes is null
    or undoes <> id and guest_key is null and open_answer_id is null)
);
create index door_mark_of_occurrence on door_mark (occurrence_id, recorded_at);
create index door_mark_undone on door_mark (undoes) where undoes is not null;

-- What somebody counted without marking anybody: the latest of a class is what stands.
create table door_count (
  id uuid primary key,
  occurrence_id uuid not null,
  establishment_id varchar(40) not null,
  guest_class varchar(12) not null,
  adults integer not null,
  children integer not null,
  counted_at timestamptz not null, -- as `marked_at`
  counted_by uuid not null,
  constraint door_count_of_date foreign key (occurrence_id, establishment_id) references occurrence (id, establishment_id),
  constraint door_count_class_known check (guest_class in ('relative', 'public', 'official', 'inmate', 'staff')),
  constraint door_count_people check (adults >= 0 and children >= 0 and adults + children <= 100000)
);
create index door_count_of_occurrence on door_count (occurrence_id, guest_class, counted_at desc, id desc);

-- Somebody held who took part in a date, and for how long: the latest word of a person stands. Nought minutes: was not there.
create table part_mark (
  id uuid primary key, -- made on the phone
  occurrence_id uuid not null,
  establishment_id varchar(40) not null,
  inmate_id uuid not null references inmate (id),
  minutes integer not null,
  marked_at timestamptz not null,
  marked_by uuid not null,
  recorded_at timestamptz not null,
  constraint part_mark_of_date foreign key (occurrence_id, establishment_id) references occurrence (id, establishment_id),
  constraint part_mark_minutes check (minutes between 0 and 1440)
);
create index part_mark_of_occurrence on part_mark (occurrence_id, inmate_id, marked_at desc, id desc);
create index part_mark_of_inmate on part_mark (inmate_id);

-- That somebody took part in an activity for so many hours. It names no prison.
create table hours_certificate (
  id uuid primary key,
  number text not null, -- as those of income: 120 random bits and a check sign
  establishment_id varchar(40) not null references establishment (id),
  event_id uuid not null,
  inmate_id uuid not null references inmate (id),
  minutes integer not null,
  dates integer not null,
  first_on date not null,
  last_on date not null,
  title text not null, -- of the activity or its programme, as it was on that day; it tells no place
  issued_at timestamptz not null,
  issued_by uuid not null,
  constraint hours_certificate_of_event foreign key (event_id, establishment_id) references event (id, establishment_id),
  constraint hours_certificate_number unique (number),
  constraint hours_certificate_number_shape check (number ~ '^[2-9A-HJ-NP-Z]{25}$'),
  constraint hours_certificate_hours check (minutes > 0 and dates > 0 and first_on <= last_on),
  constraint hours_certificate_once unique (event_id, inmate_id, minutes, dates, first_on, last_on)
);
create index hours_certificate_of_inmate on hours_certificate (inmate_id, issued_at);
create index hours_certificate_by_place on hours_certificate (establishment_id, issued_at);

create function attendance_only_add() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'check_violation';
end $$;

-- A guest at one date, whichever phone marks them and by whichever answer they come. Once a guest's account is erased it
-- leads to nobody, and not from one date to another.
create function door_guest(date_id uuid, visitor_id uuid) returns uuid language sql immutable as $$
  select md5(date_id::text || visitor_id::text)::uuid
$$;

-- Marks of dates that nobody took back.
create function door_standing(dates uuid[]) returns setof door_mark language sql stable as $$
    select m.* from door_mark m
    where m.occurrence_id = any (dates) and m.undoes is null
      and not exists (select from door_mark u where u.undoes = m.id and u.occurrence_id = m.occurrence_id)
  $$;

-- How many of each class were marked at dates: a guest once, as the latest mark says; of places of no account no more than
-- there were; and everybody else.
create function door_marked(dates uuid[])
  returns table (occurrence_id uuid, guest_class text, adults integer, children integer) language sql stable as $$
    with standing as materialized (
      select * from door_standing(dates)
    ), came as (
      (select distinct on (s.guest_key) s.occurrence_id, s.guest_class, s.adults, s.children
        from standing s where s.guest_key is not null order by s.guest_key, s.marked_at desc, s.id desc)
      union all
      select s.occurrence_id, (array_agg(s.guest_class order by s.marked_at desc, s.id desc))[1],
        least(sum(s.adults), a.adults), least(sum(s.children), a.children)
      from standing s join open_answer a on a.id = s.open_answer_id group by s.occurrence_id, a.id
      union all
      select s.occurrence_id, s.guest_class, s.adults, s.children
      from standing s where s.guest_key is null and s.open_answer_id is null
    )
    select c.occurrence_id, c.guest_class::text, sum(c.adults)::integer, sum(c.children)::integer from came c group by 1, 2
  $$;

-- Households that are expected at a date, or came though they gave their places back since: a row a guest. Never through
-- whom they come. The office may not read every visitor of a date that is for everybody, so this reads them.
create function door_parties(asked uuid)
  returns table (answer_id uuid, visitor_id uuid, guest_key uuid, given_names text, surnames text, adult boolean,
    document_cipher bytea)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform event_check_office((select o.establishment_id from occurrence o where o.id = asked));
  return query
    with standing as materialized (select s.guest_key from door_standing(array[asked]) s)
    select a.id, v.id, door_guest(asked, v.id), v.given_names, v.surnames, g.adult, v.document_cipher
    from answer a join answer_guest g on g.answer_id = a.id join visitor v on v.id = g.visitor_id
    where a.occurrence_id = asked and (a.state = 'going' or exists (
        select from answer_guest h
        where h.answer_id = a.id and door_guest(asked, h.visitor_id) in (select s.guest_key from standing s))
      and not exists (select from answer b where b.occurrence_id = asked and b.account_id = a.account_id and b.state = 'going'))
    order by v.surnames, v.given_names, a.id, v.id;
end $$;

-- Hours that people took part in the dates of an event that are over and stand: of each date and person the latest word.
create function part_hours(of_event uuid, at timestamptz)
  returns table (inmate_id uuid, minutes integer, dates integer, first_on date, last_on date) language sql stable as $$
    with word as (
      select distinct on (p.occurrence_id, p.inmate_id) p.inmate_id, p.minutes, event_day(o.starts_at) as on_day
      from occurrence o join part_mark p on p.occurrence_id = o.id
      where o.event_id = of_event and o.state = 'planned' and o.ends_at <= at
      order by p.occurrence_id, p.inmate_id, p.marked_at desc, p.id desc
    )
    select w.inmate_id, sum(w.minutes)::integer, count(*)::integer, min(w.on_day), max(w.on_day)
    from word w where w.minutes > 0 group by w.inmate_id
  $$;

-- As in `family_readings.sql`, and of hours in an activity: its title, how many minutes, and the day of issue. That holds
-- while whoever took part has as many: grown hours leave an older paper true, a correction downwards does not.
drop function certificate_check(text, timestamptz);
create function certificate_check(said text, at timestamptz)
  returns table (month date, total bigint, issued_on date, title text, minutes integer, holds boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.month, c.total, null::date, null::text, null::integer,
      coalesce((certificate_month(c.inmate_id, c.period_id, at)).total = c.total, false)
    from income_certificate c where c.number = said
    union all
    select null, null, (c.issued_at at time zone 'America/Lima')::date, null, null, true
    from contribution_certificate c where c.number = said
    union all
    select null, null, event_day(c.issued_at), c.title, c.minutes, exists (
      select from part_hours(c.event_id, at) h where h.inmate_id = c.inmate_id and h.minutes >= c.minutes)
    from hours_certificate c where c.number = said
  $$;

do $$
declare
  name text;
begin
  foreach name in array array['door_mark', 'door_count', 'part_mark', 'hours_certificate'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function attendance_only_add()',
      name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function attendance_only_add()',
      name || '_not_truncated', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
    execute format('grant select, insert on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff using (
      establishment_id = any (app_establishments()))', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff with check (
      establishment_id = any (app_establishments()) and %I = app_actor())', name,
      case name when 'door_count' then 'counted_by' when 'hours_certificate' then 'issued_by' else 'marked_by' end);
  end loop;
end $$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('door_parties', 'certificate_check') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function door_parties(uuid) to encuentro_staff;
grant execute on function certificate_check(text, timestamptz) to encuentro_anonymous;
