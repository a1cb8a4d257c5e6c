-- A contract whose signature was not entered was signed when its term began; one whose term has no start began when it
-- was signed. A day before 1980 was not meant. What begins later, or is the contract itself, is not renewed by
-- it.
with dated as (
  select given.*,
    case when given.signed_on >= '1980-01-01' then given.signed_on end as signature,
    case when lower(given.term) >= '1980-01-01' then lower(given.term) end as start
  from given)
select
  dated.contract_id,
  dated.account_id,
  case when dated.renews_id <> dated.contract_id and not exists (
      select
      from source_contracts as before
      where before.contract_id = dated.renews_id and lower(before.term) > dated.start) then dated.renews_id end
    as renews_id,
  dated.tier,
  coalesce(dated.signature, dated.start) as signed_on,
  case when dated.start is not null then dated.term
    when dated.term is not null and dated.signature is not null then c360_days(dated.signature, upper(dated.term)) end
    as term,
  dated.auto_renew,
  dated.monthly_units,
  dated.terminated_on,
  dated.updated_at
from dated
