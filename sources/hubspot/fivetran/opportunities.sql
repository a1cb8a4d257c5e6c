-- Deals: one opportunity each, open or closed. Kind: renewal in a pipeline whose name says so, else the type of the
-- deal, where the contract knows newbusiness and existingbusiness. MRR: what HubSpot computes from recurring line items
-- (MRR, else ARR), else the amount over the months of the contract; without those it is unknown, as an amount may be a
-- month's, a year's or the whole. A deal without a company, or of one that was deleted, has no account and is told as a
-- fault.
select
  deals.deal_id as opportunity_id,
  deals.account_id,
  deals.kind,
  deals.mrr,
  deals.stage,
  deals.created_on,
  deals.closes_on as expected_on,
  deals.outcome,
  deals.decided_on,
  deals.updated_at
from deals
