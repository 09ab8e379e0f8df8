-- Text messages and what comes back of them: shares of gateways, reports that came once, and two kinds that only the
-- inbox has.
alter table carrier
  add constraint carrier_share_known check (share between 0 and 100);

-- A report or an answer of a gateway, known by a keyed digest: the same one is not acted on twice. Kept for a day.
alter table gateway_report enable row level security;
alter table gateway_report force row level security;
grant select, insert, delete on gateway_report to encuentro_worker;
create policy worker on gateway_report to encuentro_worker using (true) with check (true);
create index gateway_report_old on gateway_report (received_at);

insert into notice_kind (kind, urgency, push, sms, helped) values
  ('texts_ended', 'normal', false, 'never', false),
  ('how_to_cancel', 'normal', false, 'never', false);
