-- Companies, also those that never bought: one account each. Merged and deleted ones are none; a merged one's id is
-- known by account_aliases. The owner is taken for the Customer Success Manager: HubSpot has no property of its own for
-- that. Customer since: the close date that HubSpot keeps of the first sale; where it is missing or later than a
-- contract, the contract says it. Tiers, and other managers, are not known.
select
  companies.id::text as account_id,
  companies.property_name as name,
  lower(btrim(companies.property_domain)) as domain,
  -- Merged parents are those into which they were merged, deleted ones none; and nobody is one's own parent.
  nullif(parents.company_id, companies.id)::text as parent_id,
  -- By employees, as Gartner draws the lines; HubSpot has no property that says it.
  case
    when companies.property_numberofemployees >= 1000 then 'enterprise'
    when companies.property_numberofemployees >= 100 then 'mid_market'
    when companies.property_numberofemployees >= 1 then 'smb'
  end as segment,
  coalesce(coded.code, named.code) as country,
  coalesce(coded.region, named.region) as region,
  -- COMPUTER_SOFTWARE is how HubSpot's list is spelled inside.
  upper(left(companies.property_industry, 1)) || lower(replace(substr(companies.property_industry, 2), '_', ' '))
    as industry,
  local_day(companies.property_closedate) as signed_on,
  companies.property_hubspot_owner_id::text as csm_id,
  case when not is_free_email_domain(btrim(companies.property_domain)) then lower(btrim(companies.property_domain)) end
    as match_key,
  companies.property_hs_lastmodifieddate as updated_at
from companies
left join company_ids as parents on parents.id = companies.property_hs_parent_company_id
left join countries as coded on coded.name = lower(btrim(companies.property_hs_country_code))
left join countries as named on named.name = lower(btrim(companies.property_country))
