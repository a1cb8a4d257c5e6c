-- How many of Stripe's units a unit of a currency has, for those of which it is not 100. What is written of Iceland's
-- krona and Uganda's shilling elsewhere does not hold here: Stripe counts both in hundredths, although nobody pays with
-- those.
select *
from (values
  ('bif', 1), ('clp', 1), ('djf', 1), ('gnf', 1), ('jpy', 1), ('kmf', 1), ('krw', 1), ('mga', 1), ('pyg', 1),
  ('rwf', 1), ('vnd', 1), ('vuv', 1), ('xaf', 1), ('xof', 1), ('xpf', 1),
  ('bhd', 1000), ('jod', 1000), ('kwd', 1000), ('omr', 1000), ('tnd', 1000)) as listed (currency, units)
