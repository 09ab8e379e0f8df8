-- The promises that hold whatever the application does. Tortoise 1.1.9 silently skips constraints of new tables.

alter table account
  alter language set default 'es',
  alter recovery_generation set default 0,
  add constraint account_phone_unique unique (phone_index);

alter table staff
  alter totp_last_step set default 0,
  alter password_once set default false,
  add constraint staff_document_unique unique (document_index);

alter table role_grant
  add constraint role_grant_role_known check (role in ('visits_registrar', 'gate_officer', 'work_supervisor', 'work_chief',
    'programme_coordinator', 'director', 'auditor', 'administrator'));
create unique index role_grant_once on role_grant (staff_id, establishment_id, role) where ended_at is null;

alter table sign_in_challenge
  alter tries set default 0,
  alter purpose set default 'sign_in',
  add constraint challenge_tries_bounded check (tries between 0 and 5),
  add constraint challenge_expires check (expires_at > created_at);

alter table session
  alter language set default 'es',
  alter provisional set default false,
  alter generation set default 0,
  add constraint session_of_one_person check (num_nonnulls(account_id, staff_id) = 1),
  add constraint session_end_has_reason check ((ended_at is null) = (end_reason is null));

alter table token
  alter id set default gen_random_uuid(),
  add constraint token_digest_unique unique (digest),
  add constraint token_kind_known check (kind in ('access', 'refresh')),
  add constraint token_one_successor unique (session_id, kind, generation);

alter table rate_bucket set unlogged;

alter table request_key
  alter id set default gen_random_uuid(),
  add constraint request_key_once unique (asker, request_id),
  add constraint request_key_answered_once check (num_nonnulls(answer, refusal) <= 1);

alter table establishment
  add constraint establishment_id_slug check (id ~ '^[a-z0-9-]+$'),
  add constraint establishment_sex_known check (sex_held in ('M', 'F', 'mixed'));

alter table establishment_fact
  add constraint establishment_fact_once unique (establishment_id, kind, valid_from);

alter table pavilion
  add constraint pavilion_name_unique unique (establishment_id, name);

alter table inmate
  add constraint inmate_register_unique unique (register_index),
  add constraint inmate_sex_known check (sex in ('M', 'F')),
  add constraint inmate_status_known check (status in
    ('held', 'outside', 'monitored', 'released', 'transferred_abroad', 'evaded', 'deceased'));

alter table custody_event
  add constraint custody_event_once unique (source_key);

alter table visitor
  alter nationality set default 'PE',
  add constraint visitor_sex_known check (sex in ('M', 'F')),
  add constraint visitor_capacity_known check (capacity in ('own', 'shared_phone', 'represented', 'minor')),
  add constraint visitor_minor_has_guardian check ((capacity = 'minor') = (guardian_id is not null)),
  add constraint visitor_represented_consented check (capacity <> 'represented' or consent is not null);
-- Whoever was taken off an account's list may be added again, as a new row.
create unique index visitor_once on visitor (account_id, person_index) where ended_at is null;
create unique index visitor_own_once on visitor (account_id) where capacity = 'own' and ended_at is null;

alter table tie
  alter version set default 0,
  add constraint tie_state_known check (state in ('received', 'approved', 'refused', 'ended')),
  add constraint tie_approved_names_inmate check (state <> 'approved' or inmate_id is not null),
  add constraint tie_decision_whole check ((state in ('approved', 'refused')) <= (decided_at is not null));
create unique index tie_once on tie (visitor_id, inmate_id) where state = 'approved';

alter table claim_code
  add constraint claim_code_unique unique (code_digest);

alter table restriction
  alter protective set default false,
  add constraint restriction_has_subject check (num_nonnulls(inmate_id, person_index) >= 1),
  add constraint restriction_protects_a_pair check (not protective or num_nonnulls(inmate_id, person_index) = 2),
  add constraint restriction_dates check (valid_to is null or valid_to >= valid_from);

alter table ceiling
  alter id set default gen_random_uuid(),
  alter taken set default 0,
  add constraint ceiling_once unique (pool_id, unit),
  add constraint ceiling_never_over check (taken between 0 and capacity);

alter table claim
  add constraint claim_state_known check (state in ('held', 'kept', 'released')),
  add constraint claim_hold_expires check ((state = 'held') <= (expires_at is not null)),
  add constraint claim_release_dated check ((state = 'released') = (released_at is not null));
create unique index claim_one_hold on claim (account_id) where state = 'held';

alter table visit_rule
  alter uid set default gen_random_uuid(),
  alter note set default '',
  add constraint visit_rule_version_once unique (id, version),
  add constraint visit_rule_dates check (valid_to is null or valid_to >= valid_from),
  add constraint visit_rule_confidence_known check (confidence in ('sourced', 'example', 'decided'));

-- Hours of Lima's clocks; Tortoise would have them carry an offset.
alter table timetable_session
  alter starts type time,
  alter ends type time,
  alter every_weeks set default 1,
  add constraint timetable_weekday_iso check (weekday between 1 and 7),
  add constraint timetable_hours check (ends > starts),
  add constraint timetable_every_weeks check (every_weeks between 1 and 8);

alter table closed_day
  add constraint closed_day_dates check (last_on >= first_on);

alter table slot
  add constraint slot_once unique (session_id, visit_on),
  add constraint slot_hours check (ends_at > starts_at),
  add constraint slot_has_pool foreign key (id) references pool (id) deferrable initially deferred;

alter table booking
  add constraint booking_reference_unique unique (reference),
  add constraint booking_claim_once unique (claim_id),
  add constraint booking_state_known check (state in ('active', 'cancelled')),
  add constraint booking_cancel_whole check
    ((state = 'cancelled') = (cancelled_at is not null) and (state = 'cancelled') = (cancel_reason is not null)
      and (state = 'cancelled') = (told_from is not null));

-- Nobody is in two places at once, whichever account books them.
alter table booking_visitor
  alter id set default gen_random_uuid(),
  alter active set default true,
  add constraint booking_visitor_once unique (booking_id, visitor_id),
  add constraint booking_visitor_one_place exclude using gist
    (person_index with =, tstzrange(starts_at, ends_at) with &&) where (active);

alter table notice
  add constraint notice_once unique (dedupe_key);
