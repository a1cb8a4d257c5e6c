-- Identifiers of more kinds than can be followed, and kinds that are nearly those of the users' ids and addresses.
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
  from (values (identifiers.a_kind), (identifiers.b_kind)) as either (kind)
  where either.kind not in (select kinds.kind from kinds) and either.kind not in ('user_id', 'email')
  order by either.kind
  limit 1) as unknown
where (select count(*) from kinds) = 253
union all
select 'identifiers',
  kinds.kind,
  null,
  format('the kind %s is nearly %s', kinds.kind, near.kind),
  'warning',
  'it is a kind of its own',
  format('map the word in the table vocabulary, of identifiers (a_kind, b_kind) and of interactions (identifier_kind), '
    'with the meaning %s', near.kind)
from kinds
cross join lateral (select nearest_word(kinds.kind, array['user_id', 'email']) as kind) as near
where near.kind is not null
