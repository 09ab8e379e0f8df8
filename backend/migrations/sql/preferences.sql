-- Hours of Lima's clocks. Added anew with their defaults, because that gives them to the accounts there are already,
-- which row-level security would hide from an update.
alter table account
  drop column discreet,
  drop column quiet_from,
  drop column quiet_to;
alter table account
  add column discreet boolean not null default false,
  add column quiet_from time default '21:00',
  add column quiet_to time default '07:00',
  add constraint account_quiet_whole check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to);
grant update (discreet, quiet_from, quiet_to) on account to encuentro_family;
