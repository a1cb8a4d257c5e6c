-- The company's figures as of the last day of its data, beside what is usual for such a company: demo/README.md shows
-- and explains them, test/tap/views/demo.t wants each to be usual. One row per figure.
--
--   psql -d DATABASE -f demo/figures.sql      after tools/load-demo
--
-- figure: what is measured
-- value: how much it is
-- unit: of what
-- least, most: the usual range
-- is_usual: the value lies in it
with
lines as (
  select account_id, contract_id, valid, mrr from subscriptions),
-- The MRR of every customer at the ends of the last 48 months: 0 = that of the last day, counted backwards.
ends as (
  select months_ago, accounts.account_id, accounts.segment, sum(lines.mrr) as mrr
  from generate_series(0, 47) as months_ago
  join lines on lines.valid @> (((as_of() + 1)::timestamp - make_interval(months => months_ago))::date - 1)
  join accounts on accounts.account_id = lines.account_id
  group by months_ago, accounts.account_id, accounts.segment
  having sum(lines.mrr) > 0),
-- Whether a customer of a month's start was lost in it.
moves as (
  select here.segment, (here.months_ago - 1) / 12 as years_ago, later.account_id is null as is_lost
  from ends as here
  left join ends as later on later.account_id = here.account_id and later.months_ago = here.months_ago - 1
  where here.months_ago > 0),
churn as (
  select years_ago, avg(is_lost::int) as rate from moves group by years_ago),
churn_of_segment as (
  select segment, avg(is_lost::int) as rate from moves group by segment),
year_before as (
  select sum(before.mrr) as mrr, sum(latest.mrr) as retained, sum(least(before.mrr, coalesce(latest.mrr, 0))) as kept
  from ends as before
  left join ends as latest on latest.account_id = before.account_id and latest.months_ago = 0
  where before.months_ago = 12),
today as (
  select sum(mrr) as mrr, count(*) as customers from ends where months_ago = 0),
-- What was charged to customers who are gone, against what their lines say.
gone as (
  select account_id from lines group by account_id having bool_and(coalesce(upper(valid) <= as_of(), false))),
charged as (
  select account_id, sum(mrr * 12 * (upper(valid) - lower(valid)) / 365.25) as due
  from lines join gone using (account_id) group by account_id),
billed as (
  select account_id, sum(amount) as amount from invoices join gone using (account_id)
  where kind <> 'services' group by account_id),
economics as (
  select * from unit_economics
  where grouped_by = 'all' order by month desc limit 1),
managers as (
  select count(*) as members from team_members
  where role = 'csm' and (left_on <= as_of()) is not true
    and member_id in (select member_id from account_team where role = 'csm' and valid @> as_of())),
answers as (
  select
    100 * avg(case when score >= 9 then 1 when score <= 6 then -1 else 0 end) filter (where survey = 'nps') as nps,
    avg((score >= 4)::int) filter (where survey = 'csat') as csat
  from survey_responses where responded_at > (as_of() - 364)::timestamptz),
-- Features that the role of a user is meant to use and the account may: used in the last 90 days, or not.
used as (
  select distinct user_id, feature_id from product_events where occurred_at > (as_of() - 89)::timestamptz),
meant as (
  select used.user_id is null as is_gap
  from users
  join expected_features using (role)
  join features on features.feature_id = expected_features.feature_id and features.released_on <= as_of()
  join entitlements on entitlements.account_id = users.account_id
    and entitlements.feature_id = features.feature_id and entitlements.valid @> as_of()
  left join used on used.user_id = users.user_id and used.feature_id = features.feature_id
  where users.provisioned_on <= as_of() and (users.deactivated_on <= as_of()) is not true),
started as (
  select live_on - signed_on as days, onboarding_projects.*, gone.account_id is not null as is_gone
  from onboarding_projects left join gone using (account_id)),
-- How the customers of earlier days stood, and who had left 90 days later.
looked_back as (
  select metric_history.day, metric_history.account_id,
    (metrics ->> 'coefficient')::numeric as coefficient,
    metrics ->> 'csm_sentiment' as sentiment,
    (metrics ->> 'usage_dropped')::boolean as usage_dropped,
    not exists (
      select from lines
      where lines.account_id = metric_history.account_id and lines.mrr > 0
        and lines.valid @> metric_history.day + 90) as has_left
  from metric_history
  where day <= as_of() - 90 and (metrics ->> 'is_charged')::boolean),
-- Mean answers of the last 90 days against those before, a quarter, two and three ago.
liking as (
  select day, ends.account_id,
    not exists (
      select from lines
      where lines.account_id = ends.account_id and lines.mrr > 0 and lines.valid @> day + 90) as has_left,
    avg(score) filter (where responded_at > (day - 89)::timestamptz) as lately,
    avg(score) filter (where responded_at <= (day - 89)::timestamptz) as before
  from generate_series(1, 3) as quarter
  cross join lateral (select as_of() - 91 * quarter as day) as days
  join ends on ends.months_ago = 3 * quarter
  join survey_responses on survey_responses.account_id = ends.account_id and survey = 'nps'
    and responded_at < (day + 1)::timestamptz
  group by day, ends.account_id),
lifts as (
  select
    avg(has_left::int) filter (where coefficient <= 2) / nullif(avg(has_left::int), 0) as coefficient,
    (predictiveness(coefficient, has_left)).auc as coefficient_auc,
    avg(has_left::int) filter (where sentiment = 'red') / nullif(avg(has_left::int), 0) as sentiment,
    avg(has_left::int) filter (where sentiment = 'green') / nullif(avg(has_left::int), 0) as green,
    avg(has_left::int) filter (where usage_dropped) / nullif(avg(has_left::int), 0) as usage_dropped,
    (select avg(has_left::int) filter (where lately < before - 1) / nullif(avg(has_left::int), 0) from liking
     where num_nonnulls(lately, before) = 2) as liking
  from looked_back),
alarms as (
  select 7.0 * count(*) / (max(day) - min(day) + 7) as a_week from alerts),
figures (position, figure, value, unit, least, most) as (
  select 1, 'customers lost in a month, mean of the last twelve', 100 * rate, '%', 1.0, 1.5
  from churn where years_ago = 0
  union all
  select 2, 'the same of the year before', 100 * rate, '%', 0.7, 2 from churn where years_ago = 1
  union all
  select 3, 'the same of the year before that', 100 * rate, '%', 0.7, 2 from churn where years_ago = 2
  union all
  select 4, 'churn of small customers ÷ of the mid-market, in all years', smb.rate / mid_market.rate, '', 1, 4
  from churn_of_segment as smb, churn_of_segment as mid_market
  where smb.segment = 'smb' and mid_market.segment = 'mid_market'
  union all
  select 5, 'churn of the mid-market ÷ of enterprises, in all years', mid_market.rate / enterprise.rate, '', 1, 4
  from churn_of_segment as enterprise, churn_of_segment as mid_market
  where enterprise.segment = 'enterprise' and mid_market.segment = 'mid_market'
  union all
  select 6, 'net revenue retention (NRR)', 100 * retained / mrr, '%', 100, 115 from year_before
  union all
  select 7, 'gross revenue retention (GRR)', 100 * kept / mrr, '%', 85, 92 from year_before
  union all
  -- A company of 2 M grows faster.
  select 8, 'growth of ARR in a year', 100 * (today.mrr / year_before.mrr - 1), '%', 20,
    case when today.mrr < 4e5 then 80 else 50 end from today, year_before
  union all
  select 9, 'gross margin', 100 * gross_margin, '%', 70, 80 from economics
  union all
  select 10, 'lifetime value ÷ acquisition cost (LTV:CAC)', ltv_to_cac, '', 3, 5.1 from economics
  union all
  select 11, 'months until the acquisition cost is paid back', payback_months, '', 12, 20 from economics
  union all
  select 12, 'invoiced to customers who are gone ÷ what their lines say', sum(amount) / sum(due), '', 0.99, 1.01
  from charged join billed using (account_id)
  union all
  select 13, 'the same of the customer with most', max(amount / due), '', 0.99, 1.05
  from charged join billed using (account_id)
  -- And has a manager in each region all the same.
  union all
  select 14, 'ARR per Customer Success Manager', today.mrr * 12 / 1e6 / managers.members, 'M',
    case when today.mrr < 4e5 then 0.5 else 2 end, 5 from today, managers
  union all
  select 15, 'Net Promoter Score', nps, '', 30, 40 from answers
  union all
  select 16, 'satisfied after a ticket (CSAT)', 100 * csat, '%', 75, 85 from answers
  union all
  select 17, 'median days from signature to go-live', percentile_cont(0.5) within group (order by days), '', 20, 60
  from started
  union all
  select 18, 'onboardings of customers who left that never went live', 100 * avg((live_on is null)::int), '%', 2, 15
  from started where is_gone
  union all
  select 19, 'features meant for a user''s role that the user does not use', 100 * avg(is_gap::int), '%', 25, 34
  from meant
  union all
  select 20, 'alerts a week, per hundred customers', 100 * a_week / customers, '', 1, 7 from alarms, today
  union all
  select 21, 'how much more often customers with a coefficient up to 2 leave within 90 days', coefficient, '×', 2, 10
  from lifts
  union all
  -- At a small scale it rests on three who left.
  select 22, 'the same of customers whose manager says red', sentiment, '×', 2, 40 from lifts
  union all
  select 23, 'the same of customers whose manager says green', green, '×', 0, 0.9 from lifts
  union all
  select 24, 'the same of customers whose usage dropped', usage_dropped, '×', 2, 20 from lifts
  union all
  select 25, 'the same of customers whose answers fell by a point', liking, '×', 1.3, 10 from lifts
  union all
  select 26, 'AUC of the coefficient (0.5 = says nothing, 0 = everything)', coefficient_auc, '', 0.1, 0.35 from lifts)
select figure, round(value::numeric, 2) as value, unit, least, most,
  coalesce(value between least and most, false) as is_usual
from figures
order by position;
