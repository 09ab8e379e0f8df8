-- Advances and adjustments that nobody approved, and what a late correction adds to the count of days.

set local check_function_bodies = off; -- the functions read tables of other owners

-- What waits for a second person can be ended instead: refused by another, who says why, or withdrawn by who recorded it.
do $$
declare
  name text;
  once text;
begin
  for name, once in values ('material_advance', 'approved_at, approved_by, journal_id, ended_at, ended_by, why'),
      ('pending_adjustment', 'approved_at, approved_by, used_in, ended_at, ended_by, why') loop
    execute format('alter table %I add column ended_at timestamptz, add column ended_by uuid, add column why text,
      add constraint %I check (num_nonnulls(ended_at, ended_by) in (0, 2)
        and (why is not null) = coalesce(ended_by <> recorded_by, false)),
      add constraint %I check (num_nonnulls(approved_at, ended_at) <= 1),
      add constraint %I check (length(btrim(why)) between 10 and 500)',
      name, name || '_ended_whole', name || '_ends_one_way', name || '_why');
    execute format('drop trigger %I on %I', name || '_append_only', name);
    execute format('create trigger %I before update or delete on %I for each row execute function earnings_only_add(%s)',
      name || '_append_only', name, once);
    execute format('grant update (ended_at, ended_by, why) on %I to encuentro_worker, encuentro_staff', name);
    execute format('create policy own_end on %I as restrictive for update to encuentro_staff
      using (true) with check (ended_by is null or ended_by = app_actor())', name);
  end loop;
end $$;

-- Hours of a day that a statement has told of, more or fewer than it told: a day beside the money, or without any.
alter table pending_adjustment add column worked_on date, add column minutes smallint,
  drop constraint pending_adjustment_amount,
  add constraint pending_adjustment_amount check (abs(amount) <= 100000000 and (amount <> 0 or minutes is not null)),
  add constraint pending_adjustment_day check (num_nonnulls(worked_on, minutes) in (0, 2) and minutes <> 0
    and abs(minutes) <= 1440 and worked_on >= of_month and worked_on < of_month + interval '1 month');

-- What was a line of a returned statement waits again, hours too; what a confirmed one could not bear of corrections waits
-- for the next: money alone, for hours are always borne.
create or replace function statement_decided() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.outcome = 'returned' then
    insert into pending_adjustment (inmate_id, establishment_id, of_month, of_line, amount, worked_on, minutes, reason,
        recorded_at, recorded_by, approved_at, approved_by)
      select inmate_id, establishment_id, of_month, of_line, amount, worked_on, minutes, reason, recorded_at, recorded_by,
        approved_at, approved_by
      from pending_adjustment where used_in = new.statement_id;
  else
    insert into pending_adjustment (inmate_id, establishment_id, of_month, of_line, amount, reason, recorded_at, recorded_by,
        approved_at, approved_by)
      select s.inmate_id, s.establishment_id, s.month, 'adjustment', a.amount - l.booked, 'could not be borne by the month before',
        new.decided_at, s.made_by, new.decided_at, new.decided_by
      from earning_statement s,
        (select coalesce(sum(amount), 0) as amount from pending_adjustment where used_in = new.statement_id) a,
        (select coalesce(sum(booked), 0) as booked from statement_line
          where statement_id = new.statement_id and code = 'adjustment') l
      where s.id = new.statement_id and a.amount <> l.booked;
  end if;
  return null;
end $$;

-- A review of a month that not everybody answered says why, and keeps how many had not answered or did not agree.
alter table work_month add constraint work_month_review_why check (length(btrim(review_why)) between 10 and 500);
alter table work_review add constraint work_review_says_why check (coalesce(unanswered, 0) = 0 or why is not null);
grant update (review_why) on work_month to encuentro_staff;

-- Its name puts it behind the guard of the month's steps.
create function work_month_said() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'draft' then
    new.review_why := null;
  elsif new.state = 'closed' then
    new.review_why := old.review_why;
  elsif new.review_why is null and exists (select from work_month_line where month_id = new.id and outcome is null) then
    perform work_refuse('work_month_says_why', 'not everybody answered, and the review does not say why');
  end if;
  return new;
end $$;
create trigger work_month_said before update on work_month for each row execute function work_month_said();

create or replace function work_month_follow() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'reviewed' then
    insert into work_review (month_id, establishment_id, reviewed_by, reviewed_at, digest, why, unanswered, objected)
      select new.id, new.establishment_id, new.reviewed_by, new.reviewed_at, new.digest, new.review_why,
        count(*) filter (where outcome is null), count(*) filter (where outcome = 'objected')
      from work_month_line where month_id = new.id;
  elsif new.state = 'draft' then
    update work_review set voided_at = greatest(reviewed_at, now()) where month_id = new.id and voided_at is null;
  end if;
  return null;
end $$;

grant create on schema public to encuentro_worker;
alter function work_month_said() owner to encuentro_worker;
revoke all on function work_month_said() from public;
revoke create on schema public from encuentro_worker;
