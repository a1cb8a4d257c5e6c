-- business_hours against counting minutes in plain SQL (METRICS D14): random schedules with holidays, ranges around the days
-- on which clocks change, in zones that change by an hour, by half of one, and by a day.
CREATE TABLE shifts AS
SELECT id, weekday, range, 15 * least(from_quarter, to_quarter) AS from_minute, 15 * (greatest(from_quarter, to_quarter) + 1) AS to_minute
  FROM (SELECT id, weekday, range, 48 * range + noise(1, id * 100 + weekday * 10 + range, 48) AS from_quarter, 48 * range + noise(2, id * 100 + weekday * 10 + range, 48) AS to_quarter
          FROM generate_series(1, 40) AS id, generate_series(1, 7) AS weekday, generate_series(0, 1) AS range WHERE noise(3, id * 100 + weekday * 10 + range, 4) > 0) AS quarters;
CREATE TABLE changes (at timestamptz);
INSERT INTO changes VALUES ('2026-03-08 07:00Z'), ('2026-11-01 06:00Z'), ('2026-03-29 01:00Z'), ('2026-10-25 01:00Z'), ('2026-04-04 15:00Z'), ('2026-10-03 15:30Z'), ('2011-12-30 10:00Z'), ('2026-07-01 00:00Z');
CREATE TABLE schedules AS
SELECT id, zone, holidays, jsonb_build_object('zone', zone, 'hours', hours, 'holidays', to_jsonb(holidays)) AS schedule
  FROM (SELECT id, jsonb_object_agg(day, ranges) AS hours
          FROM (SELECT id, (ARRAY['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])[weekday] AS day,
                       jsonb_agg(format('%s:%s-%s:%s', from_minute / 60, lpad((from_minute % 60)::text, 2, '0'), to_minute / 60, lpad((to_minute % 60)::text, 2, '0'))) AS ranges FROM shifts GROUP BY id, weekday) AS days GROUP BY id) AS weeks
  JOIN LATERAL (SELECT zone FROM zones ORDER BY noise(4, id, 1000) = 0, md5(zone || id) LIMIT 1) AS chosen ON true
  JOIN LATERAL (SELECT array_agg(DISTINCT (at AT TIME ZONE zone)::date + (noise(5, id, 5) - 2)::integer) AS holidays FROM changes WHERE noise(6, id + extract(epoch FROM at)::bigint, 3) = 0) AS days ON true;
CREATE TABLE asked AS
SELECT row_number() OVER () AS number, s.id, zone, schedule, holidays, started AS "from", started + noise(9, s.id * 1000 + n, 5000) * interval '1 minute' AS "to"
  FROM schedules AS s, generate_series(1, 16) AS n,
       LATERAL (SELECT at - noise(8, s.id * 1000 + n, 4000) * interval '1 minute' AS started FROM changes ORDER BY md5(at::text || s.id || n) LIMIT 1) AS starts;
CREATE TABLE counted AS
SELECT number, count(shifts.id) AS minutes
  FROM asked LEFT JOIN LATERAL generate_series("from", "to" - interval '1 minute', '1 minute') AS instant ON true
  LEFT JOIN LATERAL (SELECT instant AT TIME ZONE zone AS local) AS l ON true
  LEFT JOIN shifts ON shifts.id = asked.id AND weekday = extract(isodow FROM local) AND extract(hour FROM local) * 60 + extract(minute FROM local) >= from_minute AND extract(hour FROM local) * 60 + extract(minute FROM local) < to_minute
       AND NOT coalesce(local::date = ANY (holidays), false)
 GROUP BY number;
INSERT INTO oracle (what, cases, differences)
SELECT 'business_hours: minutes counted one by one', count(*), count(*) FILTER (WHERE round(business_hours("from", "to", schedule) * 60, 6) <> minutes) FROM asked JOIN counted USING (number) UNION ALL
SELECT 'business_hours: none, some and much work are among them', 3, 3 - bool_or(minutes = 0)::int - bool_or(minutes BETWEEN 1 AND 500)::int - bool_or(minutes > 1000)::int FROM counted UNION ALL
SELECT 'business_hours: every zone is among them', (SELECT count(*) FROM zones), (SELECT count(*) FROM zones) - count(DISTINCT zone) FROM asked;
