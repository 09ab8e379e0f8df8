-- Statements: what a month's work came to for one person at one place, line by line, and what the lines rest on. Whole céntimos.
--
-- A statement tells of the days from `starts_on` to `closes_on`; the next of the same month, after an exit or a return, of
-- the days that follow. It is written once, with its lines and its journal, in one transaction. Why a court ordered something,
-- what somebody is accused of, how long they stay: nobody stores it here.
--
-- Tables are made here and have no model: no row of them is ever written or changed through one.

create table reparation (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  act text not null, -- the number of the act that sets it
  total bigint not null,
  paid_before bigint not null default 0, -- before this service counted
  payee_ref uuid not null,
  valid_from date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  ended_on date,
  constraint reparation_amounts check (total > 0 and paid_before between 0 and total),
  constraint reparation_act check (length(btrim(act)) between 1 and 120),
  constraint reparation_dates check (ended_on is null or ended_on >= valid_from),
  constraint reparation_one_at_a_time exclude using gist (inmate_id with =, daterange(valid_from, ended_on) with &&)
);

create table support_order (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  act text not null,
  base varchar(16) not null default 'gross',
  rate numeric(9, 8),
  amount bigint, -- céntimos a month
  balance bigint, -- céntimos in all; null: no end but a date
  priority smallint not null default 1,
  payee_ref uuid not null,
  valid_from date not null,
  valid_to date, -- the first day on which it no longer holds
  recorded_at timestamptz not null,
  recorded_by uuid not null
);
create table attachment_order (like support_order including defaults including constraints, primary key (id),
  foreign key (inmate_id) references inmate);
create table standing_instruction (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  payee varchar(8) not null,
  tie_id uuid references tie,
  rate numeric(9, 8),
  amount bigint,
  priority smallint not null default 1,
  valid_from date not null,
  valid_to date,
  act text not null, -- the signed sheet
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  revoked_at timestamptz,
  constraint standing_instruction_payee check (payee in ('family', 'savings') and (payee = 'family') = (tie_id is not null))
);
do $$
declare
  name text;
begin
  foreach name in array array['support_order', 'attachment_order', 'standing_instruction'] loop
    execute format('alter table %I
      add constraint %I check (rate > 0 and rate <= 1), add constraint %I check (amount > 0),
      add constraint %I check (priority between 1 and 99), add constraint %I check (length(btrim(act)) between 1 and 120),
      add constraint %I check (valid_to is null or valid_to >= valid_from)',
      name, name || '_rate', name || '_amount', name || '_priority', name || '_act', name || '_dates');
    execute format('create index %I on %I (inmate_id)', name || '_of_inmate', name);
  end loop;
end $$;
alter table support_order add constraint support_order_says_how_much check (num_nonnulls(rate, amount) >= 1),
  add constraint support_order_base check (base in ('gross', 'after_legal', 'personal_share')),
  add constraint support_order_balance check (balance > 0);
alter table standing_instruction add constraint standing_instruction_says_how_much check (num_nonnulls(rate, amount) >= 1);
-- An attachment without a monthly amount takes what may be taken until its balance is paid.
alter table attachment_order add constraint attachment_order_says_how_much check (num_nonnulls(amount, balance) >= 1),
  add constraint attachment_order_base check (base in ('gross', 'after_legal', 'personal_share')),
  add constraint attachment_order_balance check (balance > 0);

create table material_advance (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  establishment_id varchar(40) not null,
  workshop_id uuid not null,
  amount bigint not null,
  given_on date not null,
  parts smallint not null, -- monthly parts it is paid back in
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  approved_at timestamptz,
  approved_by uuid,
  journal_id uuid references journal,
  constraint material_advance_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  constraint material_advance_amount check (amount between 1 and 100000000),
  constraint material_advance_parts check (parts between 1 and 24),
  constraint material_advance_two_people check (approved_by <> recorded_by),
  constraint material_advance_approved_whole check (num_nonnulls(approved_at, approved_by, journal_id) in (0, 3))
);
create index material_advance_of_inmate on material_advance (inmate_id);

-- From a day on: so many counted days for one of the sentence; null: nothing is counted off. Never why.
create table labour_rate (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  days smallint,
  valid_from date not null,
  act text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint labour_rate_days check (days between 1 and 30),
  constraint labour_rate_act check (length(btrim(act)) between 1 and 120)
);
create index labour_rate_of_inmate on labour_rate (inmate_id, valid_from, recorded_at);

-- Income of a month as the authority verified it or the person declared it; of several the latest recorded counts.
create table assessment (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  establishment_id varchar(40) not null references establishment,
  month date not null,
  mode varchar(8) not null,
  amount bigint not null,
  act text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint assessment_mode check (mode in ('verified', 'declared')),
  constraint assessment_amount check (amount between 0 and 100000000),
  constraint assessment_month check (extract(day from month) = 1),
  constraint assessment_act check (length(btrim(act)) between 1 and 120)
);
create index assessment_of_month on assessment (inmate_id, month);

-- What is owed of old contributions, paid in the parts that the rule of its first month says.
create table arrears_plan (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  establishment_id varchar(40) not null references establishment,
  owed bigint not null,
  first_month date not null,
  act text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint arrears_plan_owed check (owed > 0),
  constraint arrears_plan_month check (extract(day from first_month) = 1),
  constraint arrears_plan_act check (length(btrim(act)) between 1 and 120)
);
create index arrears_plan_of_inmate on arrears_plan (inmate_id, establishment_id);

-- The inmate's word on what a relative may read; given and taken back on a signed sheet.
create table statement_consent (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  tie_id uuid not null references tie,
  account_id uuid not null references account,
  category varchar(12) not null,
  given_on date not null,
  act text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  revoked_at timestamptz,
  revoked_by uuid,
  constraint statement_consent_category check (category in ('earnings', 'deductions', 'days', 'remittances')),
  constraint statement_consent_act check (length(btrim(act)) between 1 and 120),
  constraint statement_consent_revoked_whole check (num_nonnulls(revoked_at, revoked_by) in (0, 2))
);
create unique index statement_consent_one_live on statement_consent (tie_id, category) where revoked_at is null;
create index statement_consent_of_inmate on statement_consent (inmate_id) where revoked_at is null;
create index statement_consent_of_account on statement_consent (account_id);

-- Statements -----------------------------------------------------------------------------------------------------------

-- An exact amount in whole céntimos.
create function centimos(exact numeric, how text) returns bigint language sql immutable as $$
  select case how when 'up' then ceil(exact) when 'half_up' then floor(exact + 0.5) else floor(exact) end::bigint
$$;

create table earning_statement (
  id uuid primary key default gen_random_uuid(),
  establishment_id varchar(40) not null references establishment,
  inmate_id uuid not null references inmate,
  period_id uuid not null,
  month date not null,
  revision smallint not null,
  kind varchar(8) not null,
  starts_on date not null,
  closes_on date not null,
  modality varchar(24) not null,
  workshop_id uuid, -- by whose terms it was reckoned: where most was earned
  gross bigint not null,
  withheld bigint not null, -- all that goes to somebody or to the savings pocket
  personal bigint not null, -- what is left
  contribution_base bigint not null,
  contribution_rate numeric not null,
  contribution_rounding varchar(8) not null,
  contribution_due bigint not null,
  contribution bigint not null, -- withheld of what is due; the rest is arrears
  tax bigint not null,
  reparation_owed bigint, -- before it; null: none is set
  reparation_rate numeric not null,
  reparation_rounding varchar(8) not null,
  reparation bigint not null,
  other bigint not null, -- orders, attachments, arrears, advances, commission
  family bigint not null,
  savings bigint not null,
  labour jsonb not null,
  digest bytea not null,
  journal_id uuid unique references journal, -- null: nothing was earned
  made_at timestamptz not null,
  made_by uuid not null,
  approved_by uuid, -- null: an exit, which is approved by whoever confirms it
  visible_from timestamptz not null, -- to a family
  written_in xid8 not null default pg_current_xact_id(),
  constraint earning_statement_once unique (inmate_id, period_id, revision),
  constraint earning_statement_in_a_period_of_its_place foreign key (establishment_id, period_id)
    references pay_period (establishment_id, id),
  constraint earning_statement_revision check (revision between 1 and 99),
  constraint earning_statement_kind check (kind in ('month', 'exit') and (kind = 'exit') = (approved_by is null)),
  constraint earning_statement_two_people check (approved_by <> made_by),
  constraint earning_statement_days check (month <= starts_on and starts_on <= closes_on
    and closes_on < month + interval '1 month' and extract(day from month) = 1),
  constraint earning_statement_adds_up check (gross = withheld + personal
    and withheld = contribution + tax + reparation + other + family + savings),
  constraint earning_statement_nobody_below_nothing check (least(gross, personal, contribution, tax, reparation, other, family,
    savings) >= 0),
  constraint earning_statement_contribution check (contribution_due = centimos(contribution_base * contribution_rate,
    contribution_rounding) and contribution <= least(contribution_due, gross)),
  constraint earning_statement_reparation check (case when reparation_owed is null or gross = 0 then reparation = 0
    else reparation = least(centimos(gross * reparation_rate, reparation_rounding), reparation_owed,
      gross - contribution - tax) end),
  constraint earning_statement_roundings check (contribution_rounding in ('down', 'up', 'half_up')
    and reparation_rounding in ('down', 'up', 'half_up')),
  constraint earning_statement_journal check (gross = 0 or journal_id is not null),
  constraint earning_statement_digest check (octet_length(digest) = 32)
);
create index earning_statement_of_period on earning_statement (period_id);
create index earning_statement_of_place on earning_statement (establishment_id, month);
create index earning_statement_of_inmate on earning_statement (inmate_id, month, closes_on);

-- `base`, `rate`, `exact`: exact numbers as text that a fraction reads again.
create table statement_line (
  statement_id uuid not null references earning_statement,
  line_no smallint not null,
  code varchar(24) not null,
  part varchar(8) not null,
  payee varchar(16) not null,
  payee_ref text not null default '',
  base text not null,
  rate text,
  exact text not null,
  booked bigint not null,
  legal_ref text not null,
  rule_ids uuid[] not null,
  facts jsonb not null,
  primary key (statement_id, line_no),
  constraint statement_line_numbered check (line_no >= 1),
  constraint statement_line_part check (part in ('earned', 'subtotal', 'taken', 'left') and (part = 'earned' or booked >= 0))
);
create index statement_line_paid_to on statement_line (payee_ref) where payee_ref <> '' and part = 'taken';

-- What a chief decided about an exit's statement. One that was returned counts no longer.
create table statement_decision (
  statement_id uuid primary key references earning_statement,
  establishment_id varchar(40) not null references establishment,
  outcome varchar(12) not null,
  why varchar(16),
  decided_at timestamptz not null,
  decided_by uuid not null,
  constraint statement_decision_outcome check (outcome in ('confirmed', 'returned')),
  constraint statement_decision_why check ((outcome = 'returned') = (why is not null)
    and why in ('hours', 'pieces', 'people', 'other'))
);

-- A correction of days that a statement has told of: a line of the next one. `amount` signed.
create table pending_adjustment (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  establishment_id varchar(40) not null references establishment,
  of_month date not null,
  of_line varchar(24) not null default 'gross_piece',
  amount bigint not null,
  reason text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  approved_at timestamptz,
  approved_by uuid,
  used_in uuid references earning_statement,
  constraint pending_adjustment_amount check (amount <> 0 and abs(amount) <= 100000000),
  constraint pending_adjustment_reason check (length(btrim(reason)) between 10 and 500),
  constraint pending_adjustment_month check (extract(day from of_month) = 1),
  constraint pending_adjustment_two_people check (approved_by <> recorded_by),
  constraint pending_adjustment_approved_whole check (num_nonnulls(approved_at, approved_by) in (0, 2)
    and (used_in is null or approved_by is not null))
);
create index pending_adjustment_of_place on pending_adjustment (establishment_id, inmate_id) where used_in is null;

-- Counted still: whatever was not returned.
create view live_statement with (security_invoker = true) as
  select s.* from earning_statement s
  where s.kind = 'month' or not exists (select from statement_decision d where d.statement_id = s.id and d.outcome = 'returned');

-- Guards ---------------------------------------------------------------------------------------------------------------

create function earnings_refuse(guard text, words text) returns void language plpgsql as $$
begin
  raise exception '%', words using errcode = 'check_violation', constraint = guard;
end $$;

-- Rows are only added; the columns that a trigger names may be filled in once.
create function earnings_only_add() returns trigger language plpgsql as $$
declare
  before jsonb;
  after jsonb;
  name text;
begin
  if tg_op = 'UPDATE' then
    before := to_jsonb(old);
    after := to_jsonb(new);
    foreach name in array coalesce(tg_argv, '{}') loop
      if jsonb_typeof(before -> name) <> 'null' and before -> name <> after -> name then
        perform earnings_refuse('earnings_append_only', tg_table_name || '.' || name || ' is written once');
      end if;
      before := before - name;
      after := after - name;
    end loop;
    if before = after then
      return new;
    end if;
  end if;
  perform earnings_refuse('earnings_append_only', tg_table_name || ' is only added to');
  return null;
end $$;
do $$
declare
  name text;
  once text;
begin
  for name, once in values ('reparation', 'ended_on'), ('support_order', 'valid_to'), ('attachment_order', 'valid_to'),
      ('standing_instruction', 'revoked_at'), ('material_advance', 'approved_at, approved_by, journal_id'), ('labour_rate', ''),
      ('assessment', ''), ('arrears_plan', ''), ('statement_consent', 'revoked_at, revoked_by'), ('earning_statement', ''),
      ('statement_line', ''), ('statement_decision', ''), ('pending_adjustment', 'approved_at, approved_by, used_in') loop
    execute format('create trigger %I before update or delete on %I for each row execute function earnings_only_add(%s)',
      name || '_append_only', name, once);
    execute format('create trigger %I before truncate on %I for each statement execute function earnings_only_add()',
      name || '_not_truncated', name);
  end loop;
end $$;

-- Lines come in the transaction of their statement, and never later.
create function statement_line_added() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct statement_id from added) a join earning_statement s on s.id = a.statement_id
      where s.written_in <> pg_current_xact_id()) then
    perform earnings_refuse('statement_line_with_statement', 'lines come with their statement');
  end if;
  return null;
end $$;
create trigger statement_line_added after insert on statement_line referencing new table as added
  for each statement execute function statement_line_added();

create function earning_statement_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.written_in := pg_current_xact_id();
  if not exists (select from pay_period where id = new.period_id and month = new.month) then
    perform earnings_refuse('earning_statement_of_its_month', 'a period of another month');
  elsif exists (select from live_statement where inmate_id = new.inmate_id and period_id = new.period_id
      and closes_on >= new.starts_on) then
    perform earnings_refuse('earning_statement_days_once', 'a statement tells of these days already');
  end if;
  return new;
end $$;
create trigger earning_statement_check before insert on earning_statement
  for each row execute function earning_statement_check();

-- At the end of its transaction a statement, its lines and its journal say the same; and nobody has paid more of a
-- reparation than it is. (The reparation's row is locked by whoever reckons; a rival would find it paid.)
create function earning_statement_whole() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  lines record;
  booked record;
begin
  select coalesce(sum(l.booked) filter (where part = 'earned'), 0) as gross,
    coalesce(sum(l.booked) filter (where part = 'taken'), 0) as withheld,
    coalesce(sum(l.booked) filter (where part = 'left'), 0) as personal,
    coalesce(sum(l.booked) filter (where code = 'inpe_contribution'), 0) as contribution,
    coalesce(sum(l.booked) filter (where code = 'income_tax'), 0) as tax,
    coalesce(sum(l.booked) filter (where code = 'civil_reparation'), 0) as reparation,
    coalesce(sum(l.booked) filter (where code = 'family_assignment'), 0) as family,
    coalesce(sum(l.booked) filter (where code = 'savings'), 0) as savings
    into lines from statement_line l where l.statement_id = new.id;
  if (new.gross, new.withheld, new.personal, new.contribution, new.tax, new.reparation, new.family, new.savings)
      is distinct from (lines.gross, lines.withheld, lines.personal, lines.contribution, lines.tax, lines.reparation,
        lines.family, lines.savings) then
    perform earnings_refuse('earning_statement_lines_agree', 'a statement is the sum of its lines');
  end if;
  if new.journal_id is not null then
    select j.period_id, j.phase,
      sum(case d.kind when 'workshop_wages' then e.amount else 0 end)
        - sum(case c.kind when 'workshop_wages' then e.amount else 0 end) as gross,
      sum(case when c.kind = 'civil_reparation' then e.amount else 0 end) as reparation,
      sum(case when c.kind = 'inpe_contribution' and d.kind = 'workshop_wages' then e.amount else 0 end) as contribution,
      sum(case when c.kind = 'inpe_contribution' and d.kind = 'inpe_arrears' then e.amount else 0 end) as arrears,
      sum(case when c.kind = 'worker_savings' then e.amount else 0 end) as savings,
      coalesce(sum(case when c.id = mine.id then e.amount when d.id = mine.id then -e.amount end), 0) as left_over
      into booked from journal j join entry e on e.journal_id = j.id join ledger_account d on d.id = e.debit_account
      join ledger_account c on c.id = e.credit_account
      left join ledger_account mine on mine.id in (d.id, c.id) and mine.kind = 'worker_personal' and mine.owner_ref = new.inmate_id
      where j.id = new.journal_id group by j.id;
    if (booked.period_id, booked.phase, booked.gross, booked.reparation, booked.contribution, booked.arrears, booked.savings,
        booked.left_over) is distinct from (new.period_id, case new.kind when 'exit' then 'pending' else 'posted' end::varchar,
        new.gross::numeric, new.reparation::numeric, new.contribution::numeric,
        (new.contribution_due - new.contribution)::numeric, new.savings::numeric, (new.personal + new.family)::numeric) then
      perform earnings_refuse('earning_statement_journal_agrees', 'a statement and its journal say the same');
    end if;
  end if;
  if new.reparation > 0 and (select sum(s.reparation) from live_statement s where s.inmate_id = new.inmate_id)
      > (select sum(total - paid_before) from reparation where inmate_id = new.inmate_id) then
    perform earnings_refuse('earning_statement_reparation_ends', 'more than the reparation is');
  end if;
  return null;
end $$;
create constraint trigger earning_statement_whole after insert on earning_statement deferrable initially deferred
  for each row execute function earning_statement_whole();

-- Only an exit waits for a decision; what was posted is not decided by this row but by its journal's resolution.
create function statement_decision_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  about earning_statement;
begin
  select * into about from earning_statement where id = new.statement_id;
  new.establishment_id := about.establishment_id;
  if about.kind <> 'exit' then
    perform earnings_refuse('statement_decision_of_exit', 'only the statement of an exit is decided');
  elsif about.journal_id is not null and (select outcome from resolution where journal_id = about.journal_id)
      is distinct from (case new.outcome when 'confirmed' then 'post' else 'void' end) then
    perform earnings_refuse('statement_decision_as_booked', 'the journal ended otherwise');
  end if;
  return new;
end $$;
create trigger statement_decision_check before insert on statement_decision
  for each row execute function statement_decision_check();

-- What was a line of a returned statement waits again; what a confirmed one could not bear of corrections waits for the next.
create function statement_decided() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.outcome = 'returned' then
    insert into pending_adjustment (inmate_id, establishment_id, of_month, of_line, amount, reason, recorded_at, recorded_by,
        approved_at, approved_by)
      select inmate_id, establishment_id, of_month, of_line, amount, reason, recorded_at, recorded_by, approved_at, approved_by
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
create trigger statement_decided after insert on statement_decision for each row execute function statement_decided();

-- Days and months that are told -----------------------------------------------------------------------------------------

-- Of one place and month: whoever records shares it, whoever makes statements has it alone.
create function earnings_month_lock(place text, of_month date) returns bigint language sql immutable as $$
  select hashtextextended('earnings ' || place || ' ' || of_month, 0)
$$;

-- What a statement has told of is not recorded again nor corrected, but by an adjustment; nor is anything of a closed month.
-- Its name puts it before the triggers of work: the lock of the month comes first everywhere.
create function earning_days_open() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  day date;
  of_month date;
begin
  for day in select distinct d from unnest(array[new.worked_on,
      (select worked_on from work_record where id = new.supersedes_id)]) as d where d is not null order by d loop
    of_month := date_trunc('month', day::timestamp)::date;
    perform pg_advisory_xact_lock_shared(earnings_month_lock(new.establishment_id, of_month));
    if exists (select from pay_period where establishment_id = new.establishment_id and month = of_month and status = 'closed')
        or exists (select from live_statement where inmate_id = new.inmate_id and establishment_id = new.establishment_id
          and month = of_month and closes_on >= day) then
      perform earnings_refuse('work_month_closed', 'a statement has told of that day');
    end if;
  end loop;
  return new;
end $$;
create trigger earning_days_open before insert on work_record for each row execute function earning_days_open();

-- From when a family may know: at once, or on the day on which a move that is kept secret may be told.
create function statement_visible_from(person uuid, at timestamptz) returns timestamptz
  language sql stable security definer set search_path = public, pg_temp as $$
  select greatest(at, max((facts ->> 'secret_until')::date::timestamp at time zone 'America/Lima')) from custody_event
  where inmate_id = person and kind = 'transfer' and facts ? 'secret_until'
$$;

-- What a statement is told to: each account that may read something of it and whose tie stands. Ids only.
create function statement_tell(told uuid[], at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform notice_tell(array_agg(o.account_id), 'statement_ready', array_agg(jsonb_build_object('statement_id', o.id)),
      array_agg('statement_ready ' || o.id || ' ' || o.account_id), at, array_agg(o.begins),
      array_agg(o.begins + interval '7 days'), array_agg('statement:' || o.id))
    from (select distinct s.id, c.account_id, greatest(at, s.visible_from) as begins from earning_statement s
      join statement_consent c on c.inmate_id = s.inmate_id and c.revoked_at is null and c.category <> 'remittances'
      join tie t on t.id = c.tie_id and t.state = 'approved' and t.account_id = c.account_id and t.inmate_id = s.inmate_id
      where s.id = any (told)) as o
    having count(*) > 0;
end $$;

-- Rights ----------------------------------------------------------------------------------------------------------------

do $$
declare
  name text;
  here text := 'establishment_id = any (app_establishments())';
  held text := 'exists (select from inmate i where i.id = inmate_id and i.establishment_id = any (app_establishments()))';
begin
  foreach name in array array['reparation', 'support_order', 'attachment_order', 'standing_instruction', 'material_advance',
      'labour_rate', 'assessment', 'arrears_plan', 'statement_consent', 'earning_statement', 'statement_line',
      'statement_decision', 'pending_adjustment'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
    execute format('grant select on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff using (%s)', name, case
      when name = 'statement_line' then 'exists (select from earning_statement s where s.id = statement_id)' -- of those seen
      when name in ('material_advance', 'assessment', 'arrears_plan', 'earning_statement', 'statement_decision',
        'pending_adjustment') then here else held end);
  end loop;
  -- The author is whoever asks.
  foreach name in array array['reparation', 'support_order', 'attachment_order', 'standing_instruction', 'material_advance',
      'labour_rate', 'assessment', 'arrears_plan', 'statement_consent', 'pending_adjustment'] loop
    execute format('grant insert on %I to encuentro_staff', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff with check (%s and recorded_by = app_actor())',
      name, case when name in ('material_advance', 'assessment', 'arrears_plan', 'pending_adjustment') then here else held end);
  end loop;
  foreach name in array array['reparation', 'support_order', 'attachment_order', 'standing_instruction', 'material_advance',
      'statement_consent', 'pending_adjustment'] loop
    execute format('create policy posted_update on %I for update to encuentro_staff using (%s)', name,
      case when name in ('material_advance', 'pending_adjustment') then here else held end);
  end loop;
end $$;
grant select on live_statement to encuentro_worker, encuentro_staff;
grant update (ended_on) on reparation to encuentro_worker, encuentro_staff;
grant update (valid_to) on support_order, attachment_order to encuentro_worker, encuentro_staff;
grant update (revoked_at) on standing_instruction to encuentro_worker, encuentro_staff;
grant update (approved_at, approved_by, journal_id) on material_advance to encuentro_worker, encuentro_staff;
grant update (revoked_at, revoked_by) on statement_consent to encuentro_worker, encuentro_staff;
grant update (approved_at, approved_by) on pending_adjustment to encuentro_worker, encuentro_staff;
grant update (used_in) on pending_adjustment to encuentro_worker;
grant insert on statement_decision to encuentro_staff;
create policy posted_insert on statement_decision for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and decided_by = app_actor());
create policy own_word on pending_adjustment as restrictive for update to encuentro_staff
  using (true) with check (approved_by is null or approved_by = app_actor());
create policy own_word on material_advance as restrictive for update to encuentro_staff
  using (true) with check (approved_by is null or approved_by = app_actor());

-- What must see more than its caller runs as the worker.
grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('statement_line_added', 'earning_statement_check', 'earning_statement_whole', 'statement_decision_check',
        'statement_decided', 'earning_days_open', 'statement_visible_from', 'statement_tell') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function statement_visible_from(uuid, timestamptz), statement_tell(uuid[], timestamptz) to encuentro_staff;
