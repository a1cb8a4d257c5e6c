-- How the vendor's team and each customer work together, as of as_of(): one row per customer, including those nobody
-- spoke with. Touchpoints are of the last 90 days, including as_of().
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- tam: Technical Account Manager in charge on as_of(); NULL = none
-- last_contact_on: day of the last touchpoint ever; NULL = never
-- days_since_contact: days from then to as_of()
-- touchpoints_90d: activities of the Customer Success Managers with the customer
-- minutes_90d: time spent on them
-- high_impact_touchpoints_90d: those that worked on the customer's goals
-- last_review_on: day of the last business or executive review ever; NULL = never
-- tasks_open: tasks about the customer that are not done
-- tasks_delayed: those past their due day
-- requests_open: features the customer asked for that have not been shipped
-- blocking_requests: those that are blockers for the customer
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.tam,
  engagement_measures.last_contact_on,
  engagement_measures.days_since_contact,
  engagement_measures.touchpoints_90d,
  engagement_measures.minutes_90d,
  engagement_measures.high_impact_touchpoints_90d,
  engagement_measures.last_review_on,
  engagement_measures.tasks_open,
  engagement_measures.tasks_delayed,
  engagement_measures.requests_open,
  engagement_measures.blocking_requests
from csm_accounts
join engagement_measures on engagement_measures.account_id = csm_accounts.account_id
