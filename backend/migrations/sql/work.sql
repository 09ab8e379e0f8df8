-- What the tables of work hold by themselves. What needs to look at other rows is in work_guards.sql.

alter table workshop
  add constraint workshop_modality_known check (modality in ('private_workshop', 'inpe_workshop', 'individual_group',
    'auxiliary_service', 'training', 'special_project', 'cetpro_project', 'external_assisted', 'free_medium',
    'inmates_company')),
  add constraint workshop_dates check (closed_on is null or closed_on >= opened_on),
  add constraint workshop_of_place unique (id, establishment_id);
create index workshop_by_place on workshop (establishment_id);

alter table agreement
  add constraint agreement_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  add constraint agreement_dates check (signed_on <= valid_from and (valid_to is null or valid_to >= valid_from)
    and (ended_on is null or ended_on >= signed_on)),
  add constraint agreement_places check (places > 0),
  add constraint agreement_pay_due_day check (pay_due_day between 1 and 31),
  add constraint agreement_once unique (establishment_id, number);

alter table price
  add constraint price_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  add constraint price_basis_known check (basis in ('piece', 'hour', 'day', 'sale_share', 'subsidy', 'bonus', 'zero')),
  add constraint price_rate check (rate >= 0 and (basis <> 'zero' or rate = 0) and (basis <> 'sale_share' or rate <= 1)),
  add constraint price_superseded_once unique (supersedes_id);
create unique index price_one_of_an_instant on price (workshop_id, product, operation, coalesce(grade, ''), valid_from, recorded_at);

-- The price of a day: the latest that is in force, of those the latest recorded.
create function price_live(of_workshop uuid, of_product text, of_operation text, of_grade text, on_day date)
  returns uuid language sql stable as $$
  select id from price
  where workshop_id = of_workshop and product = of_product and operation = of_operation
    and grade is not distinct from of_grade and valid_from <= on_day
  order by valid_from desc, recorded_at desc limit 1
$$;

alter table enrolment
  add constraint enrolment_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  add constraint enrolment_dates check (ended_on is null or ended_on >= started_on),
  add constraint enrolment_end_whole check ((ended_on is null) = (end_reason is null)),
  add constraint enrolment_end_known check (end_reason in ('transfer', 'release', 'own_wish', 'sanction', 'closed', 'other')),
  add constraint enrolment_consent_dates check (consent_withdrawn_on is null or consent_withdrawn_on >= consent_on),
  add constraint enrolment_whole unique (id, inmate_id, workshop_id, establishment_id),
  add constraint enrolment_one_at_a_time exclude using gist
    (inmate_id with =, workshop_id with =, daterange(started_on, ended_on, '[]') with &&);
create index enrolment_by_workshop on enrolment (workshop_id, started_on);

alter table work_authorisation
  add constraint work_authorisation_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  add constraint work_authorisation_reason check (length(btrim(reason)) >= 10),
  add constraint work_authorisation_once unique nulls not distinct (establishment_id, on_day, workshop_id);

-- One shift of one inmate. Whatever was worked fits into the hours, the hours into the day, and no two into each other.
-- Days are Lima's; a shift belongs to the day on which it begins. `minutes` 0 is an absence, and says which.
alter table work_record
  drop column countable_minutes,
  alter live set default true,
  alter flags set default '{}',
  add column written_in xid8 not null default pg_current_xact_id(),
  add constraint work_record_enrolled_as_said foreign key (enrolment_id, inmate_id, workshop_id, establishment_id)
    references enrolment (id, inmate_id, workshop_id, establishment_id),
  add constraint work_record_shift check (shift between 1 and 9),
  add constraint work_record_minutes check (minutes between 0 and 1440),
  add constraint work_record_hours check (ends_at > begins_at and ends_at - begins_at <= interval '24 hours'),
  add constraint work_record_within_hours check (extract(epoch from ends_at - begins_at) >= minutes * 60),
  add constraint work_record_day check ((begins_at at time zone 'America/Lima')::date = worked_on),
  add constraint work_record_not_future check (ends_at <= recorded_at
    and worked_on <= (recorded_at at time zone 'America/Lima')::date),
  add constraint work_record_absent check ((minutes = 0) = (absence is not null) and (minutes = 0) = (begins_at is null)
    and (minutes = 0) = (ends_at is null) and (minutes = 0) = (not_counted is not distinct from 'absent')),
  add constraint work_record_absence_known check (absence in ('medical', 'court', 'hospital', 'permission', 'visit',
    'transfer', 'isolation', 'lockdown', 'other')),
  add constraint work_record_incident_known check (incident in ('rule_broken', 'injury', 'illness', 'tool', 'order_late', 'other')),
  add constraint work_record_place_known check (place in ('workshop', 'yard', 'field', 'service', 'outside', 'cell', 'corridor')),
  add constraint work_record_not_counted_known check (not_counted in ('place', 'sunday', 'holiday', 'isolation',
    'shift_lost', 'absent')),
  add constraint work_record_cell_not_counted check (place not in ('cell', 'corridor') or not_counted is not null),
  add constraint work_record_shift_lost_not_counted check (incident is distinct from 'rule_broken' or not_counted is not null),
  add constraint work_record_sunday_not_counted check (extract(isodow from worked_on) <> 7 or authorisation_id is not null
    or not_counted is not null),
  add constraint work_record_not_counted_true check (case not_counted when 'place' then place in ('cell', 'corridor')
    when 'sunday' then extract(isodow from worked_on) = 7 when 'shift_lost' then incident is not distinct from 'rule_broken'
    else true end),
  add constraint work_record_flags_known check (flags <@ array['over_8h', 'sunday', 'holiday', 'place', 'isolation',
    'shift_lost', 'seventh_day', 'all_night']),
  add constraint work_record_digest check (octet_length(digest) = 32),
  add constraint work_record_superseded_once unique (supersedes_id),
  add constraint work_record_reason check ((supersedes_id is null) = (reason is null) and length(btrim(reason)) >= 10),
  add constraint work_record_no_overlap exclude using gist
    (inmate_id with =, tstzrange(begins_at, ends_at) with &&) where (live and minutes > 0);
-- The enrolment says all four; asked once is enough.
alter table work_record
  drop constraint work_record_inmate_id_fkey,
  drop constraint work_record_workshop_id_fkey,
  drop constraint work_record_establishment_id_fkey,
  drop constraint work_record_enrolment_id_fkey;
-- At most eight hours of a record count, and nothing of what is not counted (D.S. 015-2003-JUS art. 175).
alter table work_record add column countable_minutes smallint not null
  generated always as (case when not_counted is null then least(minutes, 480::smallint) else 0::smallint end) stored;
create unique index work_record_once on work_record (inmate_id, worked_on, shift, workshop_id) where live;
create index work_record_by_day on work_record (workshop_id, worked_on) where live;
create index work_record_by_enrolment on work_record (enrolment_id, worked_on) where live;

-- What an inmate worked on a day in all, kept by work_record: here a race for the twenty-fifth hour meets a row's lock.
create table work_day (
  inmate_id uuid not null references inmate (id),
  on_day date not null,
  minutes smallint not null constraint work_day_has_24_hours check (minutes between 0 and 1440),
  primary key (inmate_id, on_day)
);

-- What was made, at the price of the day. `made` is in the unit of the price's basis: pieces; minutes of an hour; days
-- (0 or 1) of a day or a subsidy; céntimos of a sale; times of a bonus.
create table work_piece (
  record_id uuid not null references work_record (id),
  line_no smallint not null,
  establishment_id varchar(40) not null references establishment (id),
  price_id uuid not null references price (id),
  made integer not null,
  rejected integer not null default 0,
  reject_reason text,
  primary key (record_id, line_no),
  constraint work_piece_price_once unique (record_id, price_id),
  constraint work_piece_line check (line_no between 1 and 100),
  constraint work_piece_amounts check (made between 0 and 10000000 and rejected between 0 and made),
  constraint work_piece_reject_says_why check ((rejected > 0) = (reject_reason is not null))
);
create index work_piece_by_price on work_piece (price_id);

alter table work_answer
  alter words set default '',
  add constraint work_answer_outcome_known check (outcome in ('agreed', 'objected')),
  add constraint work_answer_sign_known check (sign in ('signature', 'print', 'spoken')),
  add constraint work_answer_objection_says_why check (outcome = 'agreed' or length(btrim(words)) > 0);

alter table work_conflict
  alter id set default gen_random_uuid(),
  add constraint work_conflict_once unique (said_id, said_digest),
  add constraint work_conflict_kept_known check (kept in ('mine', 'theirs')),
  add constraint work_conflict_settled_whole check (num_nonnulls(settled_at, settled_by, kept) in (0, 3)
    and (kept is not distinct from 'mine') = (record_id is not null));
create index work_conflict_open on work_conflict (establishment_id, recorded_at) where settled_at is null;

alter table work_sheet
  add constraint work_sheet_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  add constraint work_sheet_photo check (octet_length(photo_digest) = 32),
  add constraint work_sheet_not_future check (on_day <= (entered_at at time zone 'America/Lima')::date);
create index work_sheet_by_day on work_sheet (workshop_id, on_day, entered_at);

-- What the paper says of one inmate. `pieces`: `[{"price_id": …, "made": …, "rejected": …}]`.
create table work_sheet_line (
  sheet_id uuid not null references work_sheet (id),
  establishment_id varchar(40) not null references establishment (id),
  inmate_id uuid not null references inmate (id),
  minutes smallint not null constraint work_sheet_line_minutes check (minutes between 0 and 1440),
  pieces jsonb not null default '[]' constraint work_sheet_line_pieces check (jsonb_typeof(pieces) = 'array'),
  primary key (sheet_id, inmate_id)
);

alter table work_month
  alter id set default gen_random_uuid(),
  alter state set default 'draft',
  add constraint work_month_of_workshop foreign key (workshop_id, establishment_id) references workshop (id, establishment_id),
  add constraint work_month_first_day check (extract(day from month) = 1),
  add constraint work_month_once unique (workshop_id, month),
  add constraint work_month_state_known check (state in ('draft', 'reviewed', 'closed')),
  add constraint work_month_review_whole check (
    num_nonnulls(reviewed_by, reviewed_at, digest) = case state when 'draft' then 0 else 3 end),
  add constraint work_month_close_whole check (num_nonnulls(closed_at, closed_by) = case state when 'closed' then 2 else 0 end);
create index work_month_by_place on work_month (establishment_id, month);

-- What a month comes to for one inmate, as it was shown to them. `gross` in soles, not rounded.
create table work_month_line (
  month_id uuid not null references work_month (id),
  establishment_id varchar(40) not null references establishment (id),
  inmate_id uuid not null references inmate (id),
  minutes integer not null,
  countable_minutes integer not null,
  days smallint not null,
  pieces integer not null,
  gross numeric not null,
  digest bytea not null,
  outcome text constraint work_month_line_outcome_known check (outcome in ('signed', 'objected')),
  words text not null default '',
  answered_at timestamptz,
  recorded_by uuid,
  primary key (month_id, inmate_id),
  constraint work_month_line_answer_whole check (num_nonnulls(outcome, answered_at, recorded_by) in (0, 3)),
  constraint work_month_line_objection_says_why check (outcome is distinct from 'objected' or length(btrim(words)) > 0)
);

alter table work_review
  alter id set default gen_random_uuid();
create index work_review_by_month on work_review (month_id);
