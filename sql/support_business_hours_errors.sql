-- business_hours: schedules that are none, infinite instants.
\i sql/include/errors.sql

CREATE FUNCTION asked(schedule text) RETURNS text LANGUAGE sql AS $$ SELECT error_of(format('SELECT business_hours(%L, %L, %L)', '2026-01-05', '2026-01-06', schedule)) $$;
SELECT asked('{}');
SELECT asked('[]');
SELECT asked('{"zone": "Berlin", "hours": {"monday": ["09:00-17:00"]}}');
SELECT asked('{"zone": "UTC+2", "hours": {"monday": ["09:00-17:00"]}}');
SELECT asked('{"zone": "", "hours": {"monday": ["09:00-17:00"]}}');
SELECT asked('{"zone": "UTC", "hours": {"mondy": ["09:00-17:00"]}}');
SELECT asked('{"zone": "UTC", "hours": {"monday": ["9-17"], "tuesday": "09:00-17:00"}, "holiday": []}');
SELECT asked('{"zone": "UTC", "hours": {"monday": ["22:00-06:00"]}}');
SELECT asked('{"zone": "UTC", "hours": {"monday": ["09:00-13:00", "12:00-17:00"]}}');
SELECT asked('{"zone": "UTC", "hours": {"monday": []}}');
SELECT asked('{"zone": "UTC", "hours": {"monday": ["09:00-17:00"]}, "holidays": ["25.12.2026", 7]}');
SELECT error_of($$ SELECT business_hours('infinity', '2026-01-06', '{"zone": "UTC", "hours": {"monday": ["09:00-17:00"]}}') $$);
SELECT error_of($$ SELECT business_hours('2026-01-05', '-infinity', '{"zone": "UTC", "hours": {"monday": ["09:00-17:00"]}}') $$);
-- At the top level, and the session goes on.
SELECT business_hours('2026-01-05', '2026-01-06', '{"zone": "UTC", "hours": {"monday": ["09:00"]}}');
SELECT business_hours('2026-01-05', '2026-01-06', '{"zone": "UTC", "hours": {"monday": ["09:00-17:00"]}}');

SELECT state, statement FROM improper_errors;
DROP FUNCTION asked;
