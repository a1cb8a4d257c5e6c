-- Track and page calls: one row per call and delivery. An instant is the corrected one, by the server's clock: the
-- device's may be off by days. What a device whose clock was set between the call and its sending claims to have done
-- after it was received happened when that was received. A user_id that a program made of a missing value is none: it
-- would make all who have it one person.
select
  tracks.id,
  true as is_track,
  case when lower(btrim(tracks.user_id)) not in ('', 'null', 'undefined', 'none', 'nan', '[object object]')
    then btrim(tracks.user_id) end as user_id,
  nullif(btrim(tracks.anonymous_id), '') as anonymous_id,
  tracks.event,
  tracks.event_text,
  nullif(btrim(tracks.context_group_id), '') as group_id,
  least(tracks."timestamp", tracks.received_at) as happened_at,
  coalesce(tracks.uuid_ts, tracks.received_at) as loaded_at
from tracks
union all
select
  pages.id,
  false,
  case when lower(btrim(pages.user_id)) not in ('', 'null', 'undefined', 'none', 'nan', '[object object]')
    then btrim(pages.user_id) end,
  nullif(btrim(pages.anonymous_id), ''),
  null,
  null,
  nullif(btrim(pages.context_group_id), ''),
  least(pages."timestamp", pages.received_at),
  coalesce(pages.uuid_ts, pages.received_at)
from pages
