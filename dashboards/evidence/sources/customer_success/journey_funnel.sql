select month::text as month, position, step, accounts, reached, share, median_days
from journey_funnel
