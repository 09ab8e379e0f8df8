-- What programmes have: ensembles with members over time, what they play, what partners give, what is planned and spent.
-- Money is in céntimos. What was spent or given is corrected by another line, never changed.
--
-- How a year is counted: a line of a budget belongs to its `year`, and so does all that is spent of it, whenever it is paid; a
-- line that ended is planned no more, but what was spent of it stays spent. A contribution belongs to the year of `given_on`,
-- and one that another `corrects` counts no more.

set local check_function_bodies = off; -- policies that seem to lead in a circle are met by an owner who is no superuser

create table ensemble (
  id uuid primary key,
  programme_id uuid not null references programme (id),
  establishment_id varchar(40) not null references establishment (id),
  name text not null,
  kind varchar(16) not null, -- orchestra, band, choir, percussion, chamber, dance, theatre, literary, plastic, other
  teacher text not null default '',
  instruments jsonb not null default '[]', -- [{"name": "violín", "count": 10}]
  begun_on date not null,
  ended_on date,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint ensemble_of_place unique (id, establishment_id),
  constraint ensemble_kind_known check (kind in ('orchestra', 'band', 'choir', 'percussion', 'chamber', 'dance', 'theatre',
    'literary', 'plastic', 'other')),
  constraint ensemble_dates check (ended_on >= begun_on)
);
create index ensemble_by_place on ensemble (establishment_id);
create index ensemble_by_programme on ensemble (programme_id);

create table ensemble_member (
  id uuid primary key,
  ensemble_id uuid not null,
  establishment_id varchar(40) not null,
  inmate_id uuid not null references inmate (id),
  part text not null default '', -- instrument, voice, role
  from_on date not null,
  until_on date, -- the last day
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint ensemble_member_of_place foreign key (ensemble_id, establishment_id) references ensemble (id, establishment_id),
  constraint ensemble_member_dates check (until_on >= from_on),
  -- One person is not twice a member on the same day.
  constraint ensemble_member_once exclude using gist (ensemble_id with =, inmate_id with =,
    daterange(from_on, until_on, '[]') with &&)
);
create index ensemble_member_of_inmate on ensemble_member (inmate_id);
create index ensemble_member_of_ensemble on ensemble_member (ensemble_id, from_on);

create table ensemble_work (
  id uuid primary key,
  ensemble_id uuid not null,
  establishment_id varchar(40) not null,
  title text not null,
  author text not null default '',
  since_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint ensemble_work_of_place foreign key (ensemble_id, establishment_id) references ensemble (id, establishment_id),
  constraint ensemble_work_once unique (ensemble_id, title, author)
);

-- Who gives to a programme is of that programme in its budget, too.
alter table partner add constraint partner_of_programme unique (id, programme_id);

-- What a partner gave on a day, in cash or in kind; `worth` null: nobody valued it.
create table contribution (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  establishment_id varchar(40) not null references establishment (id),
  event_id uuid,
  kind varchar(8) not null,
  worth bigint,
  what text not null,
  given_on date not null,
  corrects uuid,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint contribution_of_place unique (id, establishment_id),
  constraint contribution_of_event foreign key (event_id, establishment_id) references event (id, establishment_id),
  constraint contribution_corrects foreign key (corrects, establishment_id) references contribution (id, establishment_id),
  constraint contribution_kind_known check (kind in ('cash', 'in_kind')),
  constraint contribution_worth check (worth between 0 and 2000000000 and (kind <> 'cash' or worth is not null)),
  constraint contribution_corrected_once unique (corrects)
);
create index contribution_by_place on contribution (establishment_id, given_on);
create index contribution_of_partner on contribution (partner_id);
create index contribution_of_event on contribution (event_id) where event_id is not null;

create table budget_line (
  id uuid primary key,
  establishment_id varchar(40) not null references establishment (id),
  programme_id uuid not null references programme (id),
  season_id uuid,
  event_id uuid,
  year integer not null,
  source varchar(20) not null, -- who pays: treasury, own_income, cooperation, partner, sales, other
  partner_id uuid,
  item text not null,
  planned bigint not null, -- céntimos
  ended_at timestamptz,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint budget_line_of_place unique (id, establishment_id),
  constraint budget_line_season_of_programme foreign key (season_id, programme_id) references season (id, programme_id),
  constraint budget_line_of_event foreign key (event_id, establishment_id) references event (id, establishment_id),
  constraint budget_line_partner_of_programme foreign key (partner_id, programme_id) references partner (id, programme_id),
  constraint budget_line_year check (year between 2000 and 2200),
  constraint budget_line_source_known check (source in ('treasury', 'own_income', 'cooperation', 'partner', 'sales', 'other')),
  constraint budget_line_partner check ((partner_id is not null) = (source = 'partner')),
  constraint budget_line_planned check (planned between 0 and 2000000000)
);
create index budget_line_by_place on budget_line (establishment_id, year);
create index budget_line_of_programme on budget_line (programme_id);
create index budget_line_of_season on budget_line (season_id) where season_id is not null;
create index budget_line_of_event on budget_line (event_id) where event_id is not null;
create index budget_line_of_partner on budget_line (partner_id) where partner_id is not null;

create table spending (
  id uuid primary key,
  budget_line_id uuid not null,
  establishment_id varchar(40) not null,
  amount bigint not null, -- céntimos; negative takes back what was recorded too much
  spent_on date not null,
  document text not null, -- number of the receipt or order
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint spending_of_line foreign key (budget_line_id, establishment_id) references budget_line (id, establishment_id),
  constraint spending_something check (amount <> 0 and abs(amount) <= 2000000000)
);
create index spending_of_budget_line on spending (budget_line_id);

-- A member is held where the ensemble is when they are added (EN002), and is not moved away meanwhile.
create function ensemble_member_held() returns trigger language plpgsql as $$
begin
  perform from inmate i where i.id = new.inmate_id and i.establishment_id = new.establishment_id
    and i.status in ('held', 'outside', 'monitored') for share;
  if not found then
    raise exception 'not held there' using errcode = 'EN002';
  end if;
  return new;
end $$;
create trigger ensemble_member_held before insert on ensemble_member
  for each row execute function ensemble_member_held();

-- Whoever is moved or leaves is a member no more from that day on; why is not said. Nothing of this reaches a family, and the
-- office they leave knows of a move that is kept secret.
create function ensemble_member_follow_inmate() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today date := event_day(event_now());
  -- Their events are written before they are, also where a register is read in long after; the first that took them away.
  left_on date := coalesce((select coalesce(min(e.effective_on) filter (where e.kind in ('transfer', 'semi_liberty',
      'conditional_release', 'release', 'transfer_abroad', 'evasion', 'death')), max(e.effective_on))
    from custody_event e where e.inmate_id = new.id and e.recorded_at = event_now()), today);
begin
  update ensemble_member m set until_on = greatest(m.from_on, left_on)
    where m.inmate_id = new.id and (m.until_on is null or m.until_on > left_on)
      and (m.establishment_id <> new.establishment_id or new.status not in ('held', 'outside', 'monitored'));
  return null;
end $$;
create trigger ensemble_member_follow_inmate after update of establishment_id, status on inmate
  for each row when ((old.establishment_id, old.status) is distinct from (new.establishment_id, new.status))
  execute function ensemble_member_follow_inmate();

-- Money of one place is written one after the other: what was spent of a line never falls below nought (EN003), and what a
-- place plans, spends or is given in a year stays a sum that an Int of the API can say (EN004).
create function means_check_sums() returns trigger language plpgsql as $$
declare
  of_year integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('means ' || new.establishment_id, 0));
  if tg_table_name = 'spending' then
    if (select sum(s.amount) from spending s where s.budget_line_id = new.budget_line_id) < 0 then
      raise exception 'less than nothing was spent' using errcode = 'EN003';
    end if;
    of_year := (select l.year from budget_line l where l.id = new.budget_line_id);
  elsif tg_table_name = 'budget_line' then
    of_year := new.year;
  else
    of_year := extract(year from new.given_on);
  end if;
  if greatest(
      (select sum(l.planned) from budget_line l
        where l.establishment_id = new.establishment_id and l.year = of_year and l.ended_at is null),
      (select sum(s.amount) from budget_line l join spending s on s.budget_line_id = l.id
        where l.establishment_id = new.establishment_id and l.year = of_year),
      (select sum(c.worth) from contribution c
        where c.establishment_id = new.establishment_id and extract(year from c.given_on) = of_year
          and not exists (select from contribution d where d.corrects = c.id))) > 2000000000 then
    raise exception 'more than a place has in a year' using errcode = 'EN004';
  end if;
  return null;
end $$;
create trigger means_check_sums after insert on spending for each row execute function means_check_sums();
create trigger means_check_sums after insert on budget_line for each row execute function means_check_sums();
create trigger means_check_sums after insert on contribution for each row execute function means_check_sums();

do $$
declare
  name text;
begin
  foreach name in array array['ensemble', 'ensemble_member', 'ensemble_work', 'contribution', 'budget_line', 'spending'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
    execute format('grant select, insert on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff'
      ' using (establishment_id = any (app_establishments()))', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff'
      ' with check (establishment_id = any (app_establishments()) and recorded_by = app_actor())', name);
  end loop;
  foreach name in array array['ensemble', 'ensemble_member', 'budget_line'] loop
    execute format('create policy posted_update on %I for update to encuentro_staff'
      ' using (establishment_id = any (app_establishments()))', name);
  end loop;
end $$;
grant update (name, kind, teacher, instruments, begun_on, ended_on) on ensemble to encuentro_staff;
grant update (until_on) on ensemble_member to encuentro_staff;
grant update (ended_at) on budget_line to encuentro_staff;
grant delete on ensemble_work to encuentro_staff;
create policy posted_delete on ensemble_work for delete to encuentro_staff using (establishment_id = any (app_establishments()));
-- Whoever writes for an establishment may tell of a partner of its own programmes, and of everybody's. It names no person.
grant insert on partner to encuentro_staff;
create policy posted_insert on partner for insert to encuentro_staff
  with check (recorded_by = app_actor() and exists (select from programme p
    where p.id = programme_id and (p.establishment_id is null or p.establishment_id = any (app_establishments()))));
-- What an establishment's own programme is called, and that it is over; those of the institute come with the product.
grant update (title, summary, ended_on) on programme to encuentro_staff;
create policy posted_update on programme for update to encuentro_staff using (establishment_id = any (app_establishments()));

grant create on schema public to encuentro_worker;
alter function ensemble_member_follow_inmate() owner to encuentro_worker;
revoke create on schema public from encuentro_worker;
revoke all on function ensemble_member_follow_inmate(), ensemble_member_held(), means_check_sums() from public;
