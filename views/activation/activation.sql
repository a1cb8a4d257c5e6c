-- What other tools are told of each account, for a sync into a CRM, a mail tool or a chat: one row per account. Only
-- what somebody acts on, in plain types, and nothing that moves from day to day by itself; activation_changes says what
-- has changed since. What is made of a table that the source lacks is NULL.
--
-- account_id: the account; never NULL
-- account: its name
-- status: prospect, trial, free, signed, active, past_due, paused or churned: see account_status; NULL = not known
-- tier: product tier of the contract in force, or of the last one
-- csm: Customer Success Manager in charge on as_of(); NULL = nobody
-- arr: annual recurring revenue; NULL = charged at a price that is not known
-- settled_adoption_band: red, yellow or green, by the product adoption score: red as soon as it is red, any other as it
--   was recorded last in score_history, by the rubric's hysteresis; that of as_of() where the rubric in force recorded
--   none within seven days. The band of the day is adoption_band of customer_360. NULL = not charged, or too little is
--   known
-- settled_health_band: red, yellow or green, by the older health score, in the same way; NULL = not charged, or too
--   little is known
-- renewal_on: day of the next renewal; NULL = month to month, ran out, or no longer a customer
-- renewal_risk: high, medium or low; NULL = nothing to renew, or nothing known about usage
-- is_at_risk: a sign that a charged customer may leave: see customer_360; NULL = none is known to hold, and nothing is
--   known about usage
-- risk_reason: the first of these signs, in words that stay while it holds; NULL = not at risk
-- onboarding_status: status of the last onboarding: see the view onboarding; NULL = none
-- attention: urgency of the most urgent thing to know, 1 = highest; NULL = none
-- next_action: the most urgent action of the playbook; NULL = none
with banding as materialized (
  select
    max(version) filter (where rubric = 'product_adoption') as adoption_version,
    (array_agg(document -> 'bands') filter (where rubric = 'product_adoption'))[1] as adoption_bands,
    max(version) filter (where rubric = 'health') as health_version,
    (array_agg(document -> 'bands') filter (where rubric = 'health'))[1] as health_bands
  from rubrics),
-- A recording counts until the next weekly one.
recorded as (
  select
    score_history.account_id,
    band_changes(score_history.score, score_history.day, banding.adoption_bands) filter (
      where score_history.rubric = 'product_adoption' and score_history.version = banding.adoption_version
        and banding.adoption_bands is not null) as adoption_changes,
    max(score_history.day) filter (
      where score_history.rubric = 'product_adoption' and score_history.version = banding.adoption_version)
      >= as_of() - 7 as is_adoption_recent,
    band_changes(score_history.score, score_history.day, banding.health_bands) filter (
      where score_history.rubric = 'health' and score_history.version = banding.health_version
        and banding.health_bands is not null) as health_changes,
    max(score_history.day) filter (
      where score_history.rubric = 'health' and score_history.version = banding.health_version)
      >= as_of() - 7 as is_health_recent
  from score_history
  cross join banding
  where score_history.day <= as_of() and score_history.score is not null
  group by score_history.account_id)
select
  accounts.account_id,
  accounts.name as account,
  case when customer_360.account_id is null then 'prospect' else customer_360.status end as status,
  customer_360.tier,
  customer_360.csm,
  customer_360.arr,
  case when customer_360.adoption_band <> 'red' and recorded.is_adoption_recent
    then coalesce(recorded.adoption_changes[cardinality(recorded.adoption_changes)].band, customer_360.adoption_band)
    else customer_360.adoption_band end as settled_adoption_band,
  case when customer_360.health_band <> 'red' and recorded.is_health_recent
    then coalesce(recorded.health_changes[cardinality(recorded.health_changes)].band, customer_360.health_band)
    else customer_360.health_band end as settled_health_band,
  customer_360.renewal_on,
  customer_360.renewal_risk,
  customer_360.is_at_risk,
  customer_360.risk_reason,
  customer_360.onboarding_status,
  customer_360.attention::bigint as attention,
  customer_360.next_action
from accounts
left join customer_360 on customer_360.account_id = accounts.account_id
left join recorded on recorded.account_id = accounts.account_id
