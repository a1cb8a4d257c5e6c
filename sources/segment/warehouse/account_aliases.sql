-- Ids of other systems among a group's traits: the surest way to say which customer a group is.
select
  named.system,
  named.external_id,
  group_traits.group_id as account_id
from group_traits
cross join lateral (values
  ('stripe', group_traits.stripe_id),
  ('hubspot', group_traits.hubspot_id),
  ('salesforce', group_traits.salesforce_id)) as named (system, external_id)
where named.external_id is not null
