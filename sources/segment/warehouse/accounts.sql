-- Groups of users are accounts: one row per group_id of a group call. Segment, tier and the like are no business of an
-- event stream: the CRM says them.
select
  group_traits.group_id as account_id,
  group_traits.name,
  group_traits.domain,
  group_traits.industry,
  case when not is_free_email_domain('x@' || group_traits.domain) then group_traits.domain end as match_key
from group_traits
