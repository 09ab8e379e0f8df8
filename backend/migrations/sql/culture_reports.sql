-- The yearly report of culture: what the office words itself of it. Figures are computed from what happened, never kept here.
-- Fields as the periodic report of the UNESCO 2005 Convention asks for one measure.

set local check_function_bodies = off; -- policies that seem to lead in a circle are met by an owner who is no superuser

create table culture_report (
  id uuid primary key,
  establishment_id varchar(40) not null references establishment (id),
  year integer not null,
  version integer not null,
  content jsonb not null, -- shape of `rules/measure.py`
  edited_at timestamptz not null,
  edited_by uuid not null,
  constraint culture_report_once unique (establishment_id, year),
  constraint culture_report_year check (year between 2000 and 2200),
  constraint culture_report_version check (version > 0)
);

-- People who took part in a year's dates that were held, each once, by sex and by age in years on the day of the first of
-- them; null: nobody knows when they were born. Who has moved since is counted where they took part, so whoever counts
-- cannot read them all: counts alone are answered.
create function culture_people(places varchar[], first timestamptz, until timestamptz, now timestamptz)
  returns table (sex text, age integer, people bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
    with word as (
      select distinct on (p.occurrence_id, p.inmate_id) p.inmate_id, p.minutes, o.starts_at
      from occurrence o join part_mark p on p.occurrence_id = o.id
      where o.establishment_id = any (places)
        and (current_setting('role') = 'encuentro_worker' or o.establishment_id = any (app_establishments()))
        and o.starts_at >= first and o.starts_at < until and o.state = 'planned' and o.ends_at <= now
      order by p.occurrence_id, p.inmate_id, p.marked_at desc, p.id desc
    ), began as (
      select inmate_id, (min(starts_at) at time zone 'America/Lima')::date as on_day from word where minutes > 0 group by 1
    )
    select i.sex::text, extract(year from age(b.on_day, i.born_on))::integer, count(*)
    from began b join inmate i on i.id = b.inmate_id group by 1, 2
  $$;
grant create on schema public to encuentro_worker;
alter function culture_people(varchar[], timestamptz, timestamptz, timestamptz) owner to encuentro_worker;
revoke all on function culture_people(varchar[], timestamptz, timestamptz, timestamptz) from public;
grant execute on function culture_people(varchar[], timestamptz, timestamptz, timestamptz) to encuentro_staff;
revoke create on schema public from encuentro_worker;

alter table culture_report enable row level security;
alter table culture_report force row level security;
grant select, insert, update, delete on culture_report to encuentro_worker;
create policy worker on culture_report to encuentro_worker using (true) with check (true);
grant select, insert, update (version, content, edited_at, edited_by) on culture_report to encuentro_staff;
create policy posted on culture_report for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy posted_insert on culture_report for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and edited_by = app_actor());
create policy posted_update on culture_report for update to encuentro_staff using (establishment_id = any (app_establishments()))
  with check (edited_by = app_actor());
