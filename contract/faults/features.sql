-- Features of one key, where events name them by it.
select 'features' as table_name,
  source_features.feature_id::text as key,
  null::text as account_id,
  format('has the key of %s: %s', first.feature_id, source_features.feature_key) as fault,
  'warning' as severity,
  format('events that are called so count for %s', first.feature_id) as done,
  'give each feature a key of its own, or the events the ids of features' as to_do
from source_features
join (
  select distinct on (c360_word(source_features.feature_key)) c360_word(source_features.feature_key) as word,
    source_features.feature_id
  from source_features
  order by c360_word(source_features.feature_key), source_features.feature_id) as first
  on first.word = c360_word(source_features.feature_key) and first.feature_id <> source_features.feature_id
where first.word <> '' and not exists (
  select from source_product_events where source_product_events.feature_id is not null)
