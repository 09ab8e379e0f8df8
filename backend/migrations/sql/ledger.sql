-- The ledger: what was earned, held back and paid by others, in whole céntimos. It holds no money itself.
--
-- One line moves one amount from one account to another, so imbalance cannot be written; a journal is one fact of one or more
-- lines. `post_journals` and `resolve_journal` are the only writers: the application's roles may execute functions and nothing
-- else, and the triggers stop the owner too. What is wrong is corrected by adding: a reversal, or an adjustment.
--
-- Tables are made here and have no model: no row of them is ever written or changed through one.

create table pay_period (
  id uuid primary key default gen_random_uuid(),
  establishment_id varchar(40) not null references establishment,
  month date not null, -- its first day; by this the period is called
  starts_on date not null,
  ends_on date not null, -- the last day that belongs to it
  status varchar(8) not null default 'open',
  closed_at timestamptz,
  closed_by uuid,
  constraint pay_period_called_by_its_month check (extract(day from month) = 1),
  constraint pay_period_forwards check (ends_on >= starts_on),
  constraint pay_period_status_known check (status in ('open', 'closed')),
  constraint pay_period_closed_whole check (num_nonnulls(closed_at, closed_by) = case status when 'closed' then 2 else 0 end),
  constraint pay_period_of_its_place unique (establishment_id, id),
  constraint pay_period_once unique (establishment_id, month),
  constraint pay_period_never_two exclude using gist (establishment_id with =, daterange(starts_on, ends_on, '[]') with &&)
);

-- Totals are kept beside the entries because the floor must be a CHECK of one row: so rivals meet at its lock.
create table ledger_account (
  id uuid primary key default gen_random_uuid(),
  kind varchar(24) not null,
  establishment_id varchar(40) not null references establishment,
  owner_ref uuid not null, -- a person, a workshop or whatever else it belongs to; the ledger does not ask
  currency char(3) not null default 'PEN',
  floor_side char(1) generated always as (case
    when kind in ('worker_personal', 'worker_savings', 'civil_reparation', 'support_order', 'inpe_contribution') then 'C'
    when kind in ('inpe_arrears', 'advance') then 'D' end) stored, -- null: it may stand either way
  opened_at timestamptz not null,
  closed_at timestamptz,
  debits_posted bigint not null default 0,
  credits_posted bigint not null default 0,
  debits_pending bigint not null default 0,
  credits_pending bigint not null default 0,
  constraint ledger_account_kind_known check (kind in ('workshop_wages', 'worker_personal', 'worker_savings', 'civil_reparation',
    'support_order', 'inpe_contribution', 'inpe_arrears', 'company_due', 'remitted_out', 'paid_to_holder', 'settled_on_exit',
    'advance')),
  constraint ledger_account_totals_count_up check (least(debits_posted, credits_posted, debits_pending, credits_pending) >= 0),
  constraint ledger_account_floor check (case floor_side
    when 'C' then credits_posted - debits_posted - debits_pending >= 0
    when 'D' then debits_posted - credits_posted - credits_pending >= 0
    else true end),
  constraint ledger_account_closed_at_nothing check (closed_at is null
    or debits_posted = credits_posted and debits_pending = 0 and credits_pending = 0)
) with (fillfactor = 50); -- a new version of a busy row stays on its page, and no index hears of it
create unique index ledger_account_one_live on ledger_account (establishment_id, owner_ref, kind, currency)
  where closed_at is null;
create index ledger_account_of_place on ledger_account (establishment_id);

create table journal (
  id uuid primary key default gen_random_uuid(),
  establishment_id varchar(40) not null,
  scope varchar(40) not null,
  key varchar(200) not null,
  request_digest bytea not null,
  kind varchar(16) not null,
  phase varchar(8) not null,
  period_id uuid not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  approved_by uuid not null,
  reverses uuid references journal,
  reason text,
  line_count smallint not null,
  total bigint not null, -- céntimos of all lines
  constraint journal_once unique (scope, key),
  constraint journal_in_a_period_of_its_place foreign key (establishment_id, period_id)
    references pay_period (establishment_id, id),
  constraint journal_digest_whole check (octet_length(request_digest) = 32),
  constraint journal_kind_known check (kind in ('earning', 'adjustment', 'advance', 'contribution', 'remittance', 'settlement',
    'reversal')),
  constraint journal_phase_known check (phase in ('posted', 'pending')),
  constraint journal_approved_by_another check (approved_by <> recorded_by),
  constraint journal_reversed_once unique (reverses),
  constraint journal_reversal_names_its_journal check ((kind = 'reversal') = (reverses is not null) and reverses <> id),
  constraint journal_correction_says_why check (kind not in ('reversal', 'adjustment')
    or length(btrim(coalesce(reason, ''))) >= 10),
  constraint journal_size check (line_count between 1 and 200 and total > 0)
);
create index journal_of_period on journal (period_id);
create index journal_pending on journal (period_id) where phase = 'pending';

create table entry (
  journal_id uuid not null references journal,
  line_no smallint not null,
  debit_account uuid not null references ledger_account,
  credit_account uuid not null references ledger_account,
  amount bigint not null, -- céntimos; at most a million soles, so that a slipped finger is no fortune
  primary key (journal_id, line_no),
  constraint entry_amount check (amount > 0 and amount <= 100000000),
  constraint entry_numbered check (line_no >= 1),
  constraint entry_between_two check (debit_account <> credit_account)
);

-- The end of a pending journal.
create table resolution (
  journal_id uuid primary key references journal,
  outcome varchar(8) not null,
  resolved_at timestamptz not null,
  resolved_by uuid not null,
  constraint resolution_outcome_known check (outcome in ('post', 'void', 'expire'))
);

-- What a closed period held; each seal includes the one before it, establishment by establishment.
create table period_seal (
  period_id uuid primary key references pay_period,
  establishment_id varchar(40) not null references establishment,
  nth integer not null,
  journals bigint not null,
  entries bigint not null,
  total numeric(20) not null, -- céntimos
  digest bytea not null,
  previous bytea not null,
  hash bytea not null,
  constraint period_seal_chain unique (establishment_id, nth)
);

-- Guards -------------------------------------------------------------------------------------------------------------

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'check_violation';
end $$;
do $$
declare
  name text;
begin
  foreach name in array array['pay_period', 'ledger_account', 'journal', 'entry', 'resolution', 'period_seal'] loop
    execute format('create trigger %I before truncate on %I for each statement execute function ledger_refuse_change()',
      name || '_not_truncated', name);
  end loop;
  foreach name in array array['journal', 'entry', 'resolution', 'period_seal'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function ledger_refuse_change()',
      name || '_append_only', name);
  end loop;
end $$;

-- Open, then closed for good. Whoever closes holds the row's lock here and posting needs its share lock, so the look for
-- pending journals sees every one, also of a rival that committed a moment ago; an older snapshot would not.
create function pay_period_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or tg_op = 'INSERT' and new.status <> 'open' or tg_op = 'UPDATE' and (old.status = 'closed'
      or (new.id, new.establishment_id, new.month, new.starts_on, new.ends_on)
        is distinct from (old.id, old.establishment_id, old.month, old.starts_on, old.ends_on)) then
    raise exception 'a period is opened once and closed once' using errcode = 'check_violation';
  end if;
  if new.status = 'closed' and current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'a period is closed in read committed alone' using errcode = 'check_violation';
  end if;
  if new.status = 'closed' and exists (select from journal j where j.period_id = new.id and j.phase = 'pending'
      and not exists (select from resolution r where r.journal_id = j.id)) then
    raise exception 'a pending journal keeps the period open' using errcode = 'EN103';
  end if;
  return new;
end $$;
create trigger pay_period_guard before insert or update or delete on pay_period
  for each row execute function pay_period_guard();

-- Totals follow the entries: nobody writes them but the triggers of entry and resolution.
create function ledger_account_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.closed_at is not null
        or (new.debits_posted, new.credits_posted, new.debits_pending, new.credits_pending) <> (0, 0, 0, 0) then
      raise exception 'an account opens at nothing' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or (new.id, new.kind, new.establishment_id, new.owner_ref, new.currency, new.opened_at)
      is distinct from (old.id, old.kind, old.establishment_id, old.owner_ref, old.currency, old.opened_at) then
    raise exception 'an account stays what it is' using errcode = 'check_violation';
  end if;
  if old.closed_at is not null then
    raise exception 'the account is closed' using errcode = 'check_violation';
  end if;
  if pg_trigger_depth() < 2 and (new.debits_posted, new.credits_posted, new.debits_pending, new.credits_pending)
      <> (old.debits_posted, old.credits_posted, old.debits_pending, old.credits_pending) then
    raise exception 'totals follow the entries' using errcode = 'check_violation';
  end if;
  if new.debits_posted < old.debits_posted or new.credits_posted < old.credits_posted then
    raise exception 'what is posted stays posted' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger ledger_account_guard before insert or update or delete on ledger_account
  for each row execute function ledger_account_guard();

-- The share lock meets the update that closes the period: one of the two waits, and then sees the other.
create function journal_added() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from pay_period where id in (select period_id from added) order by id for share;
  if exists (select from added j join pay_period p on p.id = j.period_id where p.status <> 'open') then
    raise exception 'the period is closed' using errcode = 'EN102';
  end if;
  if exists (select from added j join pay_period p on p.id = j.period_id
      where j.effective_on > p.ends_on or j.effective_on < p.starts_on and j.kind not in ('adjustment', 'reversal')) then
    raise exception 'the day is not of the period' using errcode = 'check_violation';
  end if;
  if exists (select from added j, lateral (select * from journal where id = j.reverses limit 1) as o
      where o.kind = 'reversal' or j.phase <> 'posted' or o.phase = 'pending' and not exists (
        select from resolution r where r.journal_id = o.id and r.outcome = 'post')) then
    raise exception 'only what is posted, and no reversal, is reversed' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger journal_added after insert on journal referencing new table as added
  for each statement execute function journal_added();

-- In one order, whatever the lines': so two never wait for each other in a circle.
create function ledger_lock(accounts uuid[]) returns void language plpgsql as $$
begin
  perform from ledger_account where id = any (accounts) order by id for no key update;
end $$;

-- Lines are numbered up to the journal's count. So a journal that was whole at its commit takes no line ever after: its
-- numbers are used up. All lines of a statement are booked at once, account by account in the order of ids: the order of
-- lines does not matter, and an account meets its floor where the statement leaves it. Rows are looked up one by one
-- (`limit 1`), because a session plans this once, for whatever comes first: one line, or a month of a whole prison.
create function entry_added() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from added e,
      lateral (select * from journal where id = e.journal_id limit 1) as j,
      lateral (select * from ledger_account where id = e.debit_account limit 1) as d,
      lateral (select * from ledger_account where id = e.credit_account limit 1) as c
      where e.line_no > j.line_count or d.currency <> c.currency
        or d.establishment_id <> j.establishment_id or c.establishment_id <> j.establishment_id
        or j.phase = 'pending' and exists (select from resolution r where r.journal_id = j.id)) then
    raise exception 'the line does not belong there' using errcode = 'check_violation';
  end if;
  perform ledger_lock(array(select debit_account from added union select credit_account from added));
  update ledger_account a set debits_posted = a.debits_posted + moved.debits_posted,
      credits_posted = a.credits_posted + moved.credits_posted, debits_pending = a.debits_pending + moved.debits_pending,
      credits_pending = a.credits_pending + moved.credits_pending
    from (select side.account,
        coalesce(sum(side.debit) filter (where j.phase = 'posted'), 0) as debits_posted,
        coalesce(sum(side.credit) filter (where j.phase = 'posted'), 0) as credits_posted,
        coalesce(sum(side.debit) filter (where j.phase = 'pending'), 0) as debits_pending,
        coalesce(sum(side.credit) filter (where j.phase = 'pending'), 0) as credits_pending
      from added e, lateral (select phase from journal where id = e.journal_id limit 1) as j,
        lateral (values (e.debit_account, e.amount, 0::bigint), (e.credit_account, 0, e.amount)) as side (account, debit, credit)
      group by side.account) as moved
    where a.id = moved.account;
  return null;
end $$;
create trigger entry_added after insert on entry referencing new table as added
  for each statement execute function entry_added();

-- At the end of its transaction a journal has the lines it declares; a reversal has those of its journal, turned round.
create function journal_whole() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select (count(*), sum(amount)) from entry where journal_id = new.id)
      is distinct from (select (new.line_count::bigint, new.total::numeric)) then
    raise exception 'the lines are not those declared' using errcode = 'check_violation';
  end if;
  if new.reverses is not null and (
      select array_agg(row (debit_account, credit_account, amount)::text order by debit_account, credit_account, amount)
      from entry where journal_id = new.id)
      is distinct from (
      select array_agg(row (credit_account, debit_account, amount)::text order by credit_account, debit_account, amount)
      from entry where journal_id = new.reverses) then
    raise exception 'a reversal mirrors its journal line by line' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger journal_whole after insert on journal deferrable initially deferred
  for each row execute function journal_whole();

-- A pending journal ends once (the primary key): what it kept apart is booked for good, or set free.
create function resolution_added() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select phase from journal where id = new.journal_id) <> 'pending' then
    raise exception 'only a pending journal is resolved' using errcode = 'check_violation';
  end if;
  perform ledger_lock(array(select unnest(array[debit_account, credit_account]) from entry where journal_id = new.journal_id));
  update ledger_account a set debits_pending = a.debits_pending - moved.debit, credits_pending = a.credits_pending - moved.credit,
      debits_posted = a.debits_posted + case new.outcome when 'post' then moved.debit else 0 end,
      credits_posted = a.credits_posted + case new.outcome when 'post' then moved.credit else 0 end
    from (select side.account, sum(side.debit) as debit, sum(side.credit) as credit
      from entry e, lateral (values (e.debit_account, e.amount, 0::bigint), (e.credit_account, 0, e.amount)) as side (account, debit, credit)
      where e.journal_id = new.journal_id group by side.account) as moved
    where a.id = moved.account;
  return null;
end $$;
create trigger resolution_added after insert on resolution for each row execute function resolution_added();

-- Seals --------------------------------------------------------------------------------------------------------------

-- Everything that was written in a period, in one order; the same for ever.
create function period_digest(period uuid) returns bytea language sql stable as $$
  select sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(j.id, j.scope, j.key, encode(j.request_digest, 'hex'),
      j.kind, j.phase, j.effective_on, extract(epoch from j.recorded_at)::numeric(20, 6)::text, j.recorded_by, j.approved_by,
      j.reverses, j.reason, r.outcome, extract(epoch from r.resolved_at)::numeric(20, 6)::text, r.resolved_by,
      e.line_no, e.debit_account, e.credit_account, e.amount)::text, 'UTF8')), ''::bytea order by j.id, e.line_no), ''::bytea))
  from journal j join entry e on e.journal_id = j.id left join resolution r on r.journal_id = j.id where j.period_id = period
$$;

create function period_seal_hash(seal period_seal, closed pay_period) returns bytea language sql immutable as $$
  select sha256(seal.previous || seal.digest || convert_to(jsonb_build_array(seal.establishment_id, seal.nth, seal.period_id,
    seal.journals, seal.entries, seal.total, closed.month, closed.starts_on, closed.ends_on,
    extract(epoch from closed.closed_at)::numeric(20, 6)::text, closed.closed_by)::text, 'UTF8'))
$$;

-- Whoever writes a seal, and whatever they write: it is computed here, of a closed period.
create function period_seal_fill() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  closed pay_period;
begin
  select * into closed from pay_period where id = new.period_id and status = 'closed';
  if not found then
    raise exception 'an open period has no seal' using errcode = 'check_violation';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('period_seal ' || closed.establishment_id, 0)); -- one after the other
  new.establishment_id := closed.establishment_id;
  select count(*) + 1, coalesce((array_agg(hash order by nth desc))[1], ''::bytea) into new.nth, new.previous
    from period_seal where establishment_id = closed.establishment_id;
  select count(distinct j.id), count(*), coalesce(sum(e.amount), 0) into new.journals, new.entries, new.total
    from journal j join entry e on e.journal_id = j.id where j.period_id = new.period_id;
  new.digest := period_digest(new.period_id);
  new.hash := period_seal_hash(new, closed);
  return new;
end $$;
create trigger period_seal_fill before insert on period_seal for each row execute function period_seal_fill();

create function pay_period_closed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into period_seal (period_id) values (new.id);
  return null;
end $$;
create trigger pay_period_closed after update on pay_period for each row
  when (old.status = 'open' and new.status = 'closed') execute function pay_period_closed();

-- Doors --------------------------------------------------------------------------------------------------------------

-- The worker, or staff posted at the place who are one of the people named.
create function ledger_check_caller(place text, people uuid[] default null) returns void language plpgsql stable as $$
begin
  if current_setting('role') = 'encuentro_worker' or current_setting('role') = 'encuentro_staff'
      and place = any (app_establishments()) and (people is null or app_actor() = any (people)) then
    return;
  end if;
  raise exception 'not for the caller to write' using errcode = 'insufficient_privilege';
end $$;

-- The period of a calendar month, opened when there is none.
create function ledger_period_open(place text, in_month date) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_check_caller(place);
  insert into pay_period (establishment_id, month, starts_on, ends_on)
    values (place, in_month, in_month, (in_month + interval '1 month' - interval '1 day')::date)
    on conflict (establishment_id, month) do nothing;
  return (select id from pay_period where establishment_id = place and month = in_month);
end $$;

-- The live account of its owner, opened when there is none.
create function ledger_account_open(of_kind text, place text, of_owner uuid, at timestamptz) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found_id uuid;
begin
  perform ledger_check_caller(place);
  loop -- a rival may close what was found live
    select id into found_id from ledger_account
      where establishment_id = place and owner_ref = of_owner and kind = of_kind and currency = 'PEN' and closed_at is null;
    exit when found;
    insert into ledger_account (kind, establishment_id, owner_ref, opened_at) values (of_kind, place, of_owner, at)
      on conflict (establishment_id, owner_ref, kind, currency) where closed_at is null do nothing;
  end loop;
  return found_id;
end $$;

-- For good, and at nothing (the CHECK). A later one of the same owner is a new account. False: it was closed already.
create function ledger_account_close(account uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_check_caller((select establishment_id from ledger_account where id = account));
  update ledger_account set closed_at = at where id = account and closed_at is null;
  return found;
end $$;

-- Journals of one kind and period at once, each under its own key; answers their ids in the order of the keys. A key that
-- is known answers what it made before, if the digest of what was asked is the same. `line_of`: which journal, from 1, a
-- line is of. One call books each account once, however many of its lines touch it: many journals belong into one call.
create function post_journals(in_scope text, keys text[], digests bytea[], of_kind text, in_phase text, in_period uuid, effective date,
    at timestamptz, recorder uuid, approver uuid, why text, undone uuid, line_of integer[], debit uuid[], credit uuid[],
    amounts bigint[])
  returns uuid[] language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place text := (select establishment_id from pay_period where id = in_period);
  made uuid[];
begin
  perform ledger_check_caller(place, array[recorder, approver]);
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

create function post_journal(in_scope text, in_key text, digest bytea, of_kind text, in_phase text, in_period uuid, effective date,
    at timestamptz, recorder uuid, approver uuid, why text, undone uuid, debit uuid[], credit uuid[], amounts bigint[])
  returns uuid language sql as $$
    select (post_journals(in_scope, array[in_key], array[digest], of_kind, in_phase, in_period, effective, at, recorder, approver,
      why, undone, array_fill(1, array[cardinality(amounts)]), debit, credit, amounts))[1]
  $$;

-- Ends a pending journal. False: it had this end already; another end is refused.
create function resolve_journal(pending uuid, end_as text, at timestamptz, by_whom uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_check_caller((select establishment_id from journal where id = pending), array[by_whom]);
  insert into resolution (journal_id, outcome, resolved_at, resolved_by) values (pending, end_as, at, by_whom)
    on conflict (journal_id) do nothing;
  if found then
    return true;
  end if;
  if (select outcome from resolution where journal_id = pending) <> end_as then
    raise exception 'the journal has ended otherwise' using errcode = 'EN104';
  end if;
  return false;
end $$;

-- Closes a period for good and answers the hash of its seal; of one that is closed already, the hash it has.
create function close_period(period uuid, at timestamptz, by_whom uuid) returns bytea
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform ledger_check_caller((select establishment_id from pay_period where id = period), array[by_whom]);
  update pay_period set status = 'closed', closed_at = at, closed_by = by_whom where id = period and status = 'open';
  return (select hash from period_seal where period_id = period);
end $$;

-- Rights -------------------------------------------------------------------------------------------------------------

-- A role of its own: the only one that may write, and only through the functions it owns.
do $$
begin
  if not exists (select from pg_roles where rolname = 'encuentro_ledger') then
    create role encuentro_ledger nologin;
    grant encuentro_ledger to current_user;
  elsif not pg_has_role(current_user, 'encuentro_ledger', 'member') then
    grant encuentro_ledger to current_user;
  end if;
end $$;
grant usage on schema public to encuentro_ledger;
grant select, insert on pay_period, ledger_account, journal, entry, resolution, period_seal to encuentro_ledger;
grant update (status, closed_at, closed_by) on pay_period to encuentro_ledger;
grant update (closed_at, debits_posted, credits_posted, debits_pending, credits_pending) on ledger_account to encuentro_ledger;

do $$
declare
  name text;
begin
  foreach name in array array['pay_period', 'ledger_account', 'journal', 'entry', 'resolution', 'period_seal'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy ledger on %I to encuentro_ledger using (true) with check (true)', name);
    execute format('grant select on %I to encuentro_worker, encuentro_staff', name);
    execute format('create policy worker on %I for select to encuentro_worker using (true)', name);
    execute format('create policy posted on %I for select to encuentro_staff using (%s)', name, case
      when name in ('entry', 'resolution') then 'exists (select from journal where journal.id = journal_id)' -- of those seen
      else 'establishment_id = any (app_establishments())' end);
  end loop;
end $$;

grant create on schema public to encuentro_ledger;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
      and p.proname in ('ledger_period_open', 'ledger_account_open', 'ledger_account_close', 'post_journals', 'post_journal',
        'resolve_journal', 'close_period') loop
    execute format('revoke all on function %s from public', name);
    execute format('grant execute on function %s to encuentro_staff, encuentro_worker', name);
  end loop;
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('ledger_period_open', 'ledger_account_open', 'ledger_account_close', 'post_journals', 'resolve_journal',
        'close_period', 'journal_added', 'entry_added', 'journal_whole', 'resolution_added', 'period_seal_fill',
        'pay_period_closed') loop
    execute format('alter function %s owner to encuentro_ledger', name);
  end loop;
end $$;
revoke create on schema public from encuentro_ledger;
