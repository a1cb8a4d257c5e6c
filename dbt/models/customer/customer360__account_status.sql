-- Made by tools/dbt-package from views/.
{{ config(alias='account_status') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
lined as (
  -- A discount alone charges nothing, and one that outlives its plan leaves nothing to charge.
  select
    account_id,
    greatest(sum(mrr) filter (where charged @> {{ customer360.as_of() }}), 0) as mrr,
    coalesce(bool_or(mrr is null) filter (where charged @> {{ customer360.as_of() }}), false) as has_unknown_price,
    coalesce(bool_or(status = 'past_due') filter (where charged @> {{ customer360.as_of() }}), false) as is_past_due,
    coalesce(bool_or(status = 'paused') filter (where valid @> {{ customer360.as_of() }}), false) as is_paused,
    coalesce(bool_or(status = 'trial' or trial_ends_on > {{ customer360.as_of() }}) filter (where valid @> {{ customer360.as_of() }}), false) as is_trial,
    coalesce(bool_or(mrr >= 0) filter (where valid @> {{ customer360.as_of() }}), false) as has_line,
    max(coalesce(upper(charged), 'infinity'))
      filter (where (mrr > 0) is not false and lower(charged) <= {{ customer360.as_of() }}) as charged_until,
    sum(seats) filter (where valid @> {{ customer360.as_of() }}) as seats
  from subscriptions
  where lower(valid) <= {{ customer360.as_of() }}
  group by account_id),
-- Contracts as known on that day: a future termination is not known. A renewal signed in advance does not change the
-- tier yet.
contracted as (
  select
    account_id,
    max(greatest(signed_on, lower(term))) filter (
      where (terminated_on <= {{ customer360.as_of() }}) is not true and (upper(term) <= {{ customer360.as_of() }}) is not true) as agreed_on,
    (array_agg(tier order by lower(term) <= {{ customer360.as_of() }} desc, lower(term) desc))[1] as tier
  from contracts
  where signed_on <= {{ customer360.as_of() }}
  group by account_id),
measured as (
  select
    accounts.account_id,
    accounts.signed_on <= {{ customer360.as_of() }} as is_signed,
    coalesce(contracted.tier, accounts.tier) as tier,
    contracted.account_id is not null as has_contract,
    contracted.agreed_on,
    lined.mrr,
    coalesce(lined.mrr > 0 or lined.has_unknown_price, false) as is_charged,
    lined.is_past_due,
    lined.is_paused,
    lined.is_trial,
    lined.has_line,
    lined.charged_until,
    lined.seats,
    source_tables.subscriptions as is_known
  from accounts
  cross join source_tables
  left join lined on lined.account_id = accounts.account_id
  left join contracted on contracted.account_id = accounts.account_id)
select
  account_id,
  case
    when not is_known then case when is_signed then null else 'prospect' end
    when is_charged and is_past_due then 'past_due'
    when is_charged then 'active'
    when is_paused then 'paused'
    when is_trial then 'trial'
    when has_line then 'free'
    when agreed_on >= charged_until or charged_until is null and agreed_on is not null then 'signed'
    when charged_until is not null or has_contract then 'churned'
    when is_signed then 'signed'
    else 'prospect' end as status,
  case when is_known then is_charged end as is_charged,
  case when is_known and not (is_charged and coalesce(mrr, 0) = 0) then coalesce(mrr, 0) end as mrr,
  case when is_known and not (is_charged and coalesce(mrr, 0) = 0) then arr(coalesce(mrr, 0)) end as arr,
  seats,
  tier
from measured
