-- What each account is on as_of(), and what it pays: one row per account. The one definition of status, which all other
-- views read.
--
-- account_id: the account
-- status: prospect = no contract signed and never charged; trial = in a trial that is not over; free = has a line, and
--   pays nothing; signed = has a contract and is not charged yet, for the first time or after a return; active =
--   charged; past_due = charged, and behind with paying; paused = charging is suspended; churned = charged before, but
--   no longer, or the contract ended before the first charge. NULL = a customer, but subscriptions are not known
-- is_charged: active or past due; NULL = not known
-- mrr: monthly recurring revenue of all lines charged on as_of(); 0 = none; NULL = charged at a price that is not
--   known, or subscriptions are not known
-- arr: annual recurring revenue: 12 times mrr
-- seats: seats of the lines valid on as_of(); NULL = not sold by seat, or not known
-- tier: product tier of the contract in force, or of the last one
with lined as (
  -- A discount alone charges nothing, and one that outlives its plan leaves nothing to charge.
  select
    account_id,
    greatest(sum(mrr) filter (where charged @> as_of()), 0) as mrr,
    coalesce(bool_or(mrr is null) filter (where charged @> as_of()), false) as has_unknown_price,
    coalesce(bool_or(status = 'past_due') filter (where charged @> as_of()), false) as is_past_due,
    coalesce(bool_or(status = 'paused') filter (where valid @> as_of()), false) as is_paused,
    coalesce(bool_or(status = 'trial' or trial_ends_on > as_of()) filter (where valid @> as_of()), false) as is_trial,
    coalesce(bool_or(mrr >= 0) filter (where valid @> as_of()), false) as has_line,
    max(coalesce(upper(charged), 'infinity'))
      filter (where (mrr > 0) is not false and lower(charged) <= as_of()) as charged_until,
    sum(seats) filter (where valid @> as_of()) as seats
  from subscriptions
  where lower(valid) <= as_of()
  group by account_id),
-- Contracts as known on that day: a future termination is not known. A renewal signed in advance does not change the
-- tier yet.
contracted as (
  select
    account_id,
    max(greatest(signed_on, lower(term))) filter (
      where (terminated_on <= as_of()) is not true and (upper(term) <= as_of()) is not true) as agreed_on,
    (array_agg(tier order by lower(term) <= as_of() desc, lower(term) desc))[1] as tier
  from contracts
  where signed_on <= as_of()
  group by account_id),
measured as (
  select
    accounts.account_id,
    accounts.signed_on <= as_of() as is_signed,
    coalesce(contracted.tier, accounts.tier) as tier,
    contracted.account_id is not null as has_contract,
    contracted.agreed_on,
    lined.mrr,
    coalesce(lined.mrr > 0 or lined.has_unknown_price, false) as is_charged,
    lined.is_past_due,
    lined.is_paused,
    lined.is_trial,
    lined.has_line,
    lined.charged_until,
    lined.seats,
    source_tables.subscriptions as is_known
  from accounts
  cross join source_tables
  left join lined on lined.account_id = accounts.account_id
  left join contracted on contracted.account_id = accounts.account_id)
select
  account_id,
  case
    when not is_known then case when is_signed then null else 'prospect' end
    when is_charged and is_past_due then 'past_due'
    when is_charged then 'active'
    when is_paused then 'paused'
    when is_trial then 'trial'
    when has_line then 'free'
    when agreed_on >= charged_until or charged_until is null and agreed_on is not null then 'signed'
    when charged_until is not null or has_contract then 'churned'
    when is_signed then 'signed'
    else 'prospect' end as status,
  case when is_known then is_charged end as is_charged,
  case when is_known and not (is_charged and coalesce(mrr, 0) = 0) then coalesce(mrr, 0) end as mrr,
  case when is_known and not (is_charged and coalesce(mrr, 0) = 0) then arr(coalesce(mrr, 0)) end as arr,
  seats,
  tier
from measured
