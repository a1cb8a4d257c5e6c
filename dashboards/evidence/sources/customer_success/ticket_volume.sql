select month::text as month, kind, priority, channel, segment, opened, solved
from ticket_volume
