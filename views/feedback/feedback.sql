-- What each customer says, as of as_of(): one row per customer signed by then, including silent ones. Answers are those
-- of feedback_answers in the last 365 days, including as_of(), unless a column name says otherwise. Answers on several
-- scales count together, each by its own. Numbers are unrounded.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- responses: answers to any survey; NULL = the warehouse has no answers to surveys
-- responses_90d: those of the last 90 days
-- last_response_on: day of the last answer ever; NULL = never
-- nps_responses: answers to the survey nps
-- nps: Net Promoter Score, −100 to 100; NULL = no answers
-- nps_margin: margin of error at the 95 % level: 1.96 standard errors; NULL = fewer than two answers
-- nps_90d: Net Promoter Score of the last 90 days
-- csat_responses: answers to the survey csat, on a known scale
-- csat: good answers (the top box of 2 or 3, two of 4 or 5, three of 6 to 10) ÷ answers; NULL = no answers
-- csat_90d: the same for the last 90 days
-- ces_responses: answers to the survey ces
-- ces: mean of the answers, higher is easier; NULL = no answers, or answers on several scales
-- ces_top_box_share: easy answers (the same boxes) ÷ answers
-- ces_90d: mean of the last 90 days
-- trend_per_30_days: slope of all answers, each as a fraction of its own scale from worst (0) to best (1); NULL = fewer
--   than three answers, or all on one day
-- trend_t: the slope in its standard errors; NULL = no trend, all answers alike, or exactly on a line
-- trend: up, down or flat: a direction needs a slope of two standard errors; NULL = fewer than three answers
-- is_trending_down: the trend is down; NULL = fewer than three answers
-- csm_sentiment: the Customer Success Manager's latest judgement: red, yellow or green; NULL = never judged
-- sentiment_on: day of that judgement
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  feedback_measures.responses,
  feedback_measures.responses_90d,
  feedback_measures.last_response_on,
  feedback_measures.nps_responses,
  feedback_measures.nps,
  feedback_measures.nps_margin,
  feedback_measures.nps_90d,
  feedback_measures.csat_responses,
  feedback_measures.csat,
  feedback_measures.csat_90d,
  feedback_measures.ces_responses,
  feedback_measures.ces,
  feedback_measures.ces_top_box_share,
  feedback_measures.ces_90d,
  feedback_measures.trend_per_30_days,
  feedback_measures.trend_t,
  feedback_measures.trend,
  feedback_measures.is_trending_down,
  feedback_measures.csm_sentiment,
  feedback_measures.sentiment_on
from csm_accounts
join feedback_measures on feedback_measures.account_id = csm_accounts.account_id
order by csm_accounts.account_id
