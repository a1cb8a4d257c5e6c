-- Bands: the label of the band that holds a value. METRICS A12, C6.

-- Each band holds its ge and excludes its lt.
SELECT score, band(score, '[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}]')
  FROM unnest(ARRAY[-1, 0, 39.999999, 40, 40.0, 69.9999999999999999999, 70, 100]) AS score;
-- On the unrounded score: 39.99 is red, although it is shown as 40.0.
SELECT round(score, 1) AS shown, band(score, '[{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40}]') FROM (VALUES (39.99)) AS scores (score);
-- Below the first band and above the last there is no label.
SELECT score, band(score, '[{"label": "low", "ge": 0, "lt": 50}, {"label": "high", "ge": 50, "lt": 100}]') FROM unnest(ARRAY[-0.1, 0, 50, 100]) AS score;
SELECT band(-5, '[{"label": "loss", "lt": 0}, {"label": "profit", "ge": 0}]') AS negative, band(-0.0, '[{"label": "loss", "lt": 0}, {"label": "profit", "ge": 0}]') AS zero,
       band(5, '[{"label": "all"}]') AS one_band, band(-1.5, '[{"label": "a", "lt": -1.5}, {"label": "b", "ge": -1.50, "lt": -1.4999}]') AS negative_border;
-- Numbers of any size and form that JSON has.
SELECT band(1e1000, '[{"label": "less", "lt": 1e300}, {"label": "more", "ge": 1e300}]') AS large, band(1e-1000, '[{"label": "less", "lt": 1e-999}, {"label": "more", "ge": 1e-999}]') AS small,
       band(-1e1000, '[{"label": "less", "lt": -1e300}, {"label": "more", "ge": -1e300}]') AS negative;
SELECT band(value, '[{"label": "small", "lt": 1e3}, {"label": "large", "ge": 1000.00, "lt": 123456789012345678901234567890.5}, {"label": "huge", "ge": 123456789012345678901234567890.50}]')
  FROM unnest(ARRAY[999.9999, 1000, 123456789012345678901234567890, 123456789012345678901234567890.5]) AS value;
-- Labels of any language; "leave" is for alerts and changes nothing here.
SELECT band(3, '[{"label": "gefährdet \"rot\"", "lt": 5}, {"label": "健康", "ge": 5, "leave": 6}]') AS low, band(5, '[{"label": "gefährdet", "lt": 5}, {"label": "健康", "ge": 5, "leave": 6}]') AS high;
SELECT band(NULL, '[{"label": "all"}]') IS NULL AS no_value, band(1, NULL) IS NULL AS no_bands;

-- The bands of the activity coefficient.
SELECT activity_bands();
SELECT string_agg(coefficient || ' ' || band(coefficient, activity_bands()), ', ' ORDER BY coefficient) AS labels FROM generate_series(0, 7) AS coefficient;

-- Bands may come from a table, another one on each row.
CREATE TEMP TABLE segments (segment text, bands jsonb);
INSERT INTO segments VALUES ('enterprise', '[{"label": "at risk", "lt": 60}, {"label": "fine", "ge": 60}]'), ('starter', '[{"label": "at risk", "lt": 30}, {"label": "fine", "ge": 30}]'), ('none', NULL);
SELECT segment, score, band(score, bands) FROM segments, unnest(ARRAY[20, 40, 80]) AS score ORDER BY segment, score;
SELECT score, segment, band(score, bands) FROM segments, unnest(ARRAY[20, 40, 80]) AS score ORDER BY score, segment;
SELECT count(*) FILTER (WHERE band(i % 100, bands) = CASE WHEN i % 100 < border THEN 'at risk' ELSE 'fine' END) AS right, count(*) AS of
  FROM (SELECT i, i % 7 * 10 + 10 AS border, jsonb_build_array(jsonb_build_object('label', 'at risk', 'lt', i % 7 * 10 + 10), jsonb_build_object('label', 'fine', 'ge', i % 7 * 10 + 10)) AS bands FROM generate_series(1, 10000) AS i) AS cases;
