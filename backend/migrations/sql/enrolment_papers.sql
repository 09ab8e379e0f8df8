-- Papers of an enrolment, grades of prices, and ends of agreements.

set local check_function_bodies = off; -- the functions read tables of other owners

-- What the agreement takes away for a late order: a price like any other, counted against who made it late.
alter table price
  drop constraint price_basis_known,
  add constraint price_basis_known check (basis in ('piece', 'hour', 'day', 'sale_share', 'subsidy', 'bonus', 'penalty', 'zero'));

create or replace function work_amount(basis text, rate numeric, quantity bigint) returns numeric language sql immutable as $$
  select case basis when 'hour' then rate * quantity / 60 when 'sale_share' then rate * quantity / 100
    when 'penalty' then -rate * quantity when 'subsidy' then 0 when 'zero' then 0 else rate * quantity end
$$;

alter table work_record
  drop constraint work_record_flags_known,
  add constraint work_record_flags_known check (flags <@ array['over_8h', 'sunday', 'holiday', 'place', 'isolation',
    'shift_lost', 'seventh_day', 'all_night', 'training_over']);

-- The sheets on which somebody consents and takes it back, by number; none where none was written down.
alter table enrolment
  add column consent_act text,
  add column withdrawn_act text,
  add constraint enrolment_consent_act check (length(btrim(consent_act)) between 1 and 120),
  add constraint enrolment_withdrawn_act check (withdrawn_act is null
    or consent_withdrawn_on is not null and length(btrim(withdrawn_act)) between 1 and 120);
grant update (withdrawn_act) on enrolment to encuentro_staff;

-- An enrolment ends once, and its consent is withdrawn once, with its sheet, not before the last day that was worked by it.
create or replace function enrolment_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ends text[] := '{ended_on,end_reason,consent_withdrawn_on,withdrawn_act}';
begin
  if to_jsonb(new) - ends <> to_jsonb(old) - ends
      or old.ended_on is not null and (new.ended_on, new.end_reason) is distinct from (old.ended_on, old.end_reason)
      or old.consent_withdrawn_on is not null and (new.consent_withdrawn_on, new.withdrawn_act)
        is distinct from (old.consent_withdrawn_on, old.withdrawn_act) then
    perform work_refuse('enrolment_append_only', 'an enrolment is made once and ended once');
  elsif exists (select from work_record where enrolment_id = new.id and live and minutes > 0
      and worked_on > least(new.ended_on, new.consent_withdrawn_on)) then
    perform work_refuse('enrolment_has_later_work', 'work of a later day is recorded');
  end if;
  return new;
end $$;

-- An agreement ends once; what it said stays.
create function agreement_guard() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'ended_on' <> to_jsonb(old) - 'ended_on' or old.ended_on is not null then
    perform work_refuse('agreement_append_only', 'an agreement is made once and ended once');
  end if;
  return new;
end $$;
create trigger agreement_guard before update on agreement for each row execute function agreement_guard();
create trigger agreement_not_deleted before delete on agreement for each row execute function work_refuse_change();
create trigger agreement_not_truncated before truncate on agreement for each statement execute function work_refuse_change();

-- Pieces come in the transaction of their record, at the price that is live for the record's day and of the worker's grade.
create or replace function work_piece_check() returns trigger
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
  elsif used.grade <> (select coalesce(e.grade, '') from enrolment e where e.id = done.enrolment_id) then
    perform work_refuse('work_piece_price_of_grade', 'a price of another grade');
  elsif used.id is distinct from
      price_live(used.workshop_id, used.product, used.operation, used.grade, done.worked_on) then
    perform work_refuse('work_piece_price_live', 'not the price of that day');
  elsif used.basis <> 'piece' and new.rejected > 0
      or used.basis = 'hour' and new.made > done.minutes or used.basis in ('day', 'subsidy') and new.made > 1 then
    perform work_refuse('work_piece_basis', 'more than the basis of the price allows');
  end if;
  return new;
end $$;
