select view_name, column_name, definition
from metric_definitions
where definition is not null
