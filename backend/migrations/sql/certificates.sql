-- Certificates: what a month's work came to, on a paper that whoever holds it may check by its number; and that nothing is
-- owed of the contribution. The number is the only way to a certificate, and nothing that is told by it says where or who.

-- Bodies are not looked into here: to an owner who is no superuser the policies of inmate and tie seem to lead in a circle.
set local check_function_bodies = off;

create table income_certificate (
  id uuid primary key,
  number text not null, -- 120 random bits and a check sign
  statement_id uuid not null references earning_statement, -- by which it was asked for
  establishment_id varchar(40) not null references establishment,
  inmate_id uuid not null references inmate,
  period_id uuid not null,
  month date not null,
  starts_on date not null,
  closes_on date not null,
  total bigint not null, -- céntimos that the statements of these days come to
  account_id uuid, -- whoever asked for it: the account of a relative, which may be erased since,
  staff_id uuid, -- or somebody of the office
  issued_at timestamptz not null,
  constraint income_certificate_number unique (number),
  constraint income_certificate_number_shape check (number ~ '^[2-9A-HJ-NP-Z]{25}$'),
  constraint income_certificate_once unique nulls not distinct (inmate_id, period_id, account_id, staff_id, total),
  constraint income_certificate_one_asker check (num_nonnulls(account_id, staff_id) = 1),
  constraint income_certificate_total check (total >= 0),
  constraint income_certificate_days check (month <= starts_on and starts_on <= closes_on
    and closes_on < month + interval '1 month' and extract(day from month) = 1)
);
create index income_certificate_of_account on income_certificate (account_id, issued_at);

create table contribution_certificate (
  id uuid primary key,
  number text not null,
  establishment_id varchar(40) not null references establishment,
  inmate_id uuid not null references inmate,
  issued_at timestamptz not null,
  issued_by uuid not null,
  constraint contribution_certificate_number unique (number),
  constraint contribution_certificate_number_shape check (number ~ '^[2-9A-HJ-NP-Z]{25}$')
);
create index contribution_certificate_of_inmate on contribution_certificate (inmate_id, issued_at);

-- What is told of a person's month at one place: the days, and what they come to. Exits that wait are not told yet.
create function certificate_month(person uuid, period uuid, at timestamptz, out starts_on date, out closes_on date, out total bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
    select min(s.starts_on), max(s.closes_on), sum(s.gross)::bigint from earning_statement s
    where s.inmate_id = person and s.period_id = period and s.visible_from <= at and (s.kind = 'month'
      or exists (select from statement_decision d where d.statement_id = s.id and d.outcome = 'confirmed'))
  $$;

-- The certificate of whoever asks for that month as it is told now: a new one, or the one there is already.
create function certificate_keep(fresh uuid, code text, one uuid, account uuid, staff uuid, at timestamptz) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  about earning_statement;
  told record;
begin
  select * into about from earning_statement where id = one;
  select * into told from certificate_month(about.inmate_id, about.period_id, at);
  insert into income_certificate (id, number, statement_id, establishment_id, inmate_id, period_id, month, starts_on, closes_on,
      total, account_id, staff_id, issued_at)
    values (fresh, code, one, about.establishment_id, about.inmate_id, about.period_id, about.month, told.starts_on,
      told.closes_on, told.total, account, staff, at)
    on conflict on constraint income_certificate_once do nothing;
  return (select c.id from income_certificate c where c.inmate_id = about.inmate_id and c.period_id = about.period_id
    and c.account_id is not distinct from account and c.staff_id is not distinct from staff and c.total = told.total);
end $$;

-- For a relative who may read what was earned; null: nothing of it is open, or there is no such statement.
create function certificate_ask(fresh uuid, code text, one uuid, at timestamptz) returns uuid
  language sql security definer set search_path = public, pg_temp as $$
    select certificate_keep(fresh, code, one, app_actor(), null, at) where 'earnings' = any (statement_open(one, at))
  $$;

-- For the office of the place; null: not there, or not told yet.
create function certificate_issue(fresh uuid, code text, one uuid, at timestamptz) returns uuid
  language sql security definer set search_path = public, pg_temp as $$
    select certificate_keep(fresh, code, one, null, app_actor(), at) from earning_statement s
    where s.id = one and s.establishment_id = any (app_establishments()) and s.visible_from <= at and (s.kind = 'month'
      or exists (select from statement_decision d where d.statement_id = s.id and d.outcome = 'confirmed'))
  $$;

create function certificate_shown(one income_certificate) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('id', one.id, 'number', one.number, 'inmate_id', one.inmate_id, 'month', one.month,
      'starts_on', one.starts_on, 'closes_on', one.closes_on, 'total', one.total, 'issued_at', one.issued_at,
      'establishment_id', one.establishment_id, 'given_names', i.given_names, 'surnames', i.surnames)
    from inmate i where i.id = one.inmate_id
  $$;

-- What is printed of one's own certificate; null once the consent is taken back. A print is a reading, and written down.
create function certificate_of_family(one uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  about income_certificate;
  open text[];
begin
  select * into about from income_certificate where id = one and account_id = app_actor();
  open := statement_open(about.statement_id, at);
  if not coalesce('earnings' = any (open), false) then
    return null;
  end if;
  perform statement_note(about.inmate_id, about.statement_id, open, at);
  return certificate_shown(about) - 'establishment_id';
end $$;

create function certificate_of_office(one uuid) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
    select certificate_shown(c) from income_certificate c
    where c.id = one and c.staff_id = app_actor() and c.establishment_id = any (app_establishments())
  $$;

-- For anybody who holds the paper. `holds`: the month is still told as it says; something told since replaces it otherwise.
create function certificate_check(said text, at timestamptz) returns table (month date, total bigint, holds boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
    select c.month, c.total, coalesce((certificate_month(c.inmate_id, c.period_id, at)).total = c.total, false)
    from income_certificate c where c.number = said
  $$;

-- Céntimos of the contribution that a person owes, at all places; what is only expected to be owed counts, what is only
-- expected to be paid does not.
create function contribution_debt(person uuid) returns bigint
  language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(sum(debits_posted + debits_pending - credits_posted), 0)::bigint from ledger_account
    where kind = 'inpe_arrears' and owner_ref = person
  $$;
create function contribution_owed(person uuid) returns bigint
  language sql stable security definer set search_path = public, pg_temp as $$
    select contribution_debt(person)
    where exists (select from inmate i where i.id = person and i.establishment_id = any (app_establishments()))
  $$;

create function contribution_certificate_check() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if contribution_debt(new.inmate_id) > 0 then
    perform earnings_refuse('contribution_certificate_paid', 'something of the contribution is owed');
  end if;
  return new;
end $$;
create trigger contribution_certificate_check before insert on contribution_certificate
  for each row execute function contribution_certificate_check();

-- Rights ----------------------------------------------------------------------------------------------------------------

do $$
declare
  name text;
begin
  foreach name in array array['income_certificate', 'contribution_certificate'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function earnings_only_add('''')',
      name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function earnings_only_add()',
      name || '_not_truncated', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
    execute format('grant select on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff using (establishment_id = any (app_establishments()))',
      name);
  end loop;
end $$;
grant insert on contribution_certificate to encuentro_staff;
create policy posted_insert on contribution_certificate for insert to encuentro_staff
  with check (issued_by = app_actor() and establishment_id = any (app_establishments()) and exists (select from inmate i
    where i.id = inmate_id and i.establishment_id = contribution_certificate.establishment_id));
-- A family: what it asked for itself.
grant select on income_certificate to encuentro_family;
create policy own on income_certificate for select to encuentro_family using (account_id = app_actor());

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('certificate_month', 'certificate_keep', 'certificate_ask', 'certificate_issue', 'certificate_shown',
        'certificate_of_family', 'certificate_of_office', 'certificate_check', 'contribution_debt', 'contribution_owed',
        'contribution_certificate_check') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function certificate_ask(uuid, text, uuid, timestamptz), certificate_of_family(uuid, timestamptz)
  to encuentro_family;
grant execute on function certificate_issue(uuid, text, uuid, timestamptz), certificate_of_office(uuid), contribution_owed(uuid)
  to encuentro_staff;
grant execute on function certificate_check(text, timestamptz) to encuentro_anonymous;
