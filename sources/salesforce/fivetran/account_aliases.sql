-- Under which other ids accounts are known: those that were merged into one (system accounts), and those of other
-- systems, which integrations keep in fields of the account, one or several.
select
  'accounts' as system,
  account_ids.id as external_id,
  account_ids.account_id,
  'merged' as evidence
from account_ids
where account_ids.id <> account_ids.account_id
union all
select distinct
  named.system,
  btrim(part),
  live_accounts.id,
  'given'
from live_accounts
cross join lateral (values
  ('stripe', live_accounts.stripe_customer_id_c),
  ('zendesk', live_accounts.zendesk_organization_id_c),
  ('hubspot', live_accounts.hubspot_company_id_c),
  ('intercom', live_accounts.intercom_company_id_c)) as named (system, ids)
cross join lateral regexp_split_to_table(named.ids, '[;,]') as part
where btrim(part) <> ''
