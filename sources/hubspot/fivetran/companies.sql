-- Companies that are there: one row each, as it was last synced.
select distinct on (company.id)
  company.*
from company
where company.id in (select company_ids.company_id from company_ids)
order by company.id, company._fivetran_synced desc nulls last, company.property_hs_lastmodifieddate desc nulls last
