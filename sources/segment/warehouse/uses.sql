-- Track calls of identified users with the feature that they are a use of: one row per call and delivery. Where
-- feature_events has rows these decide. Otherwise every event is a feature, but for those that tell of the life of a
-- user, an account or the application (names of Segment's specifications for B2B SaaS and mobile applications), and
-- those that are the usual words for a login, which all become login.
select
  events.id,
  events.user_id,
  events.group_id,
  case
    when events.event in ('signed_in', 'logged_in', 'login', 'sign_in', 'user_signed_in', 'user_logged_in') then 'login'
    else events.event
  end as event,
  events.event_text,
  case
    when exists (select from chosen_events) then chosen_events.feature_id
    when events.event not in (
      'signed_up', 'signed_in', 'signed_out', 'logged_in', 'logged_out', 'login', 'logout', 'sign_in', 'sign_up',
      'sign_out', 'user_signed_up', 'user_signed_in', 'user_signed_out', 'user_logged_in', 'user_logged_out',
      'account_created', 'account_deleted', 'account_added_user', 'account_removed_user', 'trial_started',
      'trial_ended', 'application_installed', 'application_opened', 'application_updated', 'application_backgrounded',
      'application_foregrounded', 'application_crashed', 'application_uninstalled', 'push_notification_received',
      'push_notification_tapped', 'push_notification_bounced', 'install_attributed', 'deep_link_clicked',
      'deep_link_opened') then nullif(events.event, '')
  end as feature_id,
  events.happened_at,
  events.loaded_at
from events
left join chosen_events on chosen_events.event = events.event
where events.is_track and events.user_id is not null
