-- Lines whose price nobody knows, though nothing in them is wrong: a metered one, or one that lacks a column.
select 'subscriptions' as table_name,
  coalesce(source_subscriptions.subscription_id::text,
    concat_ws(', ', source_subscriptions.account_id, source_subscriptions.valid)) as key,
  source_subscriptions.account_id::text as account_id,
  case when source_subscriptions.amount is null then 'has neither an mrr nor an amount'
    else format('has an amount, %s, and no billing_unit', source_subscriptions.amount) end as fault,
  case when source_subscriptions.amount is null then 'notice' else 'warning' end as severity,
  'its price is not known: mrr is NULL' as done,
  case when source_subscriptions.amount is null then 'give the line its price, or nothing, if it is metered'
    else 'say for how long the amount is: day, week, month, quarter or year' end as to_do
from source_subscriptions
left join subscriptions on subscriptions.subscription_id = source_subscriptions.subscription_id
left join words on words.table_name = 'subscriptions' and words.column_name = 'status'
  and words.word = c360_word(source_subscriptions.status)
where source_subscriptions.mrr is null
  and (source_subscriptions.amount is null or coalesce(btrim(source_subscriptions.billing_unit), '') = '')
  and not source_subscriptions.unread ?| '{mrr,amount}'
  -- Neither of a line that is left out, nor of a trial or a pause, which cost nothing.
  and case when source_subscriptions.subscription_id is null
    then words.meaning in ('trial', 'paused') is not true
    else subscriptions.subscription_id is not null and subscriptions.mrr_in_currency is null end
union all
-- Whose price was known before: what counts customers by their MRR has no other way than to call it churn.
select distinct 'subscriptions',
  priced.account_id::text,
  priced.account_id::text,
  format('is charged from %s on, at a price that is not known; before, it was', upper(priced.charged)),
  'warning',
  'customer_360 has it as active with an MRR of NULL, mrr_bridge and all retention as churned',
  'give the line a price, such as the mean of its invoices'
from subscriptions as priced
join subscriptions as unpriced on unpriced.account_id = priced.account_id and unpriced.mrr is null
  and unpriced.charged @> upper(priced.charged)
where priced.mrr > 0 and not exists (
  select
  from subscriptions as beside
  where beside.account_id = priced.account_id and beside.mrr > 0 and beside.charged @> upper(priced.charged))
