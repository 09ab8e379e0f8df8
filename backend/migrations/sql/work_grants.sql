-- Who reaches what of work. Families reach none of it here: what they may read is put together where consent is kept.
do $$
declare
  name text;
begin
  foreach name in array array['workshop', 'agreement', 'price', 'enrolment', 'holiday', 'work_authorisation', 'work_record',
      'work_piece', 'work_answer', 'work_conflict', 'work_sheet', 'work_sheet_line', 'work_month', 'work_month_line',
      'work_review', 'work_day', 'custody_span'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
  end loop;
  foreach name in array array['workshop', 'agreement', 'price', 'enrolment', 'work_authorisation', 'work_record', 'work_piece',
      'work_answer', 'work_conflict', 'work_sheet', 'work_sheet_line', 'work_month', 'work_month_line', 'work_review',
      'custody_span'] loop
    execute format('grant select on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff using (establishment_id = any (app_establishments()))', name);
  end loop;
  -- The author is whoever asks.
  foreach name in array array['agreement', 'price', 'enrolment', 'work_authorisation', 'work_record', 'work_answer',
      'work_conflict'] loop
    execute format('grant insert on %I to encuentro_staff', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff'
      ' with check (establishment_id = any (app_establishments()) and recorded_by = app_actor())', name);
  end loop;
  foreach name in array array['workshop', 'work_piece', 'work_sheet_line', 'work_month_line'] loop
    execute format('grant insert on %I to encuentro_staff', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff with check (establishment_id = any (app_establishments()))', name);
  end loop;
  foreach name in array array['workshop', 'agreement', 'enrolment', 'work_conflict', 'work_month', 'work_month_line'] loop
    execute format('create policy posted_update on %I for update to encuentro_staff using (establishment_id = any (app_establishments()))', name);
  end loop;
end $$;
grant insert on work_sheet to encuentro_staff;
create policy posted_insert on work_sheet for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and entered_by = app_actor());
grant update (closed_on) on workshop to encuentro_staff;
grant update (ended_on) on agreement to encuentro_staff;
grant update (ended_on, end_reason, consent_withdrawn_on) on enrolment to encuentro_staff;
grant update (settled_at, settled_by, kept, record_id) on work_conflict to encuentro_staff;
create policy own_word on work_conflict as restrictive for update to encuentro_staff
  using (true) with check (settled_by = app_actor());
grant update (state, reviewed_by, reviewed_at, digest) on work_month to encuentro_staff;
create policy own_word on work_month as restrictive for update to encuentro_staff
  using (true) with check (state = 'draft' or reviewed_by = app_actor());
grant update, delete on work_month_line to encuentro_staff;
create policy posted_delete on work_month_line for delete to encuentro_staff using (establishment_id = any (app_establishments()));
grant select on holiday to encuentro_family, encuentro_staff;
create policy everybody on holiday for select to encuentro_family, encuentro_staff using (true);

-- What must see more than its caller runs as the worker.
grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('custody_span_rebuild', 'custody_span_follow', 'work_record_check', 'work_day_follow', 'work_piece_check',
        'work_answer_check', 'enrolment_guard', 'work_month_guard', 'work_month_follow', 'work_month_line_guard',
        'work_month_close') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function work_month_close(uuid, timestamptz, uuid) to encuentro_staff;

-- Where everybody is by the events there are.
select custody_span_rebuild(null);
