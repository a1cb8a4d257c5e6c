select month::text as month, movement, source, change, customers, amount, share_of_movement
from expansion_sources
