-- A user whose first day is not known has had access since the account was signed, or always.
with signed as (
  select source_accounts.account_id, min(source_accounts.signed_on) as signed_on
  from source_accounts
  where source_accounts.signed_on >= '1980-01-01'
  group by source_accounts.account_id)
select
  given.user_id,
  given.account_id,
  given.name,
  given.email,
  given.role,
  coalesce(given.provisioned_on, signed.signed_on, date '1970-01-01') as provisioned_on,
  given.deactivated_on,
  given.updated_at
from given
left join signed on given.provisioned_on is null and signed.account_id = given.account_id
