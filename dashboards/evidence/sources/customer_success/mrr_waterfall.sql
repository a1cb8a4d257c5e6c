select month::text as month, step, movement, amount, customers, balance
from mrr_waterfall
where month > (select max(month) from mrr_waterfall) - interval '24 months'
