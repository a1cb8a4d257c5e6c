-- Accounts, also those that never bought: one row each. Merged and deleted ones are none; a merged one's id is known by
-- account_aliases. The Customer Success Manager is who is that in the account's team, the latest of several, and the
-- owner where nobody is. When somebody became a customer contracts and charges say. Tiers are not known.
with latest as (
  select distinct on (managers.account_id, managers.role) managers.*
  from managers
  order by managers.account_id, managers.role, managers.starts_on desc nulls last, managers.member_id)
select
  live_accounts.id as account_id,
  nullif(btrim(live_accounts.name), '') as name,
  site.domain,
  -- Merged parents are those into which they were merged, deleted ones none; and nobody is one's own parent.
  nullif(parents.account_id, live_accounts.id) as parent_id,
  -- By employees, as Gartner draws the lines.
  case
    when live_accounts.number_of_employees >= 1000 then 'enterprise'
    when live_accounts.number_of_employees >= 100 then 'mid_market'
    when live_accounts.number_of_employees >= 1 then 'smb'
  end as segment,
  coalesce(coded.code, named.code) as country,
  coalesce(coded.region, named.region) as region,
  nullif(btrim(live_accounts.industry), '') as industry,
  coalesce(csm.member_id, live_accounts.owner_id) as csm_id,
  tam.member_id as tam_id,
  case when not is_free_email_domain(site.domain) then site.domain end as match_key,
  live_accounts.last_modified_date as updated_at
from live_accounts
cross join lateral (select nullif(substring(lower(btrim(live_accounts.website)),
  '^(?:https?://)?(?:www\.)?([^/:?#@[:space:]]+\.[^/:?#@[:space:]]+)'), '') as domain) as site
left join account_ids as parents on parents.id = live_accounts.parent_id
left join countries as coded on coded.name = lower(btrim(live_accounts.billing_country_code))
left join countries as named on named.name = lower(btrim(live_accounts.billing_country))
left join latest as csm on csm.account_id = live_accounts.id and csm.role = 'csm'
left join latest as tam on tam.account_id = live_accounts.id and tam.role = 'tam'
