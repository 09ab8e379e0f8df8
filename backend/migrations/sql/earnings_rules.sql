-- Rules of earnings: two of one code and scope never hold on the same day, and a row that was loaded says the same for ever.
alter table earning_rule
  add constraint earning_rule_version_once unique (code, scope, valid_from, version),
  add constraint earning_rule_version_counts check (version >= 1),
  add constraint earning_rule_dates check (valid_to is null or valid_to >= valid_from),
  add constraint earning_rule_rounding_known check (rounding in ('down', 'up', 'half_up')),
  add constraint earning_rule_confidence_known check (confidence in ('sourced', 'recalled', 'decided', 'example')),
  add constraint earning_rule_scope_known check (scope ~ '^$|^(agreement|establishment|modality|labour):.'),
  add constraint earning_rule_both_numberings check ((tuo = '') = (code_1991 = '')),
  add constraint earning_rule_shows_work check (jsonb_array_length(examples) > 0),
  -- An empty range overlaps nothing: the same two dates withdraw a row.
  add constraint earning_rule_one_in_force exclude using gist
    (code with =, scope with =, daterange(valid_from, valid_to) with &&);

-- A norm ends when the next one is published: the last day is the one thing that is written later, and once.
create function earning_rule_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.valid_to is null and new.valid_to is not null
      and to_jsonb(new) - 'valid_to' = to_jsonb(old) - 'valid_to' then
    return new;
  end if;
  raise exception 'a rule of earnings is ended and followed by another, never changed' using errcode = 'insufficient_privilege';
end $$;
create trigger earning_rule_append_only before update or delete on earning_rule
  for each row execute function earning_rule_refuse_change();
create trigger earning_rule_never_emptied before truncate on earning_rule
  for each statement execute function earning_rule_refuse_change();

alter table earning_rule enable row level security;
alter table earning_rule force row level security;
grant select, insert on earning_rule to encuentro_worker;
grant update (valid_to) on earning_rule to encuentro_worker;
create policy worker on earning_rule to encuentro_worker using (true) with check (true);
-- Rules name no person: anybody signed in may read what a statement rests on.
grant select on earning_rule to encuentro_family, encuentro_staff;
create policy everybody on earning_rule for select to encuentro_family, encuentro_staff using (true);
