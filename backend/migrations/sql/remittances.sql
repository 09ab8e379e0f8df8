-- Remittances: what is paid out of a worker's accounts to a relative or to whoever a part belongs to. Whole céntimos.
--
-- Money is reserved by a pending journal when a remittance is asked for, booked when the bank says it was paid, and set free
-- when it was not. Which moves a remittance may make is data (`remittance_move`); a trigger refuses every other, keeps each
-- move for ever (`remittance_step`) and tells whoever may know. Names and numbers of bank accounts are sealed.
--
-- Tables are made here and have no model: no row of them is ever written or changed through one.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

create table remittance_move (from_state varchar(9), to_state varchar(9), primary key (from_state, to_state));
insert into remittance_move values
  ('asked', 'approved'), ('asked', 'refused'), ('asked', 'cancelled'),
  ('approved', 'cancelled'), ('approved', 'sent'), ('sent', 'confirmed'), ('sent', 'refused'), ('sent', 'returned'),
  ('confirmed', 'returned');

create table remittance (
  id uuid primary key default gen_random_uuid(), -- also the key by which a bank pays it once
  establishment_id varchar(40) not null references establishment,
  inmate_id uuid not null references inmate,
  statement_id uuid references earning_statement,
  tie_id uuid references tie on delete set null, -- of whom it is for, while that account exists
  payee varchar(9) not null,
  source varchar(24) not null, -- the kind of account it is paid from
  amount bigint not null, -- céntimos
  reference varchar(9) not null unique, -- how the bank calls it
  account_cipher bytea, -- null: erased
  name_cipher bytea,
  journal_id uuid not null unique references journal,
  state varchar(9) not null default 'asked',
  asked_at timestamptz not null,
  asked_by uuid not null,
  approved_at timestamptz,
  approved_by uuid,
  moved_at timestamptz not null, -- the last move, by whom and why
  moved_by uuid not null,
  why varchar(16),
  way varchar(4), -- by which it was handed over, or is about to be; it stays that one
  handed_at timestamptz,
  attempts smallint not null default 0,
  not_before timestamptz,
  lease_until timestamptz,
  bank_ref varchar(64),
  visible_from timestamptz not null, -- to a family
  constraint remittance_payee check (payee in ('family', 'holder', 'court', 'inpe', 'judiciary', 'creditor')),
  constraint remittance_source check (case payee when 'inpe' then source = 'inpe_contribution'
    when 'judiciary' then source = 'civil_reparation' when 'court' then source = 'support_order'
    when 'creditor' then source = 'support_order' else source in ('worker_personal', 'worker_savings') end),
  constraint remittance_amount check (amount between 1 and 100000000),
  constraint remittance_tie_of_family check (payee = 'family' or tie_id is null),
  constraint remittance_state check (state in ('asked', 'approved', 'sent', 'confirmed', 'returned', 'refused', 'cancelled')),
  constraint remittance_two_people check (approved_by <> asked_by),
  constraint remittance_approved_whole check (num_nonnulls(approved_at, approved_by) in (0, 2)
    and (state not in ('approved', 'sent', 'confirmed', 'returned') or approved_by is not null)
    and (state <> 'asked' or approved_by is null)),
  constraint remittance_why check (why in ('asked_wrongly', 'not_due', 'not_wanted', 'bank', 'other')
    and (state not in ('returned', 'refused', 'cancelled') or why is not null)),
  constraint remittance_way check (way in ('file', 'wire') and (way is null) = (handed_at is null)
    and (state not in ('sent', 'confirmed', 'returned') or way is not null)
    and (state <> 'cancelled' or way is null))
);
create index remittance_of_place on remittance (establishment_id, asked_at);
create index remittance_of_inmate on remittance (inmate_id);
create index remittance_of_tie on remittance (tie_id);
create index remittance_to_send on remittance (approved_at) where state = 'approved';

create table remittance_step (
  remittance_id uuid not null references remittance,
  nth smallint not null,
  from_state varchar(9),
  to_state varchar(9) not null,
  at timestamptz not null,
  by_whom uuid not null,
  why varchar(16),
  primary key (remittance_id, nth)
);

-- A file that was made for a bank, sealed: it holds numbers of accounts.
create table bank_file (
  id uuid primary key default gen_random_uuid(),
  establishment_id varchar(40) not null references establishment,
  layout varchar(40) not null,
  digest bytea not null,
  content_cipher bytea not null,
  made_at timestamptz not null,
  made_by uuid not null,
  count integer not null,
  total bigint not null, -- céntimos
  constraint bank_file_digest check (octet_length(digest) = 32),
  constraint bank_file_size check (count > 0 and total > 0)
);
create index bank_file_of_place on bank_file (establishment_id, made_at);

create table bank_line (
  remittance_id uuid primary key references remittance, -- in one file, once
  file_id uuid not null references bank_file,
  line_no integer not null,
  amount bigint not null,
  constraint bank_line_numbered unique (file_id, line_no)
);

-- What a bank said of a remittance, each thing once. What it said that does not fit is a mismatch and changes nothing.
create table bank_answer (
  remittance_id uuid not null references remittance,
  outcome varchar(8) not null,
  establishment_id varchar(40) not null references establishment,
  way varchar(4) not null,
  amount bigint not null,
  bank_ref varchar(64),
  read_at timestamptz not null,
  read_by uuid not null,
  primary key (remittance_id, outcome),
  constraint bank_answer_outcome check (outcome in ('paid', 'returned', 'refused')),
  constraint bank_answer_way check (way in ('file', 'wire'))
);
create table bank_mismatch (
  id uuid primary key default gen_random_uuid(),
  establishment_id varchar(40) references establishment, -- null: of an answer to nobody's question
  remittance_id uuid references remittance,
  why varchar(10) not null,
  digest bytea not null unique, -- keyed, of what was said: the same twice is one mismatch
  said_cipher bytea not null,
  read_at timestamptz not null,
  read_by uuid not null,
  seen_at timestamptz,
  seen_by uuid,
  constraint bank_mismatch_why check (why in ('unknown', 'amount', 'second', 'unasked', 'unreadable')),
  constraint bank_mismatch_seen_whole check (num_nonnulls(seen_at, seen_by) in (0, 2))
);
create index bank_mismatch_unseen on bank_mismatch (establishment_id) where seen_at is null;

-- Guards ---------------------------------------------------------------------------------------------------------------

do $$
declare
  name text;
  once text;
begin
  for name, once in values ('remittance_move', 'nothing'), ('remittance_step', 'nothing'), ('bank_file', 'nothing'),
      ('bank_line', 'nothing'), ('bank_answer', 'nothing'), ('bank_mismatch', 'seen_at, seen_by') loop
    execute format('create trigger %I before update or delete on %I for each row execute function earnings_only_add(%s)',
      name || '_append_only', name, once);
    execute format('create trigger %I before truncate on %I for each statement execute function earnings_only_add()',
      name || '_not_truncated', name);
  end loop;
end $$;
create trigger remittance_not_truncated before truncate on remittance for each statement execute function earnings_only_add();

create function remittance_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform earnings_refuse('remittance_append_only', 'a remittance is not deleted');
  elsif tg_op = 'INSERT' then
    if new.state <> 'asked' or new.way is not null or new.attempts <> 0 or num_nonnulls(new.account_cipher, new.name_cipher) <> 2
        or (new.moved_at, new.moved_by) <> (new.asked_at, new.asked_by) then
      perform earnings_refuse('remittance_begins_asked', 'a remittance begins by being asked for');
    elsif new.payee = 'family' and not exists (select from tie t where t.id = new.tie_id and t.inmate_id = new.inmate_id
        and t.state = 'approved') then
      perform earnings_refuse('remittance_to_a_tie', 'a relative has a tie that stands');
    elsif new.statement_id is not null and not exists (select from earning_statement s where s.id = new.statement_id
        and s.inmate_id = new.inmate_id and s.establishment_id = new.establishment_id) then
      perform earnings_refuse('remittance_of_its_statement', 'a statement of somebody else');
    end if;
    new.visible_from := statement_visible_from(new.inmate_id, new.asked_at);
    return new;
  end if;
  if new.tie_id is null and old.tie_id is not null and exists (select from tie where id = old.tie_id)
      or new.tie_id is distinct from old.tie_id and new.tie_id is not null then
    perform earnings_refuse('remittance_stays', 'whom it is for does not change');
  elsif (new.id, new.establishment_id, new.inmate_id, new.payee, new.source, new.amount, new.reference, new.journal_id,
      new.asked_at, new.asked_by, new.visible_from) is distinct from (old.id, old.establishment_id, old.inmate_id, old.payee,
      old.source, old.amount, old.reference, old.journal_id, old.asked_at, old.asked_by, old.visible_from)
      or new.statement_id is distinct from old.statement_id or new.account_cipher is distinct from old.account_cipher
      or new.name_cipher is distinct from old.name_cipher
      or old.approved_by is not null and (new.approved_at, new.approved_by) <> (old.approved_at, old.approved_by)
      or old.way is not null and (new.way, new.handed_at) is distinct from (old.way, old.handed_at)
      or new.state = old.state and (new.moved_at, new.moved_by, new.why, new.approved_by)
        is distinct from (old.moved_at, old.moved_by, old.why, old.approved_by) then
    perform earnings_refuse('remittance_stays', 'what a remittance is does not change');
  elsif new.state <> old.state and not exists (
      select from remittance_move where from_state = old.state and to_state = new.state) then
    perform earnings_refuse('remittance_moves', format('a remittance does not go from %s to %s', old.state, new.state));
  elsif new.way is not null and old.way is null and (old.state <> 'approved' or new.state not in ('approved', 'sent')) then
    perform earnings_refuse('remittance_moves', 'only what was approved is handed over');
  elsif new.attempts not between old.attempts and old.attempts + 1 then
    perform earnings_refuse('remittance_stays', 'attempts are counted one by one');
  end if;
  if new.payee = 'family' and new.tie_id is null and new.state in ('confirmed', 'returned', 'refused', 'cancelled') then
    new.account_cipher := null; -- of an account that was erased nothing is kept that is not needed
    new.name_cipher := null;
  end if;
  return new;
end $$;
create trigger remittance_guard before insert or update or delete on remittance
  for each row execute function remittance_guard();

-- Each move is kept, and told to whoever may know of it: a relative whose tie stands, by the inmate's word of this moment.
-- Of what goes to another relative nobody is told. Ids only.
create function remittance_moved() returns trigger
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
      where c.inmate_id = new.inmate_id and c.category = 'remittances' and c.revoked_at is null
        and (new.payee <> 'family' or t.account_id = (select account_id from tie where id = new.tie_id))) as o
    where new.state not in ('asked', 'cancelled')
    having count(*) > 0;
  return null;
end $$;
create trigger remittance_asked after insert on remittance for each row execute function remittance_moved();
create trigger remittance_moved after update on remittance for each row when (new.state <> old.state)
  execute function remittance_moved();

-- At the end of its transaction a remittance and the ledger say the same.
create function remittance_booked() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  now_is remittance;
  booked record;
begin
  select * into now_is from remittance where id = new.id; -- as it is left, not as this update left it
  select j.kind, j.phase, j.total, j.establishment_id, j.line_count, d.kind as source, d.owner_ref,
      c.kind as sink, r.outcome, exists (select from journal x where x.reverses = j.id) as reversed
    into booked from journal j join entry e on e.journal_id = j.id and e.line_no = 1
    join ledger_account d on d.id = e.debit_account join ledger_account c on c.id = e.credit_account
    left join resolution r on r.journal_id = j.id
    where j.id = now_is.journal_id;
  if (booked.kind, booked.phase, booked.total, booked.establishment_id, booked.line_count, booked.source, booked.owner_ref,
      booked.sink) is distinct from ('remittance'::varchar, 'pending'::varchar, now_is.amount, now_is.establishment_id,
      1::smallint, now_is.source, now_is.inmate_id,
      case now_is.payee when 'holder' then 'paid_to_holder' else 'remitted_out' end::varchar) then
    perform earnings_refuse('remittance_as_booked', 'a remittance and its journal say the same');
  elsif not coalesce(case now_is.state when 'confirmed' then booked.outcome = 'post' and not booked.reversed
      when 'returned' then booked.outcome = 'void' or booked.outcome = 'post' and booked.reversed
      when 'refused' then booked.outcome = 'void' when 'cancelled' then booked.outcome = 'void'
      else booked.outcome is null end, false) then
    perform earnings_refuse('remittance_as_booked', 'the journal ended otherwise');
  end if;
  return null;
end $$;
create constraint trigger remittance_booked after insert or update of state on remittance deferrable initially deferred
  for each row execute function remittance_booked();

create function bank_line_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from remittance r join bank_file f on f.id = new.file_id
      where r.id = new.remittance_id and r.establishment_id = f.establishment_id and r.amount = new.amount
        and r.state = 'sent' and r.way = 'file') then
    perform earnings_refuse('bank_line_of_its_file', 'a line is of what its file sends');
  end if;
  return new;
end $$;
create trigger bank_line_check before insert on bank_line for each row execute function bank_line_check();

create function bank_file_whole() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select (count(*), coalesce(sum(amount), 0)) from bank_line where file_id = new.id)
      is distinct from (select (new.count::bigint, new.total::numeric)) then
    perform earnings_refuse('bank_file_whole', 'the lines are not those declared');
  end if;
  return null;
end $$;
create constraint trigger bank_file_whole after insert on bank_file deferrable initially deferred
  for each row execute function bank_file_whole();

create function bank_answer_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from remittance r where r.id = new.remittance_id and r.establishment_id = new.establishment_id
      and r.amount = new.amount and r.way is not null) then
    perform earnings_refuse('bank_answer_fits', 'an answer is about what was sent');
  end if;
  return new;
end $$;
create trigger bank_answer_check before insert on bank_answer for each row execute function bank_answer_check();

-- Whether the family's account that asks may read of this person's remittances: by the inmate's word, and a tie that stands.
create function remittance_readable(person uuid, for_tie uuid, to_whom text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from statement_consent c
    join tie t on t.id = c.tie_id and t.state = 'approved' and t.account_id = c.account_id and t.inmate_id = c.inmate_id
    where c.inmate_id = person and c.account_id = app_actor() and c.category = 'remittances' and c.revoked_at is null
      and (to_whom <> 'family' or exists (select from tie o where o.id = for_tie and o.account_id = c.account_id)))
$$;

-- Rights ---------------------------------------------------------------------------------------------------------------

do $$
declare
  name text;
  here text := 'establishment_id = any (app_establishments())';
begin
  foreach name in array array['remittance_move', 'remittance', 'remittance_step', 'bank_file', 'bank_line', 'bank_answer',
      'bank_mismatch'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select on %I to encuentro_worker, encuentro_staff', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
    execute format('create policy posted on %I for select to encuentro_staff using (%s)', name, case name
      when 'remittance_move' then 'true'
      when 'bank_mismatch' then 'establishment_id is null or ' || here
      when 'remittance_step' then 'exists (select from remittance r where r.id = remittance_id)' -- of those seen
      when 'bank_line' then 'exists (select from bank_file f where f.id = file_id)'
      else here end);
  end loop;
end $$;
grant insert on remittance, bank_answer, bank_mismatch to encuentro_worker, encuentro_staff;
grant insert on bank_file, bank_line to encuentro_staff;
grant insert on remittance_step to encuentro_worker;
grant update (state, approved_at, approved_by, moved_at, moved_by, why, way, handed_at, bank_ref)
  on remittance to encuentro_worker, encuentro_staff;
grant update (attempts, not_before, lease_until) on remittance to encuentro_worker;
grant update (seen_at, seen_by) on bank_mismatch to encuentro_staff;
create policy posted_insert on remittance for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and asked_by = app_actor());
create policy posted_update on remittance for update to encuentro_staff using (establishment_id = any (app_establishments()));
create policy own_word on remittance as restrictive for update to encuentro_staff
  using (true) with check (moved_by = app_actor());
create policy posted_insert on bank_file for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and made_by = app_actor());
create policy posted_insert on bank_line for insert to encuentro_staff
  with check (exists (select from bank_file f where f.id = file_id and f.made_by = app_actor()));
create policy posted_insert on bank_answer for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and read_by = app_actor());
create policy posted_insert on bank_mismatch for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and read_by = app_actor());
create policy posted_update on bank_mismatch for update to encuentro_staff
  using (establishment_id is null or establishment_id = any (app_establishments())) with check (seen_by = app_actor());
-- Not the place, not the numbers.
grant select (id, inmate_id, statement_id, tie_id, payee, amount, reference, state, why, asked_at, moved_at, visible_from)
  on remittance to encuentro_family;
create policy consented on remittance for select to encuentro_family
  using (remittance_readable(inmate_id, tie_id, payee));

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('remittance_guard', 'remittance_moved', 'remittance_booked', 'bank_line_check', 'bank_file_whole',
        'bank_answer_check', 'remittance_readable') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function remittance_readable(uuid, uuid, text) to encuentro_family;
