-- What the month of a workshop comes to, in time that grows with its records whatever the planner believes of them: it
-- thinks of a new month as one row, and joins aggregates one beside the other once for every pair of people.
-- One row an inmate. Of all shifts of one day at most eight hours count. The digest is of every record and piece.
create or replace function work_month_sums(of_workshop uuid, of_month date)
  returns table (inmate_id uuid, minutes integer, countable_minutes integer, days smallint, pieces integer, gross numeric,
    digest bytea) language sql stable as $$
  with done as materialized (
    select r.id, r.inmate_id, r.worked_on, r.shift, r.minutes, r.countable_minutes,
      concat_ws('|', r.id, r.worked_on, r.shift, r.minutes, r.countable_minutes, coalesce(r.not_counted, '-')) as words,
      (select string_agg(concat_ws(':', p.price_id, p.made, p.rejected), ',' order by p.line_no)
        from work_piece p where p.record_id = r.id) as lines
    from work_record r
    where r.workshop_id = of_workshop and r.live and r.worked_on >= of_month and r.worked_on < of_month + interval '1 month'
  ), told as (
    select d.inmate_id, sum(d.minutes) as minutes, sum(d.countable) as countable,
      count(*) filter (where d.minutes > 0) as days,
      sha256(convert_to(string_agg(d.words, ';' order by d.worked_on), 'UTF8')) as digest
    from (select d.inmate_id, d.worked_on, sum(d.minutes) as minutes, least(480, sum(d.countable_minutes)) as countable,
        string_agg(concat_ws('/', d.words, d.lines), ';' order by d.shift, d.id) as words
      from done d group by 1, 2) d group by 1
  ), worth as (
    select m.inmate_id, sum(m.accepted) filter (where c.basis = 'piece') as pieces,
      sum(work_amount(c.basis, c.rate, m.accepted)) as gross
    from (select d.inmate_id, p.price_id, sum(p.made - p.rejected) as accepted
      from done d join work_piece p on p.record_id = d.id group by 1, 2) m join price c on c.id = m.price_id
    group by 1
  )
  -- Nobody has worth who did not work; a full join is never a loop in a loop.
  select inmate_id, t.minutes::integer, t.countable::integer, t.days::smallint, coalesce(w.pieces, 0)::integer,
    coalesce(w.gross, 0), t.digest
  from told t full join worth w using (inmate_id)
$$;
