-- Who closes is not who reviewed, who approves is who calls, and what was refused stays refused.

-- A caller can sign for nobody else: staff close a month of work in their own name, and nobody closes what they reviewed.
-- What an earlier version closed cannot be changed any more; where one person did both, that stays as it was written.
alter table work_month add constraint work_month_closed_by_another check (closed_by <> reviewed_by) not valid;
do $$
begin
  if not exists (select from work_month where closed_by = reviewed_by) then
    alter table work_month validate constraint work_month_closed_by_another;
  end if;
end $$;

create or replace function work_month_close(of_month uuid, at timestamptz, by_whom uuid) returns bytea
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  done work_month;
begin
  select * into done from work_month where id = of_month for no key update;
  if done.id is null or current_setting('role') <> 'encuentro_worker' and not
      (current_setting('role') = 'encuentro_staff' and done.establishment_id = any (app_establishments())) then
    raise exception 'not posted there' using errcode = 'insufficient_privilege';
  elsif current_setting('role') = 'encuentro_staff' and by_whom is distinct from app_actor() then
    raise exception 'not in the name of another' using errcode = 'insufficient_privilege';
  elsif done.state = 'closed' then
    perform work_refuse('work_month_closed', 'the month is closed');
  elsif done.state = 'draft' then
    perform work_refuse('work_month_reviewed', 'the month is not reviewed');
  end if;
  update work_month set state = 'closed', closed_at = at, closed_by = by_whom where id = of_month;
  return done.digest;
end $$;

-- As before, but staff are the approver of what they post. What is only kept apart they record themselves, and whoever ends
-- it approves.
create or replace function post_journals(in_scope text, keys text[], digests bytea[], of_kind text, in_phase text, in_period uuid,
    effective date, at timestamptz, recorder uuid, approver uuid, why text, undone uuid, line_of integer[], debit uuid[],
    credit uuid[], amounts bigint[])
  returns uuid[] language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place text := (select establishment_id from pay_period where id = in_period);
  made uuid[];
begin
  perform ledger_check_caller(place, array[case in_phase when 'pending' then recorder else approver end]);
  with asked as (
    select k.key, k.digest, l.line_count, l.total
    from unnest(keys, digests) with ordinality as k (key, digest, nth)
    left join (select journal_nth, count(*) as line_count, sum(amount) as total
      from unnest(line_of, amounts) as l (journal_nth, amount) group by journal_nth) as l on l.journal_nth = k.nth
    where not exists (select from journal j where j.scope = in_scope and j.key = k.key)
  ), added as (
    insert into journal (establishment_id, scope, key, request_digest, kind, phase, period_id, effective_on, recorded_at,
        recorded_by, approved_by, reverses, reason, line_count, total)
      select place, in_scope, key, digest, of_kind, in_phase, in_period, effective, at, recorder, approver, undone, why,
        line_count, total from asked order by key
      on conflict (scope, key) do nothing returning id
  )
  select array_agg(id) into made from added;
  if exists (select from unnest(keys, digests) as k (key, digest) join journal j on j.scope = in_scope and j.key = k.key
      where j.request_digest <> k.digest) then
    raise exception 'the key was used for something else' using errcode = 'EN101';
  end if;
  if made is not null then
    -- before any line refers to them: a reference takes a weaker lock, in the order of lines
    perform ledger_lock(debit || credit);
    insert into entry (journal_id, line_no, debit_account, credit_account, amount)
      select j.id, row_number() over (partition by j.id order by l.nth), l.debit, l.credit, l.amount
      from unnest(line_of, debit, credit, amounts) with ordinality as l (journal_nth, debit, credit, amount, nth)
      join journal j on j.scope = in_scope and j.key = keys[l.journal_nth]
      where j.id = any (made);
  end if;
  return array(select j.id from unnest(keys) with ordinality as k (key, nth)
    join journal j on j.scope = in_scope and j.key = k.key order by k.nth);
end $$;

-- What one person kept apart another books for good. Whoever asked for a remittance may read the bank's answer to it, once
-- somebody else has approved it.
create function resolution_by_another() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.outcome = 'post' and exists (select from journal j where j.id = new.journal_id and j.recorded_by = new.resolved_by)
      and not exists (select from remittance r where r.journal_id = new.journal_id and r.approved_by <> new.resolved_by) then
    perform earnings_refuse('resolution_by_another', 'what one kept apart another books');
  end if;
  return new;
end $$;
create trigger resolution_by_another before insert on resolution for each row execute function resolution_by_another();

grant create on schema public to encuentro_worker;
alter function resolution_by_another() owner to encuentro_worker;
revoke all on function resolution_by_another() from public;
revoke create on schema public from encuentro_worker;

-- What a request came to stays so: whoever asked cannot forget a refusal and ask again under the same id.
create policy decided_stays on request_key as restrictive for update
  to encuentro_provisional, encuentro_family, encuentro_staff, encuentro_anonymous
  using (answer is null and refusal is null) with check (true);
create policy decided_is_kept on request_key as restrictive for delete
  to encuentro_provisional, encuentro_family, encuentro_staff, encuentro_anonymous
  using (answer is null and refusal is null);

-- A period is closed by the service, for whoever asked: it looks first at who reviewed and at what is left to do.
revoke execute on function close_period(uuid, timestamptz, uuid) from encuentro_staff;
