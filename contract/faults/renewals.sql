-- Contracts that renew what they cannot, or what was another account's; and decided opportunities of which nobody knows
-- how. What came without ids names nothing.
select 'contracts' as table_name,
  later.contract_id::text as key,
  later.account_id::text as account_id,
  case when later.contract_id = later.renews_id then 'renews itself'
    else format('renews %s, which begins later, on %s', before.contract_id, lower(before.term)) end as fault,
  'warning' as severity,
  'renews_id is NULL' as done,
  'name the contract before it, or none' as to_do
from source_contracts as later
join source_contracts as before on before.contract_id = later.renews_id
  and (later.contract_id = before.contract_id or lower(before.term) > lower(later.term))
union all
select 'contracts',
  later.contract_id::text,
  later.account_id::text,
  format('renews %s of account %s', before.contract_id, before.account_id),
  'notice',
  'the one of that account counts as renewed',
  'nothing, if it went over; else name the contract before it'
from contracts as later
join contracts as before on before.contract_id = later.renews_id and before.account_id <> later.account_id
union all
select 'opportunities',
  opportunities.opportunity_id::text,
  opportunities.account_id::text,
  format('was decided on %s, and nobody knows how', opportunities.decided_on),
  'warning',
  'it counts as open',
  'enter the outcome: won or lost'
from opportunities
where opportunities.decided_on is not null and opportunities.outcome is null
union all
select 'opportunities',
  opportunities.opportunity_id::text,
  opportunities.account_id::text,
  format('has no outcome, and its stage is %s', opportunities.stage),
  'warning',
  'it counts as open',
  'enter the outcome: won or lost'
from opportunities
join words on words.table_name = 'opportunities' and words.column_name = 'outcome'
  and words.word = c360_word(opportunities.stage) and words.meaning <> 'open'
where opportunities.outcome is null
union all
select 'cancellation_requests',
  coalesce(source_cancellation_requests.request_id::text,
    concat_ws(', ', source_cancellation_requests.account_id, source_cancellation_requests.requested_on)),
  source_cancellation_requests.account_id::text,
  format('was decided on %s, and nobody knows how', source_cancellation_requests.decided_on),
  'warning',
  'it counts as decided, and not as saved',
  'enter the outcome: saved or cancelled'
from source_cancellation_requests
left join words on words.table_name = 'cancellation_requests' and words.column_name = 'outcome'
  and words.word = c360_word(source_cancellation_requests.outcome)
cross join source_tables
where source_cancellation_requests.decided_on is not null and (words.meaning = 'open' or words.meaning is null)
  and source_tables.cancellation_requests_outcome
union all
select 'cancellation_requests',
  coalesce(cancellation_requests.request_id::text,
    concat_ws(', ', cancellation_requests.account_id, cancellation_requests.requested_on)),
  cancellation_requests.account_id::text,
  format('is %s, and nobody knows since when', cancellation_requests.outcome),
  'warning',
  'it counts as undecided',
  'enter the day of the decision'
from cancellation_requests
cross join source_tables
where cancellation_requests.outcome is not null and cancellation_requests.decided_on is null
  and source_tables.cancellation_requests_decided_on
