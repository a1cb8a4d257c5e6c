-- A contract whose signature was not entered was signed when its term began; one whose term has no start began when it
-- was signed.
select
  given.contract_id,
  given.account_id,
  given.renews_id,
  given.tier,
  coalesce(given.signed_on, nullif(lower(given.term), '0001-01-01')) as signed_on,
  case when lower(given.term) > '0001-01-01' then given.term
    when lower(given.term) is not null and given.signed_on is not null
      then c360_days(given.signed_on, upper(given.term)) end as term,
  given.auto_renew,
  given.monthly_units,
  given.terminated_on,
  given.updated_at
from given
