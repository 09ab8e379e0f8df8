-- Programmes, events and their dates: what the tables hold by themselves, and who reaches what. A family reaches no table
-- of this: functions answer it.

-- As with consents: policies that seem to lead in a circle are met by an owner who is no superuser.
set local check_function_bodies = off;

alter table programme
  alter words set default '{}',
  add constraint programme_once unique (code),
  add constraint programme_dates check (ended_on is null or begun_on is null or ended_on >= begun_on);
create index programme_by_place on programme (establishment_id);

alter table season
  add constraint season_dates check (last_on >= first_on),
  add constraint season_of_programme unique (id, programme_id),
  add constraint season_once unique (programme_id, title);

alter table partner
  add constraint partner_kind_known check (kind in ('public', 'private', 'civil_society', 'embassy', 'museum',
    'university', 'company')),
  add constraint partner_contribution_known check (contribution in ('cash', 'in_kind', 'none')),
  add constraint partner_worth check (worth >= 0),
  add constraint partner_once unique (programme_id, name);

alter table calendar_day add constraint calendar_day_once unique (on_day, name);

alter table event
  add constraint event_season_of_programme foreign key (season_id, programme_id) references season (id, programme_id),
  add constraint event_of_place unique (id, establishment_id),
  add constraint event_state_known check (state in ('draft', 'released', 'cancelled')),
  add constraint event_released_whole check ((state = 'draft') = (release_no = 0) and (release_no = 0) = (content is null)
    and (content is null) = (audience is null)),
  add constraint event_audience_known check (audience in ('inside', 'invited', 'enrolled_relatives',
    'participants_relatives', 'public', 'online', 'officials'));
create index event_by_place on event (establishment_id, made_at);
create index event_by_programme on event (programme_id);

alter table event_draft
  add constraint event_draft_of_place foreign key (event_id, establishment_id) references event (id, establishment_id),
  alter editors set default '{}',
  add constraint event_draft_state_known check (state in ('open', 'submitted')),
  add constraint event_draft_submitted_whole check ((state = 'submitted') = (submitted_at is not null));

alter table event_release
  alter id set default gen_random_uuid(),
  add constraint event_release_of_place foreign key (event_id, establishment_id) references event (id, establishment_id),
  add constraint event_release_once unique (event_id, no),
  add constraint event_release_no check (no > 0 and told >= 0),
  -- Whoever wrote it does not authorise it.
  add constraint event_release_second_person check (released_by is null or submitted_by is null or released_by <> submitted_by);

-- Whose relatives an event concerns besides those of its own establishment's people.
create table event_place (
  event_id uuid not null references event (id),
  establishment_id varchar(40) not null references establishment (id),
  primary key (event_id, establishment_id)
);
create index event_place_by_place on event_place (establishment_id);

alter table event_person
  alter id set default gen_random_uuid(),
  add constraint event_person_part_known check (part in ('participant', 'invited'));
create unique index event_person_once on event_person (event_id, inmate_id, part) where ended_at is null;
create index event_person_by_inmate on event_person (inmate_id) where ended_at is null;

alter table occurrence
  add constraint occurrence_of_place foreign key (event_id, establishment_id) references event (id, establishment_id),
  add constraint occurrence_place unique (id, establishment_id),
  add constraint occurrence_once unique (event_id, key),
  add constraint occurrence_key_form check (key ~ '^\d{4}-\d\d-\d\d(/[2-9])?$'),
  add constraint occurrence_state_known check (state in ('planned', 'postponed', 'cancelled')),
  add constraint occurrence_hours check (doors_at <= starts_at and starts_at < ends_at and answers_until <= starts_at),
  add constraint occurrence_why check (state = 'planned' or length(btrim(why)) > 0);
create index occurrence_soon on occurrence (starts_at, id);
create index occurrence_by_event on occurrence (event_id, starts_at);
create index occurrence_by_place on occurrence (establishment_id, starts_at);

alter table answer
  add constraint answer_of_place foreign key (occurrence_id, establishment_id) references occurrence (id, establishment_id),
  add constraint answer_state_known check (state in ('going', 'waiting', 'offered', 'withdrawn')),
  add constraint answer_places_held check ((state in ('going', 'offered')) = (claim_id is not null)),
  add constraint answer_offer_ends check ((state = 'offered') = (offered_until is not null)),
  add constraint answer_ended_why_known check (ended_why in ('own_wish', 'tie_ended', 'moved', 'barred', 'cancelled',
    'offer_expired', 'audience', 'closed')),
  add constraint answer_ended_whole check ((state = 'withdrawn') = (ended_why is not null)),
  add constraint answer_people check (adults >= 0 and children >= 0 and adults + children between 1 and 20);
create unique index answer_once on answer (occurrence_id, account_id) where state <> 'withdrawn';
create unique index answer_claim on answer (claim_id) where claim_id is not null;
create index answer_waiting on answer (occurrence_id, asked_at) where state = 'waiting';
create index answer_offered on answer (offered_until) where state = 'offered';
create index answer_of_account on answer (account_id, occurrence_id);
create index answer_through on answer (inmate_id) where state <> 'withdrawn';

create table answer_guest (
  answer_id uuid not null references answer (id) on delete cascade,
  visitor_id uuid not null references visitor (id),
  adult boolean not null,
  primary key (answer_id, visitor_id)
);
create index answer_guest_visitor on answer_guest (visitor_id);

alter table calendar_token add constraint calendar_token_digest check (octet_length(digest) = 32);
create unique index calendar_token_by_digest on calendar_token (digest);
create unique index calendar_token_one on calendar_token (account_id) where ended_at is null;

do $$
declare
  name text;
begin
  foreach name in array array['programme', 'season', 'partner', 'calendar_day', 'event', 'event_draft', 'event_release',
      'event_place', 'event_person', 'occurrence', 'answer', 'answer_guest', 'calendar_token'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to encuentro_worker', name);
    execute format('create policy worker on %I to encuentro_worker using (true) with check (true)', name);
  end loop;
  -- Programmes name no person, and one may be everybody's.
  foreach name in array array['programme', 'season', 'partner', 'calendar_day'] loop
    execute format('grant select on %I to encuentro_staff', name);
    execute format('create policy everybody on %I for select to encuentro_staff using (true)', name);
  end loop;
  foreach name in array array['event', 'event_draft', 'event_release', 'event_person', 'occurrence', 'answer'] loop
    execute format('grant select on %I to encuentro_staff', name);
    execute format('create policy posted on %I for select to encuentro_staff using (establishment_id = any (app_establishments()))', name);
  end loop;
  grant insert on event_release to encuentro_staff;
  foreach name in array array['event', 'event_draft', 'event_person', 'occurrence'] loop
    execute format('grant insert on %I to encuentro_staff', name);
    execute format('create policy posted_insert on %I for insert to encuentro_staff with check (establishment_id = any (app_establishments()))', name);
  end loop;
  foreach name in array array['event', 'event_draft', 'event_person', 'occurrence'] loop
    execute format('create policy posted_update on %I for update to encuentro_staff using (establishment_id = any (app_establishments()))', name);
  end loop;
end $$;
-- A release is one's own, of what another person submitted and in which one wrote nothing; only what calls an event off has
-- no draft.
create policy second_person on event_release for insert to encuentro_staff with check (
  establishment_id = any (app_establishments()) and released_by = app_actor()
  and case when submitted_by is null then exists (select from event e where e.id = event_id and e.state = 'cancelled')
    else exists (select from event_draft d where d.event_id = event_release.event_id and d.state = 'submitted'
      and d.submitted_by = event_release.submitted_by and released_by <> all (d.editors)) end);
grant update (state, release_no, content, audience, season_id) on event to encuentro_staff;
grant update, delete on event_draft to encuentro_staff;
create policy posted_delete on event_draft for delete to encuentro_staff using (establishment_id = any (app_establishments()));
grant update (ended_at) on event_person to encuentro_staff;
grant update (starts_at, doors_at, ends_at, answers_until, state, why, sequence, changed_at) on occurrence to encuentro_staff;
grant select, insert, delete on event_place to encuentro_staff;
create policy of_event on event_place to encuentro_staff
  using (exists (select from event where event.id = event_id and event.establishment_id = any (app_establishments())))
  with check (exists (select from event where event.id = event_id and event.establishment_id = any (app_establishments())));
grant select on answer_guest to encuentro_staff;
create policy of_answer on answer_guest for select to encuentro_staff
  using (exists (select from answer where answer.id = answer_id)); -- of those this member of staff may see
-- A programme of one's own establishment; those of the institute come with the product.
grant insert on programme, season to encuentro_staff;
create policy posted_insert on programme for insert to encuentro_staff
  with check (establishment_id = any (app_establishments()) and recorded_by = app_actor());
create policy posted_insert on season for insert to encuentro_staff
  with check (recorded_by = app_actor() and exists (select from programme p
    where p.id = programme_id and (p.establishment_id is null or p.establishment_id = any (app_establishments()))));
