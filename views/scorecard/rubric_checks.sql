-- What the rubrics and the playbook in force on as_of() ask for, and who has it: one row per document and key. A key
-- that no metric has scores nothing, and no rule that asks for it ever holds.
--
-- document: name of the rubric, or playbook
-- key: the metric it asks for
-- is_known: a column of account_metrics or an attribute of some customer has this name; NULL = there are no customers
-- nearest: the name that may be meant; NULL = the key is known, or none is like it
-- customers: customers charged on as_of() who have a value
-- unreadable: those of them whose value the rubric cannot read: a text where it wants a number, or a word without
--   points; it counts as missing
-- example: the smallest such value; NULL = none
with measured as materialized (
  select
    is_charged,
    attributes || to_jsonb(account_metrics) - 'attributes' as metrics
  from account_metrics),
names as (
  select array_agg(distinct name) as list
  from measured
  cross join lateral jsonb_object_keys(measured.metrics) as name)
select
  document_keys.document,
  document_keys.key,
  document_keys.key = any (names.list) as is_known,
  case when document_keys.key <> all (names.list) then nearest_word(document_keys.key, names.list) end as nearest,
  case when source_tables.subscriptions then had.customers end as customers,
  case when source_tables.subscriptions then had.unreadable end as unreadable,
  had.example
from document_keys
cross join names
cross join source_tables
cross join lateral (
  select
    count(*) as customers,
    count(*) filter (where is_unreadable) as unreadable,
    min(value) filter (where is_unreadable) as example
  from (
    select
      measured.metrics ->> document_keys.key as value,
      case
        when document_keys.type in ('ranges', 'linear') then
          jsonb_typeof(measured.metrics -> document_keys.key) <> 'number'
        when document_keys.type = 'binary' then
          jsonb_typeof(measured.metrics -> document_keys.key) not in ('number', 'boolean')
        when document_keys.words is not null then
          rtrim(measured.metrics ->> document_keys.key) <> all (document_keys.words) end as is_unreadable
    from measured
    where measured.is_charged and measured.metrics ->> document_keys.key is not null) as valued) as had
order by document_keys.key = any (names.list), document_keys.document, document_keys.key
