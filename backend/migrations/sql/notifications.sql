-- Notices are rows of the transaction that changed something; whoever changes it may not read them.

-- Owes notices: one a dedupe key, however often the change is made. A family tells itself alone.
create function notice_tell(accounts uuid[], what text, details jsonb[], keys text[], at timestamptz, from_when timestamptz[],
    until timestamptz[])
  returns void language plpgsql security definer set search_path = public as $$
begin
  if current_setting('role') = 'encuentro_family' and not accounts <@ array[app_actor()] then
    raise exception 'not your account' using errcode = 'insufficient_privilege';
  end if;
  insert into notice (id, account_id, kind, facts, dedupe_key, created_at, tell_from, expires_at)
    select gen_random_uuid(), account, what, detail, key, at, told, ends
    from unnest(accounts, details, keys, from_when, until) as owed (account, detail, key, told, ends)
    on conflict (dedupe_key) do nothing;
end $$;
