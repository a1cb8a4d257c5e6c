-- Bands that are none.
\i sql/include/errors.sql

-- ---- the document

SELECT error_of($$ SELECT band(1, '[]') $$);
SELECT error_of($$ SELECT band(1, '{}') $$);
SELECT error_of($$ SELECT band(1, 'null') $$);
SELECT error_of($$ SELECT band(1, '"red"') $$);
SELECT error_of($$ SELECT band(1, '[1]') $$);
SELECT error_of($$ SELECT band(1, '[null]') $$);
SELECT error_of($$ SELECT band(1, '[[]]') $$);
SELECT error_of(format('SELECT band(1, %L)', repeat('[', 100) || repeat(']', 100)));
SELECT error_of(format('SELECT band(1, %L)', repeat('{"a":', 100) || '1' || repeat('}', 100)));

-- ---- one band

SELECT error_of($$ SELECT band(1, '[{}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": ""}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": null}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": 1}]') $$);
SELECT error_of($$ SELECT band(1, '[{"lable": "red"}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "le": 40}]') $$);
SELECT error_of(format('SELECT band(1, %L)', format('[{"label": "red", "%s": 1}]', repeat('é', 10000))));
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": "40"}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "ge": null}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "ge": [1]}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "ge": true}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "ge": {"value": 1}}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "ge": 40, "lt": 40}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "ge": 70, "lt": 40}]') $$);

-- ---- neighbours

SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 39.9}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 41}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red"}, {"label": "yellow", "ge": 40}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40}, {"label": "yellow"}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "yellow", "ge": 40}, {"label": "red", "lt": 40}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40}, {"label": "red", "ge": 40}]') $$);

-- ---- leave: within the band

SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40, "leave": 30}, {"label": "yellow", "ge": 40}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "leave": 39}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 70}, {"label": "green", "ge": 70}]') $$);

-- ---- values, and JSON that is none

SELECT error_of($$ SELECT band('NaN', activity_bands()) $$);
SELECT error_of($$ SELECT band('infinity', activity_bands()) $$);
SELECT error_of($$ SELECT band('-infinity', activity_bands()) $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red", "lt": 1e309}]') $$);
SELECT error_of($$ SELECT band(1, '[{"label": "red"') $$);
-- A bad document is an error on whichever row it comes; the good ones before it do not hide it.
SELECT error_of($$ SELECT count(band(1, bands)) FROM (VALUES (activity_bands()), (activity_bands()), ('[]')) AS documents (bands) $$);

-- At the top level, and the session goes on.
SELECT band(1, '[]');
SELECT band(1, activity_bands());

-- Text that is no JSON is jsonb's own matter.
SELECT state, statement FROM improper_errors;
