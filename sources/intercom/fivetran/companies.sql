-- Companies that have not been deleted, each in its latest version.
with latest as (
  select distinct on (company_history.id) company_history.*
  from company_history
  where company_history.id <> ''
  order by company_history.id, company_history.updated_at desc nulls last,
    company_history._fivetran_synced desc nulls last)
select
  latest.id,
  btrim(latest.company_id) as external_id,
  nullif(btrim(latest.name), '') as name,
  nullif(substring(lower(btrim(latest.website)),
    '^(?:https?://)?(?:www\.)?([^/:?#@[:space:]]+\.[^/:?#@[:space:]]+)'), '') as domain,
  nullif(btrim(latest.industry), '') as industry,
  latest.updated_at
from latest
where latest._fivetran_deleted is not true
