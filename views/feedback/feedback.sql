-- What each customer says, as of as_of(): one row per customer signed by then, including silent ones. Answers are of
-- the last 365 days, including as_of(), unless a column name says otherwise. A survey's scale is the same for all of a
-- customer's answers.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- responses: answers to any survey
-- responses_90d: those of the last 90 days
-- last_response_on: day of the last answer ever; NULL = never
-- nps_responses: answers to the survey nps
-- nps: Net Promoter Score, −100 to 100; NULL = no answers
-- nps_margin: margin of error at the 95 % level: 1.96 standard errors; NULL = fewer than two answers
-- nps_90d: Net Promoter Score of the last 90 days
-- csat_responses: answers to the survey csat
-- csat: good answers (the top two of five boxes) ÷ answers; NULL = no answers
-- csat_90d: the same for the last 90 days
-- ces_responses: answers to the survey ces
-- ces: mean of the answers, higher is easier; NULL = no answers
-- ces_top_box_share: easy answers (the top three of seven boxes) ÷ answers
-- ces_90d: mean of the last 90 days
-- trend_per_30_days: slope of all answers, each as a fraction of its own scale from worst (0) to best (1); NULL = fewer
--   than three answers, or all on one day
-- trend_t: the slope in its standard errors; NULL = no trend, all answers alike, or exactly on a line
-- trend: up, down or flat: a direction needs a slope of two standard errors; NULL = fewer than three answers
-- is_trending_down: the trend is down; NULL = fewer than three answers
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- sentiment_on: day of that judgement
with answered as (
  select r.account_id, r.survey, r.score, r.scale, r.responded_at::date as day,
    r.responded_at >= (select (as_of() - 364)::timestamptz) as is_year,
    r.responded_at >= (select (as_of() - 89)::timestamptz) as is_quarter,
    case r.survey when 'nps' then r.score / r.scale::numeric else (r.score - 1) / (r.scale - 1)::numeric end as part
  from survey_responses r
  where r.responded_at < (select (as_of() + 1)::timestamptz)),
measured as (
  select r.account_id, count(*) filter (where r.is_year) as responses,
    count(*) filter (where r.is_quarter) as responses_90d, max(r.day) as last_response_on,
    nps_stats(r.score) filter (where r.is_year and r.survey = 'nps') as nps,
    nps(r.score) filter (where r.is_quarter and r.survey = 'nps') as nps_90d,
    count(*) filter (where r.is_year and r.survey = 'csat') as csat_responses,
    csat(r.score, r.scale) filter (where r.is_year and r.survey = 'csat') as csat,
    csat(r.score, r.scale) filter (where r.is_quarter and r.survey = 'csat') as csat_90d,
    ces(r.score, r.scale) filter (where r.is_year and r.survey = 'ces') as ces,
    ces(r.score, r.scale) filter (where r.is_quarter and r.survey = 'ces') as ces_90d,
    trend(r.part, r.day) filter (where r.is_year) as trend
  from answered r
  group by r.account_id),
managed as (
  select distinct on (m.account_id) m.account_id, m.member_id from account_team m
  where m.role = 'csm' and m.valid @> as_of()
  order by m.account_id, lower(m.valid) desc),
judged as (
  select distinct on (j.account_id) j.account_id, j.sentiment, j.observed_on from csm_sentiment j
  where j.observed_on <= as_of()
  order by j.account_id, j.observed_on desc)
select a.account_id, a.name as account, t.name as csm, coalesce(r.responses, 0) as responses,
  coalesce(r.responses_90d, 0) as responses_90d, r.last_response_on, coalesce((r.nps).n, 0) as nps_responses,
  round((r.nps).nps, 2) as nps, round((r.nps).margin_95, 2) as nps_margin, round(r.nps_90d, 2) as nps_90d,
  coalesce(r.csat_responses, 0) as csat_responses, round(r.csat, 4) as csat, round(r.csat_90d, 4) as csat_90d,
  coalesce((r.ces).n, 0) as ces_responses, round((r.ces).mean, 4) as ces,
  round((r.ces).top_box_share, 4) as ces_top_box_share, round((r.ces_90d).mean, 4) as ces_90d,
  round((r.trend).slope_per_30_days, 4) as trend_per_30_days, round((r.trend).t, 2) as trend_t,
  (r.trend).direction as trend, (r.trend).direction = 'down' as is_trending_down, j.sentiment as csm_sentiment,
  j.observed_on as sentiment_on
from accounts a
left join measured r on r.account_id = a.account_id
left join managed m on m.account_id = a.account_id
left join team_members t on t.member_id = coalesce(m.member_id, a.csm_id)
left join judged j on j.account_id = a.account_id
where a.signed_on <= as_of()
order by a.account_id
