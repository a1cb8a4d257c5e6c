-- Identifiers of more kinds than can be followed.
select 'identifiers' as table_name,
  concat_ws(', ', identifiers.a_kind, identifiers.a, identifiers.b_kind, identifiers.b, identifiers.seen_at) as key,
  null as account_id,
  format('is of the kind %s; only the 255 kinds that are seen most often are followed', unknown.kind) as fault,
  'error' as severity,
  'the row is left out' as done,
  'give what is seen in the same place one kind: what differs from one person to the next is an identifier' as to_do
from identifiers
cross join lateral (
  select either.kind
  from (values (lower(btrim(identifiers.a_kind))), (lower(btrim(identifiers.b_kind)))) as either (kind)
  where either.kind not in (select kinds.kind from kinds) and either.kind not in ('user_id', 'email')
  order by either.kind
  limit 1) as unknown
where (select count(*) from kinds) = 253
