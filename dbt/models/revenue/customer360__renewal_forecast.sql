-- Made by tools/dbt-package from views/.
{{ config(alias='renewal_forecast') }}

with cancellation_requests as not materialized (select * from {{ ref('customer360__cancellation_requests') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
opportunities as not materialized (select * from {{ ref('customer360__opportunities') }}),
renewal_expectations as not materialized (select * from {{ ref('customer360__renewal_expectations') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
working as (
  select
    account_id,
    coalesce(sum(mrr) filter (where kind = 'renewal'), 0) as renewal_mrr,
    (array_agg(stage order by mrr desc nulls last, opportunity_id) filter (where kind = 'renewal'))[1] as renewal_stage,
    coalesce(sum(mrr) filter (where kind in ('upsell', 'cross_sell')), 0) as expansion_mrr
  from opportunities
  where (created_on > {{ customer360.as_of() }}) is not true and (outcome is null or decided_on > {{ customer360.as_of() }})
  group by account_id),
asking as (
  select distinct account_id
  from cancellation_requests
  where requested_on <= {{ customer360.as_of() }} and (decided_on <= {{ customer360.as_of() }}) is not true)
select
  renewal_expectations.contract_id,
  renewal_expectations.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  renewal_expectations.ends_on,
  renewal_expectations.ends_on - {{ customer360.as_of() }} as days_ahead,
  renewal_expectations.auto_renew,
  renewal_expectations.outcome is not distinct from 'renewed' as is_renewed,
  renewal_expectations.due_mrr,
  renewal_expectations.risk_class,
  case when source_tables.cancellation_requests then asking.account_id is not null end as asked_to_cancel,
  round(renewal_expectations.renewal_rate, 4) as renewal_rate,
  renewal_expectations.past_contracts,
  renewal_expectations.is_of_class,
  round(renewal_expectations.expected_mrr, 2) as expected_mrr,
  round(renewal_expectations.due_mrr - renewal_expectations.expected_mrr, 2) as mrr_at_stake,
  case when opportunity.is_known then coalesce(working.renewal_mrr, 0) end as renewal_opportunity_mrr,
  working.renewal_stage as renewal_opportunity_stage,
  case when opportunity.is_known then coalesce(working.expansion_mrr, 0) end as expansion_opportunity_mrr
from renewal_expectations
cross join source_tables
cross join lateral (
  select source_tables.opportunities_kind and source_tables.opportunities_mrr as is_known) as opportunity
left join csm_accounts on csm_accounts.account_id = renewal_expectations.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
left join working on working.account_id = renewal_expectations.account_id
left join asking on asking.account_id = renewal_expectations.account_id
where renewal_expectations.known_on = {{ customer360.as_of() }}
order by renewal_expectations.ends_on, renewal_expectations.contract_id
