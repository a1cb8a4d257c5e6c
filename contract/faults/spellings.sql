-- Words of the company's own that are written in several ways, by which customers are grouped or tables meet.
with written as (
  select 'segment' as name, 'accounts' as table_name, segment as spelling, count(*) as times from accounts group by segment
  union all
  select 'segment', 'acquisition_costs', segment, count(*) from acquisition_costs group by segment
  union all
  select 'segment', 'gross_margins', segment, count(*) from gross_margins group by segment
  union all
  select 'tier', 'accounts', tier, count(*) from accounts group by tier
  union all
  select 'tier', 'contracts', tier, count(*) from contracts group by tier
  union all
  select 'tier', 'conversation_targets', tier, count(*) from conversation_targets group by tier
  union all
  select 'region', 'accounts', region, count(*) from accounts group by region
  union all
  select 'country', 'accounts', country, count(*) from accounts group by country
  union all
  select 'industry', 'accounts', industry, count(*) from accounts group by industry
  union all
  select 'role', 'users', role, count(*) from users group by role
  union all
  select 'role', 'expected_features', role, count(*) from expected_features group by role
  union all
  select 'role', 'product_roles', role, count(*) from product_roles group by role
  union all
  select 'product', 'subscriptions', product, count(*) from subscriptions group by product
  union all
  select 'module', 'features', module, count(*) from features group by module),
-- The usual spelling is the one that most rows have.
usual as (
  select distinct on (counted.name, counted.word) counted.name, counted.word, counted.spelling
  from (
    select written.name, c360_word(written.spelling) as word, written.spelling, sum(written.times) as times
    from written
    where btrim(written.spelling) <> ''
    group by written.name, written.spelling) as counted
  order by counted.name, counted.word, counted.times desc, counted.spelling)
select written.table_name,
  written.spelling as key,
  null::text as account_id,
  format('the %s %s is usually written %s', written.name, c360_shown(written.spelling),
    c360_shown(usual.spelling)) as fault,
  'warning' as severity,
  'they count as two' as done,
  'write it in one way at the source, or map it in a view' as to_do
from written
join usual on usual.name = written.name and usual.word = c360_word(written.spelling)
where written.spelling <> usual.spelling
