select day::text as day, daily_active_users, weekly_active_users, monthly_active_users, stickiness
from active_users
where day > (select max(day) from active_users) - 182
