-- Whose access token is this? One call before anything else of a request; callable without an actor.
create function actor_of_token(token_digest bytea, at timestamptz)
  returns table (session_id uuid, account_id uuid, staff_id uuid, provisional boolean, stepped_up_until timestamptz,
    language text, roles text[])
  language sql stable security definer set search_path = public as $$
    select s.id, s.account_id, s.staff_id, s.provisional, s.stepped_up_until, coalesce(a.language, f.language),
      coalesce((select array_agg(g.establishment_id || ' ' || g.role) from role_grant g
        where g.staff_id = s.staff_id and g.ended_at is null), '{}')
    from token t
    join session s on s.id = t.session_id
    left join account a on a.id = s.account_id
    left join staff f on f.id = s.staff_id
    where t.digest = token_digest and t.kind = 'access' and t.expires_at > at
      and s.ended_at is null and s.ends_at > at and f.disabled_at is null
  $$;
