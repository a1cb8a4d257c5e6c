-- What each subscription consists of now: one row per item, as it was delivered last.
select distinct on (subscription_item.id) subscription_item.*
from subscription_item
order by subscription_item.id, subscription_item._fivetran_synced desc nulls last
