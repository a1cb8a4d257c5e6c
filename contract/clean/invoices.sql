-- What was invoiced, in the reporting currency. A credit note gives money back, whichever sign the billing system gives it.
-- An invoice is converted at the rate of its month: the last one up to its day, or else the first. In a currency without
-- a rate its amount is not known; where there are no rates at all, in every currency but the most frequent one of
-- subscriptions, or of invoices where those name none.
--
-- amount_in_currency: amount in the invoice's own currency, as it was before it was converted
with signed as (
  select
    given.*,
    c360_currency(given.currency) as code,
    case given.kind when 'credit_note' then -abs(given.amount) else given.amount end as told
  from given)
select
  signed.invoice_id,
  signed.account_id,
  signed.kind,
  signed.invoiced_on,
  signed.due_on,
  signed.paid_on,
  signed.told * case when signed.code is null then 1
    when exists (select from rates) then rates.rate
    when signed.code = coalesce(
      (select mode() within group (order by c360_currency(source_subscriptions.currency)) from source_subscriptions),
      (select mode() within group (order by c360_currency(source_invoices.currency)) from source_invoices)) then 1 end
    as amount,
  signed.code as currency,
  signed.told as amount_in_currency,
  signed.updated_at
from signed
left join rates on rates.currency = signed.code and signed.invoiced_on >= rates.from_day
  and signed.invoiced_on < rates.to_day
