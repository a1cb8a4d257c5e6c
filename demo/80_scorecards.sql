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
    {"key": "profiles_enabled", "label": "profiles", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "alerts_enabled", "label": "alerts", "group": "settings", "weight": 5, "type": "binary"},
    {"key": "mobile_access_enabled", "label": "mobile access", "group": "settings", "weight": 5, "type": "binary"},
    {"key": "api_access_enabled", "label": "API access", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "crm_sync_enabled", "label": "CRM synchronisation", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter"]}, "policy": "exclude"}},
    {"key": "single_sign_on_enabled", "label": "single sign-on", "group": "settings", "weight": 5, "type": "binary",
     "gate": {"unless": {"tier": ["starter", "professional"]}, "policy": "exclude"}}],
  "segments": [{"name": "enterprise", "when": {"tier": ["enterprise"]},
                "weights": {"quota_utilisation_28d": 15, "single_sign_on_enabled": 10}}],
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
health (document) as (values (jsonb '{
  "rubric": 1, "name": "health", "max_points": 5, "scale": 100, "missing": "exclude",
  "metrics": [
    {"key": "licence_utilisation_28d", "label": "licences in use", "weight": 40, "type": "linear", "from": 0,
     "to": 1, "points": [0, 5]},
    {"key": "csm_sentiment", "label": "sentiment", "weight": 60, "type": "map",
     "map": {"red": 0, "yellow": 2.5, "green": 5}}],
  "bands": [{"label": "red", "lt": 50}, {"label": "yellow", "ge": 50, "lt": 75}, {"label": "green", "ge": 75}]}')),
versions (began_on, valid, document) as (
  select last_year, daterange(null, this_year), document from dates, former
  union all
  select this_year, daterange(this_year, null), document from dates, adoption
  union all
  select last_year, daterange(null, null), document from dates, health)
select document ->> 'name', to_char(began_on, 'YYYY-MM'), valid,
  document || jsonb_build_object('version', to_char(began_on, 'YYYY-MM'))
from versions order by 1, 2;
select to_char(count(*), '999,999,999') from score_rubrics;

\echo -n 'playbook_rules          '
insert into playbook_rules (version, valid, rules)
select to_char(today(), 'YYYY-01'), daterange(null, null), '[
  {"play": "cancellation", "when": "$.cancellation_requested_on != null", "priority": 1, "owner": "csm",
   "action": "call today, and agree on what would make them stay", "reason": "asked to cancel, and has no answer"},
  {"play": "late onboarding", "when": "$.days_not_live > 45", "priority": 2, "owner": "csm",
   "action": "call the sponsor, and agree on a day to go live", "reason": "signed more than 45 days ago, and not live"},
  {"play": "renewal at risk", "when": "$.usage_dropped == true && $.days_to_renewal <= 120", "priority": 3,
   "owner": "csm", "action": "review the results together before the renewal",
   "reason": "usage dropped, and the renewal is near"},
  {"play": "contract ran out", "when": "$.days_to_renewal < 0", "priority": 4, "owner": "sales",
   "action": "send the renewal", "reason": "the contract ended and was not renewed"},
  {"play": "set and forget", "when": "$.quota_utilisation_28d >= 0.4 && ($.days_inactive >= 21 || $.coefficient <= 2)",
   "priority": 5, "owner": "csm", "action": "show what the integration achieves, and who could look at it",
   "reason": "machines go on, people no longer come"},
  {"play": "usage drop", "when": "$.usage_dropped == true && !($.days_to_renewal <= 120)", "priority": 6,
   "owner": "csm", "action": "ask what has changed", "reason": "usage dropped, the renewal is far"},
  {"play": "near quota", "when": "$.seat_utilisation >= 0.9 || $.quota_utilisation_28d >= 0.9",
   "priority": 7, "owner": "sales", "action": "offer more seats or units",
   "reason": "nine tenths of the seats or units are used"},
  {"play": "shelfware", "when": "$.seat_utilisation < 0.5 && $.days_since_signature > 90", "priority": 8,
   "owner": "csm", "action": "train the teams that have no seat yet",
   "reason": "more than half of the seats are empty"}]'::jsonb;
select to_char(count(*), '999,999,999') from playbook_rules;
