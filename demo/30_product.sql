-- The product: its features, who may use them, which role is expected to, and what accounts have switched on.

\echo -n 'features                '
create table demo_generator.feature_plans (
  feature_id bigint, feature_key text, name text, module text, days_since_release int, adoption_uses int,
  is_sticky boolean, tier_rank int, popularity float8, roles text[]);
comment on column demo_generator.feature_plans.tier_rank is 'lowest tier that includes it; NULL = the analytics add-on';
insert into demo_generator.feature_plans values
  (1, 'dashboard', 'Dashboard', 'core', 2000, 5, true, 1, 1.0, '{admin,manager,executive}'),
  (2, 'search', 'Search', 'core', 2000, 5, false, 1, 0.7, '{}'),
  (3, 'tasks', 'Tasks', 'core', 2000, 10, true, 1, 0.9, '{contributor}'),
  (4, 'calendar', 'Calendar', 'core', 2000, 5, false, 1, 0.6, '{contributor}'),
  (5, 'comments', 'Comments', 'collaboration', 2000, 5, true, 1, 0.5, '{contributor}'),
  (6, 'mentions', 'Mentions', 'collaboration', 1500, 3, false, 1, 0.3, '{}'),
  (7, 'sharing', 'Sharing with guests', 'collaboration', 900, 3, false, 1, 0.2, '{}'),
  (8, 'timeline', 'Timeline', 'core', 300, 3, false, 1, 0.35, '{manager}'),
  (9, 'templates', 'Templates', 'automation', 1200, 2, false, 1, 0.25, '{}'),
  (10, 'chat_integration', 'Chat integration', 'integrations', 1100, 3, false, 1, 0.25, '{developer}'),
  (11, 'user_management', 'User management', 'administration', 2000, 1, false, 1, 0.15, '{admin}'),
  (12, 'mobile_app', 'Mobile app', 'mobile', 1000, 5, true, 1, 0.4, '{contributor}'),
  (13, 'reports', 'Reports', 'reporting', 1800, 3, true, 2, 0.6, '{manager,analyst}'),
  (14, 'export', 'Export', 'reporting', 1800, 2, false, 2, 0.35, '{analyst}'),
  (15, 'scheduled_reports', 'Scheduled reports', 'reporting', 700, 2, true, 2, 0.2, '{manager}'),
  (16, 'workflows', 'Workflows', 'automation', 800, 3, true, 2, 0.3, '{developer}'),
  (17, 'rules', 'Rules', 'automation', 650, 2, false, 2, 0.15, '{admin}'),
  (18, 'api', 'API', 'integrations', 1400, 5, true, 2, 0.2, '{developer}'),
  (19, 'crm_sync', 'CRM synchronisation', 'integrations', 600, 3, false, 2, 0.2, '{developer}'),
  (20, 'assistant', 'Assistant', 'assistant', 120, 3, false, 2, 0.45, '{manager,analyst}'),
  (21, 'single_sign_on', 'Single sign-on', 'administration', 1300, 1, false, 3, 0.1, '{admin}'),
  (22, 'audit_log', 'Audit log', 'administration', 900, 1, false, 3, 0.08, '{admin}'),
  (23, 'forecasts', 'Forecasts', 'analytics', 500, 2, true, null, 0.5, '{analyst}'),
  (24, 'benchmarks', 'Benchmarks', 'analytics', 450, 2, false, null, 0.3, '{executive}'),
  (25, 'custom_metrics', 'Custom metrics', 'analytics', 350, 3, false, null, 0.4, '{analyst}');

insert into features (feature_id, feature_key, name, module, released_on, adoption_uses, is_sticky)
select feature_id, feature_key, name, module, today() - days_since_release, adoption_uses, is_sticky
from demo_generator.feature_plans order by feature_id;
insert into expected_features (role, feature_id)
select role, feature_id from demo_generator.feature_plans, unnest(roles) as role order by 1, 2;
select to_char(count(*), '999,999,999') from features;

\echo -n 'entitlements            '
insert into entitlements (account_id, feature_id, valid)
with granted as (
  select t.account_id, f.feature_id, daterange(t.effective_from, t.effective_to) as valid
  from demo_generator.terms t join demo_generator.feature_plans f on f.tier_rank <= t.tier_rank
  union all
  select s.account_id, f.feature_id, s.valid
  from subscriptions s join demo_generator.feature_plans f on f.module = 'analytics'
  where s.product = 'analytics'),
merged as (
  select account_id, feature_id, unnest(range_agg(valid)) as valid from granted group by 1, 2),
released as (
  select account_id, feature_id, valid * daterange(released_on, null) as valid
  from merged join features using (feature_id))
select account_id, feature_id, valid from released where not isempty(valid) order by 1, 2, 3;
analyze entitlements;
select to_char(count(*), '999,999,999') from entitlements;

\echo -n 'account_attributes      '
insert into account_attributes (account_id, name, value, valid)
with settings (setting, tier_rank, likelihood) as (values
  ('data_import', 1, 0.85), ('mobile_access', 1, 0.6), ('alerts', 1, 0.55), ('chat_integration', 1, 0.4),
  ('profiles', 2, 0.6), ('api_access', 2, 0.5), ('crm_sync', 2, 0.35), ('single_sign_on', 3, 0.7)),
switched as (
  select p.account_id, s.setting,
    greatest(p.start_on, p.live_on + whole(-10, 120, roll(p.account_id, 'set ' || s.setting, 1))) as enabled_on,
    case when p.story in ('silent_churn', 'contraction', 'returned') and roll(p.account_id, 'unset ' || s.setting) < 0.3
           then p.turns_on + 20
         when p.churn_on <= today() and p.return_on is null then p.churn_on end as disabled_on
  from demo_generator.plans p join settings s
    on s.tier_rank <= array_position(array['starter', 'professional', 'enterprise'], p.tier)
  where roll(p.account_id, 'set ' || s.setting) < s.likelihood * case p.story
    when 'power' then 1.3 when 'set_and_forget' then 1.4 when 'shelfware' then 0.4 else p.temperament end)
select account_id, setting, 'true', daterange(enabled_on, case when disabled_on <= today() then disabled_on end)
from switched where enabled_on <= today() and (enabled_on < disabled_on) is not false
order by 1, 2;
select to_char(count(*), '999,999,999') from account_attributes;
