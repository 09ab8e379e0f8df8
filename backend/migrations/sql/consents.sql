-- Who of a family may read a statement, what they read, and what they ask. Default: nobody reads anything.
--
-- A family has no right to any table of statements. The functions below are its only way, and each of them finds out for
-- itself who asks, by which tie and by whose consent; what they hand out they write down in the same breath.

-- Bodies are not looked into here: to an owner who is no superuser the policies of inmate and tie seem to lead in a circle.
set local check_function_bodies = off;

-- Ids alone, as in the audit trail: they name nobody once an account is erased.
alter table statement_consent drop constraint statement_consent_tie_id_fkey, drop constraint statement_consent_account_id_fkey;
alter table standing_instruction drop constraint standing_instruction_tie_id_fkey;

create table statement_reading (
  id uuid primary key default gen_random_uuid(),
  inmate_id uuid not null references inmate,
  statement_id uuid references earning_statement, -- null: the list of months
  account_id uuid not null,
  tie_id uuid not null,
  categories text[] not null, -- open to the reader at that moment
  read_at timestamptz not null
);
create index statement_reading_of_inmate on statement_reading (inmate_id, read_at, id);
create index statement_reading_of_account on statement_reading (account_id, read_at);

create table statement_question (
  id uuid primary key,
  statement_id uuid not null references earning_statement,
  establishment_id varchar(40) not null references establishment, -- whose statement it is, and who answers
  inmate_id uuid not null references inmate,
  line_no smallint, -- null: the statement as a whole
  account_id uuid not null,
  words text not null, -- empty once the account is erased
  asked_at timestamptz not null,
  due_on date not null,
  constraint statement_question_of_a_line foreign key (statement_id, line_no) references statement_line (statement_id, line_no),
  constraint statement_question_words check (length(words) <= 500)
);
create index statement_question_of_place on statement_question (establishment_id, due_on, id);
create index statement_question_of_account on statement_question (account_id, asked_at);

create table statement_answer (
  question_id uuid primary key references statement_question,
  establishment_id varchar(40) not null references establishment,
  words text not null,
  answered_at timestamptz not null,
  answered_by uuid not null,
  constraint statement_answer_words check (length(btrim(words)) between 1 and 1000)
);

create trigger statement_reading_append_only before update or delete on statement_reading
  for each row execute function earnings_only_add('');
create trigger statement_answer_append_only before update or delete on statement_answer
  for each row execute function earnings_only_add('');
create trigger statement_question_kept before delete on statement_question
  for each row execute function earnings_only_add();
create trigger statement_question_append_only before update on statement_question for each row
  when (new.words <> '' or to_jsonb(new) - 'words' <> to_jsonb(old) - 'words') execute function earnings_only_add('');
do $$
declare
  name text;
begin
  foreach name in array array['statement_reading', 'statement_question', 'statement_answer'] loop
    execute format('create trigger %I before truncate on %I for each statement execute function earnings_only_add()',
      name || '_not_truncated', name);
  end loop;
end $$;

-- Reading --------------------------------------------------------------------------------------------------------------

-- The asking account's live consents for a person, by a tie of its own that stands.
create function statement_consents(person uuid) returns table (tie_id uuid, category text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.tie_id, c.category::text from statement_consent c
    join tie t on t.id = c.tie_id and t.account_id = c.account_id and t.inmate_id = c.inmate_id and t.state = 'approved'
    join inmate i on i.id = c.inmate_id and i.status in ('held', 'outside', 'monitored')
    where c.inmate_id = person and c.account_id = app_actor() and c.revoked_at is null
  $$;

-- What of a statement is open to the asking account; null: nothing, or there is no such statement, or it is not told yet.
create function statement_open(one uuid, at timestamptz) returns text[]
  language sql stable security definer set search_path = public, pg_temp as $$
    select array_agg(distinct c.category order by c.category) from earning_statement s, statement_consents(s.inmate_id) c
    where s.id = one and s.visible_from <= at and c.category <> 'remittances'
      and (s.kind = 'month' or exists (select from statement_decision d where d.statement_id = s.id and d.outcome = 'confirmed'))
  $$;

-- Without `deductions`: what was earned, and what the person sends to the asking account itself.
create function statement_line_shown(one statement_line, open text[]) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
    select case when one.part = 'earned' or one.code = 'gross' then 'earnings' = any (open)
      else 'deductions' = any (open) or 'earnings' = any (open) and one.code = 'family_assignment' and exists (
        select from standing_instruction i join tie t on t.id = i.tie_id
        where i.id::text = one.payee_ref and t.account_id = app_actor()) end
  $$;

create function statement_shown(one earning_statement, open text[]) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('id', one.id, 'inmate_id', one.inmate_id, 'month', one.month, 'kind', one.kind,
      'starts_on', one.starts_on, 'closes_on', one.closes_on,
      'gross', case when 'earnings' = any (open) then one.gross end,
      'withheld', case when 'deductions' = any (open) then one.withheld end,
      'personal', case when 'deductions' = any (open) then one.personal end,
      'to_family', case when open && array['earnings', 'deductions'] then (select coalesce(sum(l.booked), 0)
        from statement_line l join standing_instruction i on i.id::text = l.payee_ref join tie t on t.id = i.tie_id
        where l.statement_id = one.id and l.code = 'family_assignment' and t.account_id = app_actor()) end,
      'minutes', case when 'days' = any (open) then one.labour -> 'minutes' end,
      'days', case when 'days' = any (open) then one.labour -> 'days' end)
  $$;

create function statement_note(person uuid, one uuid, open text[], at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
    insert into statement_reading (inmate_id, statement_id, account_id, tie_id, categories, read_at)
    select person, one, app_actor(), (select min(c.tie_id::text)::uuid from statement_consents(person) c), open, at
  $$;

-- The months of a person, newest first; null where nothing is open.
create function statement_months(person uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  open text[] := array(select distinct category from statement_consents(person) where category <> 'remittances' order by 1);
begin
  if open = '{}' then
    return null;
  end if;
  perform statement_note(person, null, open, at);
  return (select coalesce(jsonb_agg(statement_shown(s, open) order by s.month desc, s.closes_on desc, s.revision desc), '[]')
    from (select * from earning_statement where inmate_id = person and statement_open(id, at) is not null
      order by month desc, closes_on desc, revision desc limit 120) as s);
end $$;

-- One statement with its lines, as far as it is open; null where it is not.
create function statement_read(one uuid, at timestamptz) returns jsonb
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
  return statement_shown(about, open) || jsonb_build_object('open', open, 'lines', (
    select coalesce(jsonb_agg(jsonb_build_object('no', l.line_no, 'rule', l.code, 'part', l.part, 'payee', l.payee, 'payee_ref', '',
      'base', l.base, 'rate', l.rate, 'exact', l.exact, 'booked', l.booked, 'legal_ref', l.legal_ref, 'rule_ids', l.rule_ids,
      'facts', l.facts) order by l.line_no), '[]')
    from statement_line l where l.statement_id = one and statement_line_shown(l, open)));
end $$;

-- A question about a statement, or a line of it, that is open to whoever asks; whether it was taken.
create function statement_ask(question uuid, one uuid, no smallint, said text, at timestamptz, due date) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  open text[] := statement_open(one, at);
begin
  if open is null or no is not null and not exists (select from statement_line l
      where l.statement_id = one and l.line_no = no and statement_line_shown(l, open)) then
    return false;
  end if;
  insert into statement_question (id, statement_id, establishment_id, inmate_id, line_no, account_id, words, asked_at, due_on)
    select question, s.id, s.establishment_id, s.inmate_id, no, app_actor(), said, at, due from earning_statement s where s.id = one;
  return true;
end $$;

-- The account's own questions about statements that are still open to it, newest first.
create function statement_questions(person uuid, at timestamptz) returns table (id uuid, statement_id uuid, month date,
    line_no smallint, words text, asked_at timestamptz, due_on date, answer text, answered_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
    select q.id, q.statement_id, s.month, q.line_no, q.words, q.asked_at, q.due_on, a.words, a.answered_at
    from statement_question q join earning_statement s on s.id = q.statement_id left join statement_answer a on a.question_id = q.id
    where q.account_id = app_actor() and q.inmate_id = person and statement_open(q.statement_id, at) is not null
    order by q.asked_at desc, q.id limit 100
  $$;

-- Whether whoever asked may still be told of the answer.
create function statement_answer_to(question uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
    select q.account_id from statement_question q where q.id = question and q.establishment_id = any (app_establishments())
      and exists (select from tie t join statement_consent c on c.tie_id = t.id and c.revoked_at is null
        where t.account_id = q.account_id and t.inmate_id = q.inmate_id and t.state = 'approved')
  $$;

-- An account is erased: its consents end, nothing is paid by its tie any more, and what it asked is unsaid.
create function statement_forget() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update statement_consent set revoked_at = now(), revoked_by = old.account_id where tie_id = old.id and revoked_at is null;
  update standing_instruction set revoked_at = now() where tie_id = old.id and revoked_at is null;
  update statement_question set words = '' where account_id = old.account_id and words <> '';
  return old;
end $$;
create trigger statement_forget before delete on tie for each row execute function statement_forget();

-- Rights ---------------------------------------------------------------------------------------------------------------

do $$
declare
  name text;
begin
  foreach name in array array['statement_reading', 'statement_question', 'statement_answer'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
    execute format('grant select on %I to encuentro_staff, encuentro_family', name);
  end loop;
end $$;
grant update (words) on statement_question to encuentro_worker;
create policy posted on statement_reading for select to encuentro_staff
  using (exists (select from inmate i where i.id = inmate_id and i.establishment_id = any (app_establishments())));
create policy posted on statement_question for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy posted on statement_answer for select to encuentro_staff using (establishment_id = any (app_establishments()));
grant insert on statement_answer to encuentro_staff;
create policy posted_insert on statement_answer for insert to encuentro_staff
  with check (answered_by = app_actor() and establishment_id = any (app_establishments()) and exists (
    select from statement_question q where q.id = question_id and q.establishment_id = statement_answer.establishment_id));
-- A family: what names its own account.
create policy own on statement_reading for select to encuentro_family using (account_id = app_actor());
create policy own on statement_question for select to encuentro_family using (account_id = app_actor());
create policy own on statement_answer for select to encuentro_family
  using (exists (select from statement_question q where q.id = question_id and q.account_id = app_actor()));
grant select on statement_consent to encuentro_family;
create policy own on statement_consent for select to encuentro_family using (account_id = app_actor());

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('statement_consents', 'statement_open', 'statement_line_shown', 'statement_shown', 'statement_note',
        'statement_months', 'statement_read', 'statement_ask', 'statement_questions', 'statement_answer_to', 'statement_forget') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function statement_months(uuid, timestamptz), statement_read(uuid, timestamptz),
  statement_ask(uuid, uuid, smallint, text, timestamptz, date), statement_questions(uuid, timestamptz) to encuentro_family;
grant execute on function statement_answer_to(uuid) to encuentro_staff;
