-- Customers: one row each. Test data (livemode = false) is left out. A deleted customer stays if it ever subscribed or
-- was invoiced, as its past revenue and its loss are part of the company's; one that did neither was a mistake.
-- Segment, tier and owners are not Stripe's to tell. Two customers of one company stay two: who pays for what is the
-- company's choice. Signed is who was first charged, if only for a free plan: Stripe knows of no signature.
with signed as (
  select subscription_days.customer_id, min(subscription_days.from_day) as signed_on
  from subscription_days
  where subscription_days.status in ('active', 'past_due')
  group by subscription_days.customer_id)
select
  customer.id as account_id,
  coalesce(nullif(btrim(customer.name), ''), nullif(btrim(customer.description), ''), customer.email) as name,
  case when not is_free_email_domain(customer.email) then email_domain(customer.email) end as domain,
  case when not is_free_email_domain(customer.email) then email_domain(customer.email) end as match_key,
  upper(customer.address_country) as country,
  signed.signed_on
from customer
left join signed on signed.customer_id = customer.id
where customer.livemode is not false
  and (customer.is_deleted is not true
    or exists (select from subscription_states where subscription_states.customer_id = customer.id)
    or exists (select from invoice where invoice.customer_id = customer.id))
