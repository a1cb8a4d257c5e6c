-- Amounts in a currency that nobody can convert.
select 'subscriptions' as table_name,
  coalesce(subscriptions.subscription_id::text, concat_ws(', ', subscriptions.account_id, subscriptions.valid)) as key,
  subscriptions.account_id::text as account_id,
  case when exists (
      select from source_currency_rates where source_currency_rates.rate > 0 and source_currency_rates.month <= as_of())
    then format('currency_rates has no rate for %s', subscriptions.currency)
    else format('is in %s, other lines are in other currencies, and there are no rates', subscriptions.currency) end
    as fault,
  'warning' as severity,
  'its price is not known: mrr is NULL' as done,
  'give currency_rates a row per currency and month, with a rate of 1 for the reporting currency' as to_do
from subscriptions
where subscriptions.mrr is null and subscriptions.mrr_in_currency is not null
union all
select 'invoices',
  coalesce(invoices.invoice_id::text, concat_ws(', ', invoices.account_id, invoices.invoiced_on)),
  invoices.account_id::text,
  case when exists (
      select from source_currency_rates where source_currency_rates.rate > 0 and source_currency_rates.month <= as_of())
    then format('currency_rates has no rate for %s', invoices.currency)
    else format('is in %s, other amounts are in other currencies, and there are no rates', invoices.currency) end,
  'warning',
  'its amount is not known: NULL',
  'give currency_rates a row per currency and month, with a rate of 1 for the reporting currency'
from invoices
where invoices.amount is null
