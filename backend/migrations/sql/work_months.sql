-- The month of a workshop: what it comes to, its review by somebody who wrote none of it, its closing.

-- What a quantity is worth at a rate, in soles, not rounded. Quantities are in the unit of the basis (see work_piece); a
-- subsidy is for a full month and is worked out where statements are.
create function work_amount(basis text, rate numeric, quantity bigint) returns numeric language sql immutable as $$
  select case basis when 'hour' then rate * quantity / 60 when 'sale_share' then rate * quantity / 100
    when 'subsidy' then 0 when 'zero' then 0 else rate * quantity end
$$;

-- One row an inmate. Of all shifts of one day at most eight hours count. The digest is of every record and piece.
create function work_month_sums(of_workshop uuid, of_month date)
  returns table (inmate_id uuid, minutes integer, countable_minutes integer, days smallint, pieces integer, gross numeric,
    digest bytea) language sql stable as $$
  with done as materialized (
    select r.id, r.inmate_id, r.worked_on, r.shift, r.minutes, r.countable_minutes,
      concat_ws('|', r.id, r.worked_on, r.shift, r.minutes, r.countable_minutes, coalesce(r.not_counted, '-')) as words
    from work_record r
    where r.workshop_id = of_workshop and r.live and r.worked_on >= of_month and r.worked_on < of_month + interval '1 month'
  ), made as (
    select d.id, d.inmate_id, p.price_id, p.made - p.rejected as accepted, p.line_no,
      concat_ws(':', p.price_id, p.made, p.rejected) as words
    from done d join work_piece p on p.record_id = d.id
  ), worth as (
    select m.inmate_id, sum(m.accepted) filter (where c.basis = 'piece') as pieces,
      sum(work_amount(c.basis, c.rate, m.accepted)) as gross
    from (select inmate_id, price_id, sum(accepted) as accepted from made group by 1, 2) m join price c on c.id = m.price_id
    group by 1
  ), lines as (
    select id, string_agg(words, ',' order by line_no) as words from made group by id
  ), counted as (
    select d.inmate_id, sum(d.countable) as countable, count(*) filter (where d.minutes > 0) as days
    from (select d.inmate_id, least(480, sum(d.countable_minutes)) as countable, sum(d.minutes) as minutes
      from done d group by d.inmate_id, d.worked_on) d group by 1
  ), told as (
    select d.inmate_id, sum(d.minutes) as minutes,
      sha256(convert_to(string_agg(concat_ws('/', d.words, l.words), ';' order by d.worked_on, d.shift, d.id), 'UTF8')) as digest
    from done d left join lines l on l.id = d.id group by 1
  )
  select t.inmate_id, t.minutes::integer, c.countable::integer, c.days::smallint, coalesce(w.pieces, 0)::integer,
    coalesce(w.gross, 0), t.digest
  from told t join counted c using (inmate_id) left join worth w using (inmate_id)
$$;

-- One digest of all of it; the month's review and closing rest on it.
create function work_month_digest(of_workshop uuid, of_month date) returns bytea language sql stable as $$
  select sha256(coalesce(string_agg(uuid_send(inmate_id) || digest, '' order by inmate_id), ''))
  from work_month_sums(of_workshop, of_month)
$$;

create function work_month_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      perform work_refuse('work_month_steps', 'a month begins as a draft');
    end if;
    return new;
  end if;
  if old.state = 'closed' then
    perform work_refuse('work_month_closed', 'the month is closed');
  elsif (new.id, new.establishment_id, new.workshop_id, new.month)
        is distinct from (old.id, old.establishment_id, old.workshop_id, old.month)
      or (old.state, new.state) not in (('draft', 'reviewed'), ('reviewed', 'draft'), ('reviewed', 'closed')) then
    perform work_refuse('work_month_steps', 'not a step of a month');
  elsif new.state = 'closed' and (new.reviewed_by, new.reviewed_at, new.digest)
      is distinct from (old.reviewed_by, old.reviewed_at, old.digest) then
    perform work_refuse('work_month_steps', 'a review is not edited');
  end if;
  if new.state <> 'draft' and new.digest is distinct from work_month_digest(new.workshop_id, new.month) then
    perform work_refuse('work_month_digest', 'not what the records say');
  end if;
  if new.state = 'reviewed' and exists (select from work_record where workshop_id = new.workshop_id and live
      and worked_on >= new.month and worked_on < new.month + interval '1 month' and recorded_by = new.reviewed_by) then
    perform work_refuse('work_month_reviewer_wrote_none', 'who reviews a month has written none of it');
  end if;
  return new;
end $$;
create trigger work_month_guard before insert or update on work_month for each row execute function work_month_guard();

-- Each review leaves a row, and its end.
create function work_month_follow() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'reviewed' then
    insert into work_review (month_id, establishment_id, reviewed_by, reviewed_at, digest)
      values (new.id, new.establishment_id, new.reviewed_by, new.reviewed_at, new.digest);
  elsif new.state = 'draft' then
    update work_review set voided_at = greatest(reviewed_at, now()) where month_id = new.id and voided_at is null;
  end if;
  return null;
end $$;
create trigger work_month_follow after update on work_month for each row execute function work_month_follow();

create function work_review_guard() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 or tg_op = 'UPDATE' and (old.voided_at is not null
      or to_jsonb(new) - 'voided_at' <> to_jsonb(old) - 'voided_at') then
    perform work_refuse('work_append_only', 'a review follows its month');
  end if;
  return new;
end $$;
create trigger work_review_guard before insert or update on work_review for each row execute function work_review_guard();

-- Lines are shown and answered while the month is a draft, and no longer.
create function work_month_line_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  of_month work_month;
begin
  select * into of_month from work_month where id = coalesce(new.month_id, old.month_id) for share;
  if of_month.state = 'closed' then
    perform work_refuse('work_month_closed', 'the month is closed');
  elsif of_month.state <> 'draft' then
    perform work_refuse('work_month_steps', 'the month is reviewed');
  elsif tg_op = 'UPDATE' and (old.outcome is not null and new.digest = old.digest
      or (new.month_id, new.inmate_id) is distinct from (old.month_id, old.inmate_id)) then
    perform work_refuse('work_month_line_answered_once', 'answered already');
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.establishment_id := of_month.establishment_id;
  return new;
end $$;
create trigger work_month_line_guard before insert or update or delete on work_month_line
  for each row execute function work_month_line_guard();

-- Closes a reviewed month for good; answers the digest of what it holds. For whoever pays by it, and no earlier than they do.
create function work_month_close(of_month uuid, at timestamptz, by_whom uuid) returns bytea
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  done work_month;
begin
  select * into done from work_month where id = of_month for no key update;
  if done.id is null or current_setting('role') <> 'encuentro_worker' and not
      (current_setting('role') = 'encuentro_staff' and done.establishment_id = any (app_establishments())) then
    raise exception 'not posted there' using errcode = 'insufficient_privilege';
  elsif done.state = 'closed' then
    perform work_refuse('work_month_closed', 'the month is closed');
  elsif done.state = 'draft' then
    perform work_refuse('work_month_reviewed', 'the month is not reviewed');
  end if;
  update work_month set state = 'closed', closed_at = at, closed_by = by_whom where id = of_month;
  return done.digest;
end $$;
