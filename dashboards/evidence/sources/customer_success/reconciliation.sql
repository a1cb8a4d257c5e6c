select day::text as day, measure, source, pack, difference, explained, unexplained
from reconciliation
