-- The closing of a month that somebody asked for: who, how far it is, and what stands in its way.
--
-- A worker takes it up for a while (`lease_until`) and counts its turns, so that one that was slow and was overtaken writes no
-- more. One that cannot go on says why and waits until somebody asks again. A month is closed when its period is: no row here
-- says more than that.
--
-- The table has no model: no row of it is ever written or changed through one.

-- As with remittances: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

create table month_closing (
  establishment_id varchar(40) not null references establishment,
  month date not null,
  state varchar(8) not null default 'asked',
  asked_at timestamptz not null,
  asked_by uuid not null, -- who closes: nobody who reviewed a workshop's month
  people integer, -- how many statements it comes to, as counted when it was taken up last
  turn integer not null default 0,
  lease_until timestamptz,
  problem varchar(40),
  facts jsonb not null default '{}', -- of the problem, for its words
  primary key (establishment_id, month),
  constraint month_closing_month check (extract(day from month) = 1),
  constraint month_closing_state check (state in ('asked', 'running', 'stopped', 'closed')),
  constraint month_closing_leased check ((state = 'running') = (lease_until is not null)),
  constraint month_closing_stopped check ((state = 'stopped') = (problem is not null)),
  constraint month_closing_counts check (turn >= 0 and people >= 0)
);
create index month_closing_due on month_closing (asked_at) where state in ('asked', 'running');

create function month_closing_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform earnings_refuse('month_closing_kept', 'what was asked for is kept');
  elsif tg_op = 'INSERT' then
    if new.state <> 'asked' or new.turn <> 0 or new.people is not null then
      perform earnings_refuse('month_closing_begins_asked', 'a closing begins by being asked for');
    end if;
    return new;
  end if;
  if (new.establishment_id, new.month) <> (old.establishment_id, old.month)
      or (new.state, old.state) <> ('asked', 'stopped') and (new.asked_at, new.asked_by) <> (old.asked_at, old.asked_by) then
    perform earnings_refuse('month_closing_stays', 'what was asked for, and by whom, does not change');
  elsif (old.state, new.state) not in (('asked', 'running'), ('running', 'running'), ('running', 'stopped'),
      ('running', 'closed'), ('stopped', 'asked')) then
    perform earnings_refuse('month_closing_moves', format('a closing does not go from %s to %s', old.state, new.state));
  elsif new.turn not between old.turn and old.turn + 1 or old.state = 'asked' and new.turn = old.turn then
    perform earnings_refuse('month_closing_stays', 'turns are counted one by one');
  elsif new.state = 'closed' and not exists (select from pay_period p
      where p.establishment_id = new.establishment_id and p.month = new.month and p.status = 'closed') then
    perform earnings_refuse('month_closing_as_it_is', 'the month is open');
  end if;
  return new;
end $$;
create trigger month_closing_guard before insert or update or delete on month_closing
  for each row execute function month_closing_guard();
create trigger month_closing_not_truncated before truncate on month_closing
  for each statement execute function earnings_only_add();

alter table month_closing enable row level security;
alter table month_closing force row level security;
grant select, insert, update on month_closing to encuentro_worker;
create policy worker on month_closing to encuentro_worker using (true) with check (true);
grant select, insert (establishment_id, month, state, asked_at, asked_by) on month_closing to encuentro_staff;
grant update (state, asked_at, asked_by, problem, facts) on month_closing to encuentro_staff;
create policy posted on month_closing for select to encuentro_staff using (establishment_id = any (app_establishments()));
create policy posted_insert on month_closing for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and asked_by = app_actor());
create policy posted_update on month_closing for update to encuentro_staff
  using (establishment_id = any (app_establishments())) with check (state = 'asked' and asked_by = app_actor());

-- A remittance on its way keeps no month open: what it had reserved there expires, and in the same transaction the same is
-- reserved in the month of now. So a closed month holds nothing that is pending, and its seal says what became of it.

create function remittance_carried(ended uuid, begun uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from journal o join resolution r on r.journal_id = o.id and r.outcome = 'expire'
    join journal n on n.id = begun
    join entry oe on oe.journal_id = o.id and oe.line_no = 1 join entry ne on ne.journal_id = n.id and ne.line_no = 1
    where o.id = ended and o.period_id <> n.period_id and n.recorded_by = o.recorded_by
      and (ne.debit_account, ne.credit_account, ne.amount) = (oe.debit_account, oe.credit_account, oe.amount))
$$;

create or replace function remittance_guard() returns trigger
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
  elsif (new.id, new.establishment_id, new.inmate_id, new.payee, new.source, new.amount, new.reference,
      new.asked_at, new.asked_by, new.visible_from) is distinct from (old.id, old.establishment_id, old.inmate_id, old.payee,
      old.source, old.amount, old.reference, old.asked_at, old.asked_by, old.visible_from)
      or new.statement_id is distinct from old.statement_id or new.account_cipher is distinct from old.account_cipher
      or new.name_cipher is distinct from old.name_cipher
      or old.approved_by is not null and (new.approved_at, new.approved_by) <> (old.approved_at, old.approved_by)
      or old.way is not null and (new.way, new.handed_at) is distinct from (old.way, old.handed_at)
      or new.state = old.state and (new.moved_at, new.moved_by, new.why, new.approved_by)
        is distinct from (old.moved_at, old.moved_by, old.why, old.approved_by) then
    perform earnings_refuse('remittance_stays', 'what a remittance is does not change');
  elsif new.journal_id <> old.journal_id and (new.state <> old.state or not remittance_carried(old.journal_id, new.journal_id)) then
    perform earnings_refuse('remittance_stays', 'what is carried on stays reserved as it was');
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
create constraint trigger remittance_carried after update of journal_id on remittance deferrable initially deferred
  for each row execute function remittance_booked();
grant update (journal_id) on remittance to encuentro_worker;

-- Whoever keeps a place's books knows whose they are, also when the person is elsewhere by now; never where.
create function statement_names(people uuid[]) returns table (inmate_id uuid, given_names text, surnames text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.id, i.given_names::text, i.surnames::text from inmate i
  where i.id = any (people) and exists (select from earning_statement s
    where s.inmate_id = i.id and s.establishment_id = any (app_establishments()))
$$;

grant create on schema public to encuentro_worker;
do $$
declare
  name regprocedure;
begin
  for name in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proname in ('month_closing_guard', 'remittance_carried', 'statement_names') loop
    execute format('alter function %s owner to encuentro_worker', name);
    execute format('revoke all on function %s from public', name);
  end loop;
end $$;
revoke create on schema public from encuentro_worker;
grant execute on function statement_names(uuid[]) to encuentro_staff;
