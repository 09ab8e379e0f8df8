-- The audit trail: one hash chain an establishment ('-' for what belongs to none). Rows are appended by one function;
-- the application's roles can neither insert, update nor delete by themselves, and the owner is stopped by a trigger.
create table audit_head (
  establishment_id text primary key,
  seq bigint not null,
  hash bytea not null
);

create table audit_entry (
  establishment_id text not null,
  seq bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  action text not null,
  subject text not null,
  facts jsonb not null,
  previous bytea not null,
  hash bytea not null,
  primary key (establishment_id, seq)
);
create index audit_entry_subject on audit_entry (establishment_id, subject, seq);

create function audit_digest(previous bytea, entry_establishment text, entry_seq bigint, entry_at timestamptz,
    entry_actor_kind text, entry_actor_id text, entry_action text, entry_subject text, entry_facts jsonb)
  returns bytea language sql immutable parallel safe as $$
    select sha256(previous || convert_to(jsonb_build_array(entry_establishment, entry_seq,
      extract(epoch from entry_at)::numeric(20, 6)::text, entry_actor_kind, entry_actor_id, entry_action,
      entry_subject, entry_facts)::text, 'UTF8'))
  $$;

-- Appends one entry. The head row is locked until the transaction ends: call it last.
create function audit_append(entry_establishment text, entry_at timestamptz, entry_actor_kind text, entry_actor_id text,
    entry_action text, entry_subject text, entry_facts jsonb)
  returns bigint language plpgsql security definer set search_path = public as $$
declare
  head audit_head;
  digest bytea;
begin
  insert into audit_head values (entry_establishment, 0, '\x') on conflict do nothing;
  select * into head from audit_head where establishment_id = entry_establishment for update;
  digest := audit_digest(head.hash, entry_establishment, head.seq + 1, entry_at, entry_actor_kind, entry_actor_id,
    entry_action, entry_subject, entry_facts);
  insert into audit_entry values (entry_establishment, head.seq + 1, entry_at, entry_actor_kind, entry_actor_id,
    entry_action, entry_subject, entry_facts, head.hash, digest);
  update audit_head set seq = head.seq + 1, hash = digest where establishment_id = entry_establishment;
  return head.seq + 1;
end $$;

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function audit_refuse_change();
create trigger audit_entry_not_truncated before truncate on audit_entry
  for each statement execute function audit_refuse_change();
