-- What is known of each group: one row per group_id. Of each trait the latest value that was sent; the table accounts
-- counts where no call has one. The company's domain is the trait domain, else the host of website; else, as few
-- programs send either, the one domain of all its members' addresses, those of free mail providers apart. Members of
-- two domains, such as the vendor's own staff or a consultant beside the customer's people, leave it unknown.
with sent as (
  select
    btrim(groups.group_id) as group_id,
    nullif(btrim(groups.name), '') as name,
    email_domain('x@' || lower(btrim(groups.domain))) as domain,
    email_domain('x@' || substring(lower(btrim(groups.website)), '^(?:[a-z]+://)?(?:www\.)?([^/:?#]+)')) as website,
    nullif(btrim(groups.industry), '') as industry,
    nullif(btrim(groups.stripe_customer_id), '') as stripe_id,
    nullif(btrim(groups.hubspot_company_id), '') as hubspot_id,
    nullif(btrim(groups.salesforce_account_id), '') as salesforce_id,
    least(groups."timestamp", groups.received_at) as happened_at,
    false as is_state
  from groups
  where btrim(groups.group_id) <> ''
  union all
  select
    btrim(accounts.id),
    nullif(btrim(accounts.name), ''),
    email_domain('x@' || lower(btrim(accounts.domain))),
    email_domain('x@' || substring(lower(btrim(accounts.website)), '^(?:[a-z]+://)?(?:www\.)?([^/:?#]+)')),
    nullif(btrim(accounts.industry), ''),
    nullif(btrim(accounts.stripe_customer_id), ''),
    nullif(btrim(accounts.hubspot_company_id), ''),
    nullif(btrim(accounts.salesforce_account_id), ''),
    accounts.received_at,
    true
  from accounts
  where btrim(accounts.id) <> ''),
latest as (
  select
    sent.group_id,
    (array_agg(sent.name order by sent.is_state, sent.happened_at desc nulls last, sent.name)
      filter (where sent.name is not null))[1] as name,
    (array_agg(sent.domain order by sent.is_state, sent.happened_at desc nulls last, sent.domain)
      filter (where sent.domain is not null))[1] as domain,
    (array_agg(sent.website order by sent.is_state, sent.happened_at desc nulls last, sent.website)
      filter (where sent.website is not null))[1] as website,
    (array_agg(sent.industry order by sent.is_state, sent.happened_at desc nulls last, sent.industry)
      filter (where sent.industry is not null))[1] as industry,
    (array_agg(sent.stripe_id order by sent.is_state, sent.happened_at desc nulls last, sent.stripe_id)
      filter (where sent.stripe_id is not null))[1] as stripe_id,
    (array_agg(sent.hubspot_id order by sent.is_state, sent.happened_at desc nulls last, sent.hubspot_id)
      filter (where sent.hubspot_id is not null))[1] as hubspot_id,
    (array_agg(sent.salesforce_id order by sent.is_state, sent.happened_at desc nulls last, sent.salesforce_id)
      filter (where sent.salesforce_id is not null))[1] as salesforce_id
  from sent
  group by sent.group_id),
of_members as (
  select
    memberships.group_id,
    min(people.domain) as domain
  from memberships
  join people on people.user_id = memberships.user_id
  where people.domain is not null
  group by memberships.group_id
  having count(distinct people.domain) = 1)
select
  latest.group_id,
  latest.name,
  coalesce(latest.domain, latest.website, of_members.domain) as domain,
  latest.industry,
  latest.stripe_id,
  latest.hubspot_id,
  latest.salesforce_id
from latest
left join of_members on of_members.group_id = latest.group_id
