-- What relatives may read and are told, and the check of a contribution certificate.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

-- After a leaving ---------------------------------------------------------------------------------------------------------

-- The last day on which a person's money is told of to relatives: without end while they are held; after a release so many
-- days from it, or from what was told last; null after a death or an evasion, when nothing is told that nobody has said first.
create function earnings_last_day(person uuid) returns date
  language sql stable security definer set search_path = public, pg_temp as $$
    select case
      when i.status in ('held', 'outside', 'monitored') then 'infinity'::date
      when i.status in ('released', 'transferred_abroad') then (
        select t.last_on + (select (r.value ->> 'days')::integer from earning_rule r
          where r.code = 'family_reading' and r.scope in ('', 'establishment:' || i.establishment_id)
            and r.valid_from <= t.last_on and (r.valid_to is null or r.valid_to > t.last_on)
          order by r.scope desc limit 1)
        from (select greatest(i.status_on,
            max((greatest(s.visible_from, d.decided_at) at time zone 'America/Lima')::date)) as last_on
          from earning_statement s
          left join statement_decision d on d.statement_id = s.id and d.outcome = 'confirmed'
          where s.inmate_id = i.id and (s.kind = 'month' or d.statement_id is not null)) as t) end
    from inmate i where i.id = person
  $$;

-- An account's live consents for a person, by a tie of its own that stands, while the person's money is told of.
create function earnings_consents(person uuid, account uuid, at timestamptz) returns table (tie_id uuid, category text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.tie_id, c.category::text from statement_consent c
    join tie t on t.id = c.tie_id and t.account_id = c.account_id and t.inmate_id = c.inmate_id and t.state = 'approved'
    where c.inmate_id = person and c.account_id = account and c.revoked_at is null
      and (at at time zone 'America/Lima')::date <= (select earnings_last_day(person)) -- once, not for each
  $$;

-- What of a statement is open to an account; null: nothing, or there is no such statement, or it is not told yet.
create function statement_open_to(one uuid, account uuid, at timestamptz) returns text[]
  language sql stable security definer set search_path = public, pg_temp as $$
    select array_agg(distinct c.category order by c.category)
    from earning_statement s, earnings_consents(s.inmate_id, account, at) c
    where s.id = one and s.visible_from <= at and c.category <> 'remittances'
      and (s.kind = 'month' or exists (select from statement_decision d where d.statement_id = s.id and d.outcome = 'confirmed'))
  $$;

create or replace function statement_open(one uuid, at timestamptz) returns text[]
  language sql stable security definer set search_path = public, pg_temp as $$
    select statement_open_to(one, app_actor(), at)
  $$;

create or replace function statement_note(person uuid, one uuid, open text[], at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
    insert into statement_reading (inmate_id, statement_id, account_id, tie_id, categories, read_at)
    select person, one, app_actor(), (select min(c.tie_id::text)::uuid from earnings_consents(person, app_actor(), at) c), open, at
  $$;

create or replace function money_note(person uuid, one_category text, of_what text, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
    insert into statement_reading (inmate_id, account_id, tie_id, categories, about, read_at)
    select person, app_actor(), min(c.tie_id::text)::uuid, array[one_category], of_what, at
    from earnings_consents(person, app_actor(), at) c where c.category = one_category
  $$;

create or replace function remittances_open(at timestamptz) returns setof remittance
  language sql stable security definer set search_path = public, pg_temp as $$
    select r.* from remittance r join tie t on t.id = r.tie_id
    where t.account_id = app_actor() and r.visible_from <= at
      and exists (select from earnings_consents(r.inmate_id, app_actor(), at) c where c.category = 'remittances')
  $$;

create or replace function remittance_list(person uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from earnings_consents(person, app_actor(), at) where category = 'remittances') then
    return null;
  end if;
  perform money_note(person, 'remittances', 'remittances', at);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'amount', r.amount, 'state', r.state,
      'reference', r.reference, 'asked_on', (r.asked_at at time zone 'America/Lima')::date,
      'moved_on', (r.moved_at at time zone 'America/Lima')::date) order by r.asked_at desc, r.id desc), '[]')
    from (select * from remittances_open(at) where inmate_id = person order by asked_at desc, id desc limit 120) as r);
end $$;

-- Whose last accounts are open still to the asking account though they left: no list of people held has them.
create function earnings_left(at timestamptz) returns table (inmate_id uuid, given_names text, surnames text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select i.id, i.given_names::text, i.surnames::text from inmate i
    where i.id in (select c.inmate_id from statement_consent c where c.account_id = app_actor() and c.revoked_at is null)
      and i.status in ('released', 'transferred_abroad') and exists (select from earnings_consents(i.id, app_actor(), at))
    order by i.surnames, i.given_names, i.id limit 50
  $$;

-- Reading -----------------------------------------------------------------------------------------------------------------

create or replace function statement_shown(one earning_statement, open text[]) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('id', one.id, 'inmate_id', one.inmate_id, 'month', one.month, 'kind', one.kind,
      'revision', one.revision, 'starts_on', one.starts_on, 'closes_on', one.closes_on,
      'gross', case when 'earnings' = any (open) then one.gross end,
      'withheld', case when 'deductions' = any (open) then one.withheld end,
      'personal', case when 'deductions' = any (open) then one.personal end,
      'to_family', case when open && array['earnings', 'deductions'] then (select coalesce(sum(l.booked), 0)
        from statement_line l join standing_instruction i on i.id::text = l.payee_ref join tie t on t.id = i.tie_id
        where l.statement_id = one.id and l.code = 'family_assignment' and t.account_id = app_actor()) end,
      'minutes', case when 'days' = any (open) then one.labour -> 'minutes' end,
      'days', case when 'days' = any (open) then one.labour -> 'days' end)
  $$;

-- Of what was counted: the sums, what goes on to the next account, and the parts of it where the rate changed between; never
-- the rate nor what is counted off, which tell of a regime and of a sentence.
create function labour_shown(one earning_statement) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('minutes', one.labour -> 'minutes', 'days', one.labour -> 'days',
      'carried_minutes', coalesce((one.labour -> 'carried' ->> 'minutes')::integer, 0),
      'late', coalesce(one.labour -> 'late', '[]'), -- days of months that were told before
      'segments', (select coalesce(jsonb_agg(jsonb_build_object('minutes', s.part -> 'minutes', 'days', s.part -> 'days',
          'since', greatest(one.starts_on, (s.part ->> 'rate_from')::date)) order by s.nth), '[]')
        from jsonb_array_elements(coalesce(one.labour -> 'segments', '[]')) with ordinality as s (part, nth)))
  $$;

create or replace function statement_months(person uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  open text[] := array(select distinct category from earnings_consents(person, app_actor(), at)
    where category <> 'remittances' order by 1);
begin
  if open = '{}' then
    return null;
  end if;
  perform statement_note(person, null, open, at);
  return (select coalesce(jsonb_agg(statement_shown(s, open) order by s.month desc, s.closes_on desc, s.revision desc), '[]')
    from (select * from earning_statement where inmate_id = person and statement_open(id, at) is not null
      order by month desc, closes_on desc, revision desc limit 120) as s);
end $$;

create or replace function statement_read(one uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  open text[] := statement_open(one, at);
  about earning_statement;
begin
  if open is null then
    return null;
  end if;
  select * into about from earning_statement where id = one;
  perform statement_note(about.inmate_id, one, open, at);
  return statement_shown(about, open) || jsonb_build_object('open', open,
    'labour', case when 'days' = any (open) then labour_shown(about) end, 'lines', (
    select coalesce(jsonb_agg(jsonb_build_object('no', l.line_no, 'rule', l.code, 'part', l.part, 'payee', l.payee, 'payee_ref', '',
      'base', l.base, 'rate', l.rate, 'exact', l.exact, 'booked', l.booked, 'legal_ref', l.legal_ref, 'rule_ids', l.rule_ids,
      'facts', l.facts) order by l.line_no), '[]')
    from statement_line l where l.statement_id = one and statement_line_shown(l, open)));
end $$;

-- As it was, with `debt`: what the ledger holds as owed of old contributions, without what untold statements did to it.
create or replace function earnings_progress(person uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today date := (at at time zone 'America/Lima')::date;
  told uuid[];
begin
  if not exists (select from earnings_consents(person, app_actor(), at) where category = 'deductions') then
    return null;
  end if;
  perform money_note(person, 'deductions', 'progress', at);
  told := array(select id from earning_statement where inmate_id = person and statement_open(id, at) is not null);
  return jsonb_build_object(
    'reparation', (select jsonb_build_object('total', r.total, 'paid_before', r.paid_before, 'withheld', (
        select coalesce(sum(l.booked), 0) from statement_line l
        where l.payee_ref = r.id::text and l.part = 'taken' and l.statement_id = any (told)))
      from reparation r where r.inmate_id = person and r.valid_from <= today and (r.ended_on is null or r.ended_on > today)),
    'contribution', (select coalesce(sum(contribution), 0) from earning_statement where id = any (told)),
    'arrears', (select coalesce(sum(booked), 0) from statement_line
      where code = 'arrears' and part = 'taken' and statement_id = any (told)),
    'debt', (select greatest(0, contribution_debt(person)
        - coalesce(sum(s.contribution_due - s.contribution - case when w.waits then 0 else p.paid end), 0))::bigint
      from live_statement s
      cross join lateral (select s.kind = 'exit'
        and not exists (select from statement_decision d where d.statement_id = s.id) as waits) as w
      cross join lateral (select coalesce(sum(l.booked), 0) as paid from statement_line l
        where l.statement_id = s.id and l.code = 'arrears' and l.part = 'taken') as p
      where s.inmate_id = person and s.id <> all (told)),
    'plans', (select coalesce(jsonb_agg(jsonb_build_array(p.owed, p.first_month, coalesce((
        select (value ->> 'instalments')::integer from earning_rule u
        where u.code = 'arrears' and u.scope in ('', 'establishment:' || p.establishment_id)
          and u.valid_from <= p.first_month and (u.valid_to is null or u.valid_to > p.first_month)
        order by u.scope desc limit 1), 1)) order by p.first_month, p.recorded_at, p.id), '[]')
      from arrears_plan p where p.inmate_id = person),
    'savings', (select coalesce(sum(savings), 0) from earning_statement where id = any (told)));
end $$;

-- Telling -----------------------------------------------------------------------------------------------------------------

-- What a statement is told to: each account that may read something of it on the day of the notice. Ids only.
create or replace function statement_tell(told uuid[], at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform notice_tell(array_agg(o.account_id), 'statement_ready', array_agg(jsonb_build_object('statement_id', o.id)),
      array_agg('statement_ready ' || o.id || ' ' || o.account_id), at, array_agg(o.begins),
      array_agg(o.begins + interval '7 days'), array_agg('statement:' || o.id))
    from (select distinct s.id, c.account_id, greatest(at, s.visible_from) as begins from earning_statement s
      join statement_consent c on c.inmate_id = s.inmate_id and c.revoked_at is null and c.category <> 'remittances'
      join tie t on t.id = c.tie_id and t.state = 'approved' and t.account_id = c.account_id and t.inmate_id = s.inmate_id
      where s.id = any (told)) as o
    join earning_statement s on s.id = o.id
    where (o.begins at time zone 'America/Lima')::date <= earnings_last_day(s.inmate_id)
    having count(*) > 0;
end $$;

-- As it was, while the person's money is told of.
create or replace function remittance_moved() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into remittance_step (remittance_id, nth, from_state, to_state, at, by_whom, why)
    values (new.id, (select count(*) + 1 from remittance_step where remittance_id = new.id),
      case tg_op when 'UPDATE' then old.state end, new.state, new.moved_at, new.moved_by, new.why);
  perform notice_tell(array_agg(o.account_id), 'remittance_moved', array_agg(jsonb_build_object('remittance_id', new.id)),
      array_agg('remittance_moved ' || new.id || ' ' || new.state || ' ' || o.account_id), new.moved_at, array_agg(o.begins),
      array_agg(o.begins + interval '3 days'), array_agg('remittance:' || new.id))
    from (select distinct c.account_id, greatest(new.moved_at, new.visible_from) as begins from statement_consent c
      join tie t on t.id = c.tie_id and t.state = 'approved' and t.account_id = c.account_id and t.inmate_id = c.inmate_id
      join tie mine on mine.id = new.tie_id and mine.account_id = c.account_id
      where c.inmate_id = new.inmate_id and c.category = 'remittances' and c.revoked_at is null) as o
    where new.state not in ('asked', 'cancelled')
      and (o.begins at time zone 'America/Lima')::date <= earnings_last_day(new.inmate_id)
    having count(*) > 0;
  return null;
end $$;

-- Whoever asked, if the statement they asked about is open to them still.
drop function statement_answer_to(uuid);
create function statement_answer_to(question uuid, at timestamptz) returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
    select q.account_id from statement_question q
    where q.id = question and q.establishment_id = any (app_establishments())
      and statement_open_to(q.statement_id, q.account_id, at) is not null
  $$;

-- After a death or an evasion what was written of a person's money but not sent stays unsent: somebody calls first.
create function earnings_hush() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subjects text[] := array(
    select 'statement:' || id from earning_statement where inmate_id = new.inmate_id
    union all select 'question:' || id from statement_question where inmate_id = new.inmate_id
    union all select 'remittance:' || id from remittance where inmate_id = new.inmate_id);
begin
  delete from notice where subject = any (subjects) and tell_from > new.recorded_at;
  perform from delivery d join notice n on n.id = d.notice_id where n.subject = any (subjects) order by d.id for update of d;
  update delivery d set state = 'cancelled', reason = 'hushed' from notice n
    where n.id = d.notice_id and n.subject = any (subjects) and d.channel <> 'inbox' and not d.withdrawal
      and d.state in ('queued', 'held', 'retry');
  return null;
end $$;
create trigger earnings_hush after insert on custody_event
  for each row when (new.kind in ('death', 'evasion')) execute function earnings_hush();

-- The check of a certificate ----------------------------------------------------------------------------------------------

-- For anybody who holds the paper. Of income: its month and total, and whether the month is still told as it says. Of the
-- contribution: the day on which nothing was owed, which stays true.
drop function certificate_check(text, timestamptz);
create function certificate_check(said text, at timestamptz)
  returns table (month date, total bigint, issued_on date, holds boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.month, c.total, null::date, coalesce((certificate_month(c.inmate_id, c.period_id, at)).total = c.total, false)
    from income_certificate c where c.number = said
    union all
    select null, null, (c.issued_at at time zone 'America/Lima')::date, true
    from contribution_certificate c where c.number = said
  $$;

-- Rights ------------------------------------------------------------------------------------------------------------------

drop function statement_consents(uuid);

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('earnings_last_day', 'earnings_consents', 'statement_open_to', 'earnings_left', 'labour_shown',
        'statement_answer_to', 'earnings_hush', 'certificate_check') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function earnings_left(timestamptz) to encuentro_family;
grant execute on function statement_answer_to(uuid, timestamptz) to encuentro_staff;
grant execute on function certificate_check(text, timestamptz) to encuentro_anonymous;
