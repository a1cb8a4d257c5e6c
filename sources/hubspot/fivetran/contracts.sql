-- Won deals whose term is known: one contract each. The term begins on the contract's start date, else on the close
-- date, and ends by its end date or after its months. What is sold to an existing customer changes a contract and is
-- none. A renewal renews the contract of the same account before it, unless there was a gap. Deals say nothing of
-- tiers, included units or of ending early.
with terms as (
  select
    deals.*,
    lag(deals.deal_id) over before as before_id,
    lag(deals.ends_on) over before as before_ends_on
  from deals
  where deals.outcome = 'won' and deals.account_id is not null and deals.ends_on > deals.starts_on
    and coalesce(lower(deals.kind), '')
      not in ('existingbusiness', 'existing business', 'upsell', 'cross_sell', 'expansion')
  window before as (partition by deals.account_id order by deals.starts_on, deals.deal_id))
select
  terms.deal_id as contract_id,
  terms.account_id,
  case when lower(terms.kind) = 'renewal' and terms.before_ends_on >= terms.starts_on then terms.before_id end
    as renews_id,
  terms.decided_on as signed_on,
  terms.starts_on,
  terms.ends_on,
  terms.updated_at
from terms
