-- On which days an inmate was held where, and out. Computed from custody events, never written by hand: a day of leaving is
-- a day of both places, and of being held as well as released.
create table custody_span (
  inmate_id uuid not null references inmate (id),
  establishment_id text not null,
  kind text not null constraint custody_span_kind_known check (kind in ('held', 'out')),
  during daterange not null constraint custody_span_holds_a_day check (not isempty(during))
);
create index custody_span_of_inmate on custody_span (inmate_id);

-- What the events say, in the order of days and of recording. An outing lasts until the register says that the person is
-- back, whatever day was planned for it. `people` null: everybody.
create function custody_spans_of(people uuid[])
  returns table (inmate_id uuid, establishment_id text, kind text, during daterange) language sql stable as $$
  with told as (
    select e.inmate_id, e.effective_on, e.recorded_no, e.kind = 'outing' as away,
      e.kind in ('stage_change', 'regime_change', 'pavilion_change') as beside,
      case when e.kind in ('monitoring_installed', 'semi_liberty', 'conditional_release', 'release', 'transfer_abroad',
          'evasion', 'death') then null
        when e.kind = 'transfer' then coalesce(e.facts ->> 'to', e.establishment_id) else e.establishment_id end as place
    from custody_event e
    where (people is null or e.inmate_id = any (people))
      and e.kind not in ('conviction', 'monitoring_ordered', 'monitoring_breach')
  ), moved as (
    select *, place is distinct from lag(place) over (partition by inmate_id order by effective_on, recorded_no) as turns
    from told
  ), stays as (
    select inmate_id, place, effective_on,
      lead(effective_on) over (partition by inmate_id order by effective_on, recorded_no) as left_on
    from moved where turns
  ), gone as (
    select *, away is distinct from lag(away, 1, false) over (partition by inmate_id order by effective_on, recorded_no) as turns
    from told where not beside
  ), outings as (
    select inmate_id, place, away, effective_on,
      lead(effective_on) over (partition by inmate_id order by effective_on, recorded_no) as back_on
    from gone where turns
  )
  select inmate_id, place, 'held', daterange(effective_on, left_on, '[]') from stays where place is not null
  union all
  select inmate_id, place, 'out', daterange(effective_on, back_on, '[]') from outings where away
$$;

-- The inmate's row is locked, so that of two events at once the second computes from both.
create function custody_span_rebuild(people uuid[]) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from inmate where people is null or id = any (people) order by id for no key update;
  delete from custody_span where people is null or inmate_id = any (people);
  insert into custody_span select * from custody_spans_of(people);
end $$;

create function custody_span_follow() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform custody_span_rebuild(array(select distinct inmate_id from changed));
  return null;
end $$;
create trigger custody_span_added after insert on custody_event referencing new table as changed
  for each statement execute function custody_span_follow();
create trigger custody_span_changed after update on custody_event referencing new table as changed
  for each statement execute function custody_span_follow();
create trigger custody_span_changed_from after update on custody_event referencing old table as changed
  for each statement execute function custody_span_follow();
create trigger custody_span_removed after delete on custody_event referencing old table as changed
  for each statement execute function custody_span_follow();

-- Whether a person could work at a place on a day: held there, and not between leaving for an outing and coming back.
create function custody_is_inside(person uuid, place text, on_day date) returns boolean language sql stable as $$
  select exists (select from custody_span where inmate_id = person and kind = 'held' and establishment_id = place
      and during @> on_day)
    and not exists (select from custody_span where inmate_id = person and kind = 'out'
      and lower(during) < on_day and (upper_inf(during) or upper(during) - 1 > on_day))
$$;
