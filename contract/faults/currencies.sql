-- Amounts in a currency that nobody can convert, and several currencies without any rate.
select 'subscriptions' as table_name,
  subscriptions.subscription_id::text as key,
  subscriptions.account_id::text as account_id,
  format('currency_rates has no rate for %s', subscriptions.currency) as fault,
  'warning' as severity,
  'its price is not known: mrr is NULL' as done,
  'give currency_rates a row per currency and month, with a rate of 1 for the reporting currency' as to_do
from subscriptions
where subscriptions.currency is not null
  and exists (select from source_currency_rates where source_currency_rates.rate > 0)
  and not exists (
    select from source_currency_rates
    where upper(btrim(source_currency_rates.currency)) = upper(btrim(subscriptions.currency))
      and source_currency_rates.rate > 0 and source_currency_rates.month <= as_of())
union all
select 'subscriptions',
  subscriptions.subscription_id::text,
  subscriptions.account_id::text,
  format('is in %s, other lines are in other currencies, and there are no rates', subscriptions.currency),
  'notice',
  'its amount is taken as it is',
  'give currency_rates a row per currency and month, with a rate of 1 for the reporting currency'
from subscriptions
where not exists (select from source_currency_rates where source_currency_rates.rate > 0)
  and subscriptions.currency <> (
    select mode() within group (order by common.currency) from subscriptions as common)
union all
select 'invoices',
  invoices.invoice_id::text,
  invoices.account_id::text,
  case when exists (select from source_currency_rates where source_currency_rates.rate > 0)
    then format('currency_rates has no rate for %s', invoices.currency)
    else format('is in %s, other invoices are in other currencies, and there are no rates', invoices.currency) end,
  'warning',
  'its amount is not known: NULL',
  'give currency_rates a row per currency and month, with a rate of 1 for the reporting currency'
from invoices
where invoices.amount is null
