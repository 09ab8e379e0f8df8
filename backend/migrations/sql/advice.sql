-- What to bring, wear and leave at home: of places, not of people, so that anybody signed in may read it.
alter table visit_advice
  alter legal_basis set default '',
  add constraint visit_advice_topic_known check
    (topic in ('documents', 'clothes', 'food', 'money', 'forbidden', 'children', 'arrival')),
  add constraint visit_advice_audience_known check (audience in ('everybody', 'women', 'men', 'children')),
  add constraint visit_advice_dates check (valid_to is null or valid_to > valid_from),
  add constraint visit_advice_one_word exclude using gist
    (code with =, coalesce(establishment_id, '') with =, daterange(valid_from, valid_to) with &&);
create index visit_advice_place on visit_advice (establishment_id, valid_from);

alter table visit_advice enable row level security;
alter table visit_advice force row level security;
grant select, insert, update, delete on visit_advice to encuentro_worker;
create policy worker on visit_advice to encuentro_worker using (true) with check (true);
grant select on visit_advice to encuentro_provisional, encuentro_family, encuentro_staff;
create policy everybody on visit_advice for select to encuentro_provisional, encuentro_family, encuentro_staff using (true);
