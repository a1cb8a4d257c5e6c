select table_name, key, account_id, fault, severity, done, to_do
from source_faults
