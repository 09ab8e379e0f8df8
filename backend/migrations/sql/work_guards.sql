-- What must hold between rows of work, whatever the application does and whoever writes. A refusal names its guard as a
-- constraint, so that the application can say why.
create function work_refuse(guard text, words text) returns void language plpgsql as $$
begin
  raise exception '%', words using errcode = 'check_violation', constraint = guard;
end $$;

create function work_refuse_change() returns trigger language plpgsql as $$
begin
  perform work_refuse('work_append_only', tg_table_name || ' is only added to');
  return null;
end $$;
do $$
declare
  name text;
begin
  foreach name in array array['price', 'work_authorisation', 'work_piece', 'work_answer', 'work_sheet', 'work_sheet_line'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function work_refuse_change()',
      name || '_append_only', name);
  end loop;
  foreach name in array array['price', 'work_authorisation', 'work_piece', 'work_answer', 'work_sheet', 'work_sheet_line',
      'work_record', 'work_day', 'work_month', 'work_month_line', 'work_review', 'work_conflict', 'enrolment'] loop
    execute format('create trigger %I before truncate on %I for each statement execute function work_refuse_change()',
      name || '_not_truncated', name);
  end loop;
  foreach name in array array['work_record', 'work_day', 'work_month', 'work_review', 'work_conflict', 'enrolment'] loop
    execute format('create trigger %I before delete on %I for each row execute function work_refuse_change()',
      name || '_not_deleted', name);
  end loop;
end $$;

create function work_lima_day(at timestamptz) returns date language sql immutable as
  $$ select (at at time zone 'America/Lima')::date $$;

-- The month stays open until this transaction ends: closing and reviewing wait for it. A review of it is void from now on.
create function work_month_open(of_workshop uuid, of_place text, on_day date) returns void
  language plpgsql as $$
declare
  first_on date := date_trunc('month', on_day::timestamp)::date;
  found_month work_month;
begin
  select * into found_month from work_month where workshop_id = of_workshop and month = first_on;
  if found_month.id is null then
    insert into work_month (establishment_id, workshop_id, month) values (of_place, of_workshop, first_on)
      on conflict (workshop_id, month) do nothing;
  end if;
  if found_month.state = 'reviewed' then
    perform from work_month where id = found_month.id for no key update;
  end if;
  select * into found_month from work_month where workshop_id = of_workshop and month = first_on for share;
  if found_month.state = 'closed' then
    perform work_refuse('work_month_closed', 'the month is closed');
  elsif found_month.state = 'reviewed' then
    update work_month set state = 'draft', reviewed_by = null, reviewed_at = null, digest = null where id = found_month.id;
  end if;
end $$;

-- One record takes the place of another, once, of the same inmate. Its author may do so on the same day; later somebody else.
create function work_replace(new_record work_record) returns void language plpgsql as $$
declare
  old_record work_record;
begin
  select * into old_record from work_record where id = new_record.supersedes_id for no key update;
  if old_record.id is not null then
    perform work_month_open(old_record.workshop_id, old_record.establishment_id, old_record.worked_on);
  end if;
  if old_record.inmate_id is distinct from new_record.inmate_id
      or old_record.establishment_id is distinct from new_record.establishment_id then
    perform work_refuse('work_record_same_inmate', 'a correction is of the same inmate');
  elsif not old_record.live then
    perform work_refuse('work_record_superseded_once', 'superseded already');
  elsif old_record.recorded_by = new_record.recorded_by
      and work_lima_day(old_record.recorded_at) <> work_lima_day(new_record.recorded_at) then
    perform work_refuse('work_record_own_same_day', 'after its day a record is corrected by a second person');
  end if;
  update work_record set live = false where id = old_record.id;
  update work_day set minutes = minutes - old_record.minutes
    where inmate_id = old_record.inmate_id and on_day = old_record.worked_on;
end $$;

-- To have worked must have been possible; not to have worked always is.
create function work_check_possible(new_record work_record) returns void language plpgsql as $$
declare
  held enrolment;
begin
  select * into held from enrolment where id = new_record.enrolment_id for share;
  if new_record.worked_on < held.started_on or new_record.worked_on > held.ended_on then
    perform work_refuse('work_record_enrolled', 'outside the enrolment');
  elsif new_record.worked_on < held.consent_on or new_record.worked_on > held.consent_withdrawn_on then
    perform work_refuse('work_record_consented', 'without consent');
  elsif not custody_is_inside(new_record.inmate_id, new_record.establishment_id, new_record.worked_on)
      or not custody_is_inside(new_record.inmate_id, new_record.establishment_id, work_lima_day(new_record.ends_at)) then
    perform work_refuse('work_record_inside', 'not held there on that day');
  end if;
end $$;

-- Holidays count only by authorisation, and an authorisation is of the place, the day and the workshop.
create function work_check_day(new_record work_record) returns void language plpgsql as $$
declare
  is_holiday boolean := exists (select from holiday where on_day = new_record.worked_on);
begin
  if is_holiday and new_record.authorisation_id is null and new_record.not_counted is null then
    perform work_refuse('work_record_holiday_not_counted', 'a holiday counts by authorisation');
  elsif not is_holiday and new_record.not_counted = 'holiday' then
    perform work_refuse('work_record_not_counted_true', 'not a holiday');
  elsif new_record.authorisation_id is not null and not exists (select from work_authorisation a
      where a.id = new_record.authorisation_id and a.establishment_id = new_record.establishment_id
        and a.on_day = new_record.worked_on and coalesce(a.workshop_id, new_record.workshop_id) = new_record.workshop_id) then
    perform work_refuse('work_record_authorisation', 'an authorisation of another day or place');
  end if;
end $$;

create function work_record_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.live := true;
  new.written_in := pg_current_xact_id();
  if new.recorded_at > clock_timestamp() + interval '5 minutes' then
    perform work_refuse('work_record_clock', 'recorded later than now');
  end if;
  perform work_month_open(new.workshop_id, new.establishment_id, new.worked_on);
  if new.supersedes_id is not null then
    perform work_replace(new);
  end if;
  if new.minutes > 0 then
    perform work_check_possible(new);
  end if;
  perform work_check_day(new);
  return new;
end $$;
create trigger work_record_check before insert on work_record for each row execute function work_record_check();

create function work_day_follow() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into work_day values (new.inmate_id, new.worked_on, new.minutes)
    on conflict (inmate_id, on_day) do update set minutes = work_day.minutes + excluded.minutes;
  return null;
end $$;
create trigger work_day_follow after insert on work_record for each row execute function work_day_follow();

-- A record changes only by being superseded, and by that alone.
create function work_record_guard() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 or not old.live or new.live
      or to_jsonb(new) - 'live' - 'countable_minutes' <> to_jsonb(old) - 'live' - 'countable_minutes' then
    perform work_refuse('work_append_only', 'a record is superseded, not changed');
  end if;
  return new;
end $$;
create trigger work_record_guard before update on work_record for each row execute function work_record_guard();

create function work_day_guard() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    perform work_refuse('work_append_only', 'the hours of a day follow its records');
  end if;
  return new;
end $$;
create trigger work_day_guard before insert or update on work_day for each row execute function work_day_guard();

-- Pieces come in the transaction of their record, at the price that is live for the record's day.
create function work_piece_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  done work_record;
  used price;
begin
  select * into done from work_record where id = new.record_id;
  select * into used from price where id = new.price_id;
  new.establishment_id := done.establishment_id;
  if not done.live or done.written_in <> pg_current_xact_id() then
    perform work_refuse('work_piece_with_record', 'pieces come with their record');
  elsif done.minutes = 0 then
    perform work_refuse('work_piece_of_work', 'who was absent made nothing');
  elsif used.workshop_id <> done.workshop_id then
    perform work_refuse('work_piece_price_of_workshop', 'a price of another workshop');
  elsif used.id is distinct from
      price_live(used.workshop_id, used.product, used.operation, used.grade, done.worked_on) then
    perform work_refuse('work_piece_price_live', 'not the price of that day');
  elsif used.basis <> 'piece' and new.rejected > 0
      or used.basis = 'hour' and new.made > done.minutes or used.basis in ('day', 'subsidy') and new.made > 1 then
    perform work_refuse('work_piece_basis', 'more than the basis of the price allows');
  end if;
  return new;
end $$;
create trigger work_piece_check before insert on work_piece for each row execute function work_piece_check();

create function work_answer_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  done work_record;
begin
  select * into done from work_record where id = new.record_id for share;
  new.establishment_id := done.establishment_id;
  if not done.live or new.at < done.recorded_at then
    perform work_refuse('work_answer_to_live', 'an answer is to the record that stands');
  end if;
  return new;
end $$;
create trigger work_answer_check before insert on work_answer for each row execute function work_answer_check();

-- An enrolment ends once, and its consent is withdrawn once, not before the last day that was worked by it.
create function enrolment_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if to_jsonb(new) - '{ended_on,end_reason,consent_withdrawn_on}'::text[]
        <> to_jsonb(old) - '{ended_on,end_reason,consent_withdrawn_on}'::text[]
      or old.ended_on is not null and (new.ended_on, new.end_reason) is distinct from (old.ended_on, old.end_reason)
      or old.consent_withdrawn_on is not null and new.consent_withdrawn_on is distinct from old.consent_withdrawn_on then
    perform work_refuse('enrolment_append_only', 'an enrolment is made once and ended once');
  elsif exists (select from work_record where enrolment_id = new.id and live and minutes > 0
      and worked_on > least(new.ended_on, new.consent_withdrawn_on)) then
    perform work_refuse('enrolment_has_later_work', 'work of a later day is recorded');
  end if;
  return new;
end $$;
create trigger enrolment_guard before update on enrolment for each row execute function enrolment_guard();

-- A conflict is settled once.
create function work_conflict_guard() returns trigger language plpgsql as $$
begin
  if old.settled_at is not null
      or to_jsonb(new) - '{settled_at,settled_by,kept,record_id}'::text[]
        <> to_jsonb(old) - '{settled_at,settled_by,kept,record_id}'::text[] then
    perform work_refuse('work_append_only', 'a conflict is settled once');
  end if;
  return new;
end $$;
create trigger work_conflict_guard before update on work_conflict for each row execute function work_conflict_guard();
