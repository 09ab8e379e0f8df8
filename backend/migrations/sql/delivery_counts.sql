-- How many deliveries are in which state, known without counting them: every statement adds a line with what it changed,
-- and a job makes one line of many. Lines are only added, so nobody who sends waits for anybody who counts.
create table delivery_count (
  channel varchar(8) not null, withdrawal boolean not null, state varchar(12) not null, deliveries bigint not null);

create function delivery_began() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into delivery_count select channel, withdrawal, state, count(*) from new_rows group by 1, 2, 3;
  return null;
end $$;
create function delivery_moved() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into delivery_count select channel, withdrawal, state, sum(n) from (
    select channel, withdrawal, state, 1 as n from new_rows
    union all select channel, withdrawal, state, -1 from old_rows) as moved
  group by 1, 2, 3 having sum(n) <> 0;
  return null;
end $$;
create function delivery_went() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into delivery_count select channel, withdrawal, state, -count(*) from old_rows group by 1, 2, 3;
  return null;
end $$;
create trigger delivery_began after insert on delivery referencing new table as new_rows
  for each statement execute function delivery_began();
create trigger delivery_moved after update on delivery referencing old table as old_rows new table as new_rows
  for each statement execute function delivery_moved();
create trigger delivery_went after delete on delivery referencing old table as old_rows
  for each statement execute function delivery_went();

alter table delivery_count enable row level security;
alter table delivery_count force row level security;
grant select, insert, delete on delivery_count to encuentro_worker;
create policy worker on delivery_count to encuentro_worker using (true) with check (true);

grant create on schema public to encuentro_worker;
alter function delivery_began() owner to encuentro_worker;
alter function delivery_moved() owner to encuentro_worker;
alter function delivery_went() owner to encuentro_worker;
revoke create on schema public from encuentro_worker;
revoke all on function delivery_began(), delivery_moved(), delivery_went() from public;

-- For counts over a time.
create index notice_created on notice (created_at);
