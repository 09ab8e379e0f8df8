-- One page of a person's events, newest first, also those of the prisons they came from, where the caller holds no role.
create function custody_events(person uuid, before_on date, before_no bigint, at_most integer)
  returns table (id uuid, kind text, effective_on date, recorded_at timestamptz, recorded_no bigint, establishment text,
    to_establishment text, pavilion text, regime text, stage text, until date, secret_until date)
  language plpgsql stable security definer set search_path = public as $$
begin
  perform custody_check_posted(person);
  return query
    select e.id, e.kind::text, e.effective_on, e.recorded_at, e.recorded_no, here.name, there.name, wing.name,
      e.facts ->> 'regime', e.facts ->> 'stage', (e.facts ->> 'until')::date, (e.facts ->> 'secret_until')::date
    from custody_event e
    join establishment here on here.id = e.establishment_id
    left join establishment there on there.id = e.facts ->> 'to'
    left join pavilion wing on wing.id = (e.facts ->> 'pavilion_id')::uuid
    where e.inmate_id = person and (before_on is null or (e.effective_on, e.recorded_no) < (before_on, before_no))
    order by e.effective_on desc, e.recorded_no desc limit at_most;
end $$;

grant create on schema public to encuentro_worker;
alter function custody_events(uuid, date, bigint, integer) owner to encuentro_worker;
revoke all on function custody_events(uuid, date, bigint, integer) from public;
grant execute on function custody_events(uuid, date, bigint, integer) to encuentro_staff, encuentro_worker;
revoke create on schema public from encuentro_worker;
