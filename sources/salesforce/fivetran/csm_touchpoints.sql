-- Meetings, calls and mails with accounts: one row each, of whoever owned it. What kind it was the subtype or type of the
-- task says, and the subject of a review or workshop; those are of high impact. A task that was only done is none.
select
  activities.id as touchpoint_id,
  activities.account_id,
  activities.owner_id as member_id,
  activities.kind,
  activities.happened_at,
  activities.minutes,
  activities.kind in ('business_review', 'executive_review', 'workshop') as is_high_impact
from activities
where activities.is_done and activities.kind is not null and activities.happened_at is not null
