-- How customers are scored, and what is to be done when: rubrics and playbook rules, documents with versions. The load
-- needs no extension, so nothing here checks them: rubric_errors() does.

\echo -n 'score_rubrics           '
insert into score_rubrics (name, version, valid, rubric)
with dates as (
  select date_trunc('year', today()::timestamp)::date as this_year,
    (date_trunc('year', today()::timestamp) - interval '1 year')::date as last_year),
-- The twelve attributes of product adoption, as they weigh and apply since this year: what a tier does not include no
-- longer counts against the customer, sentiment counts for more, and a customer who stays away is never green.
adoption (document) as (values (jsonb '{
  "rubric": 1, "name": "product_adoption", "max_points": 5, "scale": 100, "missing": "zero", "min_coverage": 0.6,
  "metrics": [
    {"key": "quota_utilisation_28d", "label": "contract usage", "group": "usage", "weight": 20, "type": "ranges",
     "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4},
                {"ge": 0.8, "points": 5}],
     "missing": "exclude", "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "seat_utilisation", "label": "seats used", "group": "usage", "weight": 10, "type": "ranges",
     "ranges": [{"lt": 0.3, "points": 0}, {"ge": 0.3, "lt": 0.5, "points": 2}, {"ge": 0.5, "lt": 0.75, "points": 4},
                {"ge": 0.75, "points": 5}], "missing": "exclude"},
    {"key": "login_days_28d", "label": "days with logins", "group": "usage", "weight": 10, "type": "linear", "from": 0,
     "to": 20, "points": [0, 5]},
    {"key": "active_user_rate_28d", "label": "active users", "group": "usage", "weight": 10, "type": "linear",
     "from": 0, "to": 0.8, "points": [0, 5]},
    {"key": "breadth_28d", "label": "breadth of features", "group": "breadth", "weight": 10, "type": "ranges",
     "ranges": [{"lt": 0.2, "points": 0}, {"ge": 0.2, "lt": 0.4, "points": 2}, {"ge": 0.4, "lt": 0.6, "points": 4},
                {"ge": 0.6, "points": 5}]},
    {"key": "csm_sentiment", "label": "sentiment", "group": "sentiment", "weight": 10, "type": "map",
     "map": {"red": 0, "yellow": 2.5, "green": 5}, "missing": "exclude", "stale_after": "90 days",
     "observed_at": "sentiment_on"},
    {"key": "profiles", "label": "profiles", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "alerts", "label": "alerts", "group": "settings", "weight": 5, "type": "binary"},
    {"key": "mobile_access", "label": "mobile access", "group": "settings", "weight": 5, "type": "binary"},
    {"key": "api_access", "label": "API access", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "crm_sync", "label": "CRM synchronisation", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "single_sign_on", "label": "single sign-on", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter", "professional"]}, "policy": "exclude"}}],
  "segments": [{"name": "enterprise", "when": {"tier": ["enterprise"]},
                "weights": {"quota_utilisation_28d": 15, "single_sign_on": 10}}],
  "caps": [{"when": {"key": "days_inactive", "ge": 60}, "max": 39, "reason": "no activity for 60 days"}],
  "bands": [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45},
            {"label": "green", "ge": 70, "leave": 73}]}')),
-- As they were before: whatever is missing counts as nothing, whether the tier includes it or not, and no cap.
former (document) as (
  select document - 'segments' - 'caps' || jsonb_build_object('metrics', (
    select jsonb_agg(metric || case metric ->> 'key' when 'quota_utilisation_28d' then '{"weight": 25}'
        when 'csm_sentiment' then '{"weight": 5}' else '{}' end::jsonb
      || case when metric ? 'gate' then jsonb_build_object('gate', metric -> 'gate' || '{"policy": "zero"}')
         else '{}' end order by position)
    from jsonb_array_elements(document -> 'metrics') with ordinality as m (metric, position)))
  from adoption),
-- The relation as a whole: until last year two numbers, since this year four groups.
health (document) as (values (jsonb '{
  "rubric": 1, "name": "health", "max_points": 5, "scale": 100, "missing": "exclude", "min_coverage": 0.4,
  "metrics": [
    {"key": "licence_utilisation_28d", "label": "licences in use", "group": "usage", "weight": 20, "type": "linear",
     "from": 0, "to": 1, "points": [0, 5]},
    {"key": "coefficient", "label": "weeks with activity", "group": "usage", "weight": 20, "type": "linear",
     "from": 0, "to": 7, "points": [0, 5]},
    {"key": "csm_sentiment", "label": "sentiment", "group": "sentiment", "weight": 20, "type": "map",
     "map": {"red": 0, "yellow": 2.5, "green": 5}},
    {"key": "nps_12m", "label": "Net Promoter Score", "group": "sentiment", "weight": 15, "type": "linear",
     "from": -100, "to": 100, "points": [0, 5]},
    {"key": "open_over_30_days", "label": "tickets open over 30 days", "group": "support", "weight": 15,
     "type": "ranges", "ranges": [{"lt": 1, "points": 5}, {"ge": 1, "lt": 3, "points": 2.5}, {"ge": 3, "points": 0}]},
    {"key": "overdue_days", "label": "days overdue", "group": "payment", "weight": 10, "type": "ranges",
     "ranges": [{"lt": 1, "points": 5}, {"ge": 1, "lt": 31, "points": 2.5}, {"ge": 31, "points": 0}]}],
  "bands": [{"label": "red", "lt": 50}, {"label": "yellow", "ge": 50, "lt": 75, "leave": 55},
            {"label": "green", "ge": 75, "leave": 78}]}')),
former_health (document) as (values (jsonb '{
  "rubric": 1, "name": "health", "max_points": 5, "scale": 100, "missing": "exclude",
  "metrics": [
    {"key": "licence_utilisation_28d", "label": "licences in use", "group": "usage", "weight": 40, "type": "linear",
     "from": 0, "to": 1, "points": [0, 5]},
    {"key": "csm_sentiment", "label": "sentiment", "group": "sentiment", "weight": 60, "type": "map",
     "map": {"red": 0, "yellow": 2.5, "green": 5}}],
  "bands": [{"label": "red", "lt": 50}, {"label": "yellow", "ge": 50, "lt": 75}, {"label": "green", "ge": 75}]}')),
-- How well a customer fits the product, whatever it does with it.
fit (document) as (values (jsonb '{
  "rubric": 1, "name": "fit", "max_points": 5, "scale": 100, "missing": "exclude",
  "metrics": [
    {"key": "segment", "label": "company size", "weight": 40, "type": "map",
     "map": {"enterprise": 5, "mid_market": 4, "smb": 2}, "other": 3},
    {"key": "arr", "label": "annual recurring revenue", "weight": 40, "type": "ranges",
     "ranges": [{"lt": 5000, "points": 1}, {"ge": 5000, "lt": 25000, "points": 3}, {"ge": 25000, "points": 5}]},
    {"key": "seats", "label": "seats", "weight": 20, "type": "linear", "from": 0, "to": 50, "points": [0, 5]}],
  "bands": [{"label": "low", "lt": 40}, {"label": "medium", "ge": 40, "lt": 70}, {"label": "high", "ge": 70}]}')),
versions (began_on, valid, document) as (
  select last_year, daterange(null, this_year), document from dates, former
  union all
  select this_year, daterange(this_year, null), document from dates, adoption
  union all
  select last_year, daterange(null, this_year), document from dates, former_health
  union all
  select this_year, daterange(this_year, null), document from dates, health
  union all
  select last_year, daterange(null, null), document from dates, fit)
select document ->> 'name', to_char(began_on, 'YYYY-MM'), valid,
  document || jsonb_build_object('version', to_char(began_on, 'YYYY-MM'))
from versions order by 1, 2;
select to_char(count(*), '999,999,999') from score_rubrics;

\echo -n 'playbook_rules          '
insert into playbook_rules (version, valid, rules)
select to_char(today(), 'YYYY-01'), daterange(null, null), '[
  {"play": "cancellation", "when": "$.cancellation_requested_on != null", "priority": 1, "owner": "csm",
   "action": "call today, and agree on what would make them stay",
   "reason": "asked to cancel on {cancellation_requested_on}"},
  {"play": "renewal at risk", "when": "$.usage_dropped == true && $.days_to_renewal <= 120", "priority": 2,
   "owner": "csm", "action": "review the results together before the renewal",
   "reason": "usage {usage_change_4w%}, renewal on {contract_ends_on}"},
  {"play": "contract ran out", "when": "$.days_to_renewal < 0", "priority": 3, "owner": "sales",
   "action": "send the renewal", "reason": "contract ended on {contract_ends_on}, not renewed"},
  {"play": "overdue payment", "when": "$.overdue_days > 30", "priority": 4, "owner": "csm",
   "action": "ask who pays, and whether they are content",
   "reason": "{overdue_amount} overdue, for {overdue_days} days"},
  {"play": "late onboarding", "when": "$.days_not_live > 45", "priority": 5, "owner": "csm",
   "action": "call the sponsor, and agree on a day to go live",
   "reason": "not live {days_not_live} days after signature"},
  {"play": "set and forget", "when": "$.quota_utilisation_28d >= 0.4 && ($.days_inactive >= 21 || $.coefficient <= 2)",
   "priority": 6, "owner": "csm", "action": "show what the integration achieves, and who could look at it",
   "reason": "machines go on, people come in {coefficient} of 7 weeks"},
  {"play": "usage drop", "when": "$.usage_dropped == true && !($.days_to_renewal <= 120)", "priority": 7,
   "owner": "csm", "action": "ask what has changed", "reason": "usage {usage_change_4w%} within four weeks"},
  {"play": "champion left", "when": "$.champion_left == true", "priority": 8, "owner": "csm",
   "action": "find and win a new champion", "reason": "the champion left, and there is no other"},
  {"play": "red adoption", "when": "$.adoption_band == \"red\"", "priority": 9, "owner": "csm",
   "action": "plan the next step of adoption with the team", "reason": "adoption score {adoption_score}"},
  {"play": "red sentiment", "when": "$.csm_sentiment == \"red\"", "priority": 10, "owner": "csm",
   "action": "agree with the sponsor on what must change", "reason": "sentiment red since {sentiment_on}"},
  {"play": "falling feedback", "when": "$.is_trending_down == true", "priority": 11, "owner": "csm",
   "action": "talk to those whose answers got worse", "reason": "answers to surveys get worse"},
  {"play": "burst of tickets", "when": "$.has_burst == true", "priority": 12, "owner": "csm",
   "action": "ask support what is behind them, and tell the customer",
   "reason": "three tickets or more within seven days, {tickets_90d} in 90 days"},
  {"play": "near quota", "when": "$.near_quota == true", "priority": 13, "owner": "sales",
   "action": "offer more seats or units",
   "reason": "{seats_used} of {seats} seats, {quota_utilisation_28d%} of units used"},
  {"play": "shelfware", "when": "$.seat_utilisation < 0.5 && $.days_since_signature > 90", "priority": 14,
   "owner": "csm", "action": "train the teams that have no seat yet",
   "reason": "{seats_used} of {seats} seats used"}]'::jsonb;
select to_char(count(*), '999,999,999') from playbook_rules;
