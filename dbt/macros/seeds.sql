{# Documents from seeds, which people keep in a spreadsheet: rubrics and playbooks. docs/dbt.md shows the seeds. #}

{# score_rubrics from a seed with a row per step of a metric and per band: rubric, version, starts_on, ends_on, metric,
   label, weight, kind, at_least, below, equals, points, missing. kind: ranges (rows with at_least and below), linear
   (two rows, equals the numbers between which points rise or fall), map (equals a word), binary (one row), and band,
   whose label is the band's. What a rubric can do besides (gates, caps, segments) wants a document. #}
{% macro rubrics_from(seed) %}
with step as (
  select
    rubric,
    version,
    min(starts_on::date) over document as starts_on,
    max(ends_on::date) over document as ends_on,
    metric,
    label,
    weight::numeric as weight,
    lower(btrim(kind)) as kind,
    at_least::numeric as at_least,
    below::numeric as below,
    equals::text as equals,
    case lower(btrim(kind)) when 'linear' then equals::numeric end as corner,
    points::numeric as points,
    missing
  from {{ seed }}
  window document as (partition by rubric, version)),
metric as (
  select
    rubric,
    version,
    starts_on,
    ends_on,
    jsonb_strip_nulls(jsonb_build_object(
      'key', metric,
      'label', max(label),
      'weight', max(weight),
      'type', max(kind),
      'missing', max(missing))) || case max(kind)
        when 'ranges' then jsonb_build_object('ranges', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'ge', at_least, 'lt', below, 'points', points)) order by at_least nulls first))
        when 'linear' then jsonb_build_object('from', min(corner), 'to', max(corner),
          'points', jsonb_agg(points order by corner))
        when 'map' then jsonb_build_object('map', jsonb_object_agg(equals, points)
          filter (where equals is not null))
        else '{}' end as document
  from step
  where kind <> 'band'
  group by rubric, version, starts_on, ends_on, metric),
band as (
  select
    rubric,
    version,
    jsonb_agg(jsonb_strip_nulls(jsonb_build_object('label', label, 'ge', at_least, 'lt', below))
      order by at_least nulls first) as documents
  from step
  where kind = 'band'
  group by rubric, version)
select
  metric.rubric as name,
  metric.version::text as version,
  daterange(metric.starts_on, metric.ends_on) as valid,
  jsonb_strip_nulls(jsonb_build_object(
    'rubric', 1,
    'name', metric.rubric,
    'version', metric.version::text,
    'metrics', jsonb_agg(metric.document order by metric.document ->> 'key'),
    'bands', min(band.documents::text)::jsonb)) as rubric
from metric
left join band on band.rubric = metric.rubric and band.version = metric.version
group by metric.rubric, metric.version, metric.starts_on, metric.ends_on
{% endmacro %}

{# playbook_rules from a seed with a row per rule: version, starts_on, ends_on, priority, play, condition, reason,
   action, owner. #}
{% macro playbook_from(seed) %}
select
  version::text as version,
  daterange(min(starts_on::date), max(ends_on::date)) as valid,
  jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'play', play,
    'priority', priority::integer,
    'when', condition,
    'reason', reason,
    'action', action,
    'owner', owner)) order by priority::integer, play) as rules
from {{ seed }}
group by version
{% endmacro %}
