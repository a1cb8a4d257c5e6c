-- The views of support against plain SQL (METRICS D7, D8, D14; CASES T1 to T6); see setup_views.sql.
-- Without: support_tickets, support_tickets.owner_id, ticket_status_changes, ticket_messages, calls, product_events, subscriptions, subscriptions.mrr.

-- What help desks land, and the demo does not have: states of their own words, reopenings without the word, changes of one
-- instant, deletions, tickets without a history or a customer, tickets that an agent opened, working hours.
\if :is_whole
ALTER TABLE warehouse.support_tickets ADD status text, ADD solved_at timestamptz;
UPDATE warehouse.support_tickets SET account_id = NULL WHERE ticket_id % 37 = 0;
UPDATE warehouse.support_tickets SET owner_id = NULL WHERE ticket_id % 41 = 0;
DELETE FROM warehouse.ticket_status_changes WHERE ticket_id % 11 = 1;
UPDATE warehouse.support_tickets SET status = 'closed', solved_at = opened_at + interval '5 hours' WHERE ticket_id % 44 = 12;
UPDATE warehouse.support_tickets SET status = 'solved' WHERE ticket_id % 44 = 23;
UPDATE warehouse.support_tickets SET solved_at = opened_at + interval '2 days' WHERE ticket_id % 44 = 34;
UPDATE warehouse.support_tickets SET status = 'pending', solved_at = opened_at + interval '1 day' WHERE ticket_id % 55 = 1;
UPDATE warehouse.support_tickets SET status = 'solved', solved_at = opened_at - interval '1 hour' WHERE ticket_id % 66 = 1;
UPDATE warehouse.support_tickets SET status = 'deleted' WHERE ticket_id % 77 = 1;
CREATE TEMP TABLE solved AS
SELECT ticket_id, max(changed_at) AS at FROM warehouse.ticket_status_changes WHERE status = 'solved' GROUP BY ticket_id;
INSERT INTO warehouse.ticket_status_changes
SELECT ticket_id, at + delay, more.status
FROM solved JOIN (VALUES (2, interval '0', 'closed'), (3, '5 days', 'closed'), (4, '1 day', 'open'), (4, '2 days', 'solved'),
  (5, '0', 'open'), (6, '1 day', 'pending'), (6, '3 days', 'hold'), (8, '2 days', 'deleted')) AS more (part, delay, status)
  ON ticket_id % 13 = part;
INSERT INTO warehouse.ticket_status_changes
SELECT ticket_id, opened_at + delay, more.status
FROM warehouse.support_tickets JOIN (VALUES (7, interval '3 days', 'deleted'), (8, '1 hour', 'pending'), (8, '2 hours', 'hold'),
  (10, '0', 'solved'), (11, '-1 minute', 'open')) AS more (part, delay, status) ON ticket_id % 13 = part;
INSERT INTO warehouse.ticket_status_changes
SELECT ticket_id, opened_at + interval '4 days', 'new' FROM warehouse.support_tickets WHERE ticket_id % 26 = 7;
DELETE FROM warehouse.ticket_status_changes AS c USING warehouse.support_tickets AS t
WHERE t.ticket_id = c.ticket_id AND t.ticket_id % 13 = 9 AND c.changed_at = t.opened_at;
UPDATE warehouse.ticket_messages AS m SET author = 'agent' FROM warehouse.support_tickets AS t
WHERE t.ticket_id = m.ticket_id AND t.ticket_id % 17 IN (1, 3) AND m.sent_at = t.opened_at;
DELETE FROM warehouse.ticket_messages AS m USING warehouse.support_tickets AS t
WHERE t.ticket_id = m.ticket_id AND t.ticket_id % 17 IN (2, 3) AND m.sent_at > t.opened_at;
INSERT INTO warehouse.ticket_messages (message_id, ticket_id, sent_at, author)
SELECT 10000000 + ticket_id, ticket_id, opened_at, 'agent' FROM warehouse.support_tickets WHERE ticket_id % 17 = 4;
DELETE FROM warehouse.working_hours;
INSERT INTO warehouse.working_hours SELECT n, NULL, CASE n WHEN 4 THEN '9:00' ELSE '09:00' END, CASE n WHEN 5 THEN '15:30' WHEN 2 THEN '17:00:00' ELSE '17:00' END FROM generate_series(1, 5) AS n;
INSERT INTO warehouse.working_hours VALUES (6, NULL, NULL, NULL), (7, NULL, '9 to 5', '17:00'), (NULL, '2026-06-21', '18:00', '08:00'), (NULL, '2025-12-24', '09:00', '12:00'), (NULL, '2025-12-25', NULL, NULL),
  (NULL, '2026-01-01', NULL, NULL), (NULL, '2026-06-20', '10:00', '14:00');
SELECT count(*) FROM customer360_create_views('warehouse', 'customer_success', :'zone') \g /dev/null
\endif

-- The changes that were known by the end of the day, in their order; a deletion that was taken back is none.
CREATE TEMP TABLE listed AS
SELECT c.*, row_number() OVER (PARTITION BY ticket_id
  ORDER BY at, position(c.status || ',' IN ',new,open,pending,hold,reopened,solved,closed,deleted,')) AS place
FROM (
  SELECT ticket_id, changed_at AS at, status FROM ticket_status_changes
  UNION ALL
  SELECT ticket_id, least(opened_at, (SELECT min(changed_at) FROM ticket_status_changes AS c WHERE c.ticket_id = t.ticket_id)), '' FROM support_tickets AS t
  UNION ALL
  SELECT ticket_id, CASE WHEN solved_at >= opened_at AND coalesce(status, 'solved') IN ('solved', 'closed') THEN solved_at ELSE opened_at END,
    coalesce(status, CASE WHEN solved_at > '-infinity' THEN 'solved' ELSE '' END)
  FROM support_tickets WHERE ticket_id NOT IN (SELECT ticket_id FROM ticket_status_changes)) AS c
JOIN support_tickets AS t USING (ticket_id)
WHERE t.opened_at < midnight(today() + 1) AND c.at < midnight(today() + 1);
CREATE TEMP TABLE known AS
SELECT * FROM listed WHERE status <> 'deleted' AND ticket_id NOT IN (
  SELECT ticket_id FROM (SELECT DISTINCT ON (ticket_id) * FROM listed ORDER BY ticket_id, place DESC) AS last WHERE status = 'deleted');
CREATE INDEX ON known (ticket_id, place);
ANALYZE known;
CREATE TEMP TABLE written AS SELECT * FROM ticket_messages WHERE sent_at < midnight(today() + 1);
CREATE INDEX ON written (ticket_id);
ANALYZE written;
CREATE TEMP TABLE asked AS
SELECT t.*, last.status AS state, last.status NOT IN ('solved', 'closed') AS unsolved, history.* , talk.*, reply.at AS reply_at,
  t.ticket_id IN (SELECT ticket_id FROM ticket_status_changes) AS has_history
FROM support_tickets AS t
CROSS JOIN LATERAL (SELECT coalesce(nullif(status, ''), 'new') AS status FROM known AS k WHERE k.ticket_id = t.ticket_id ORDER BY place DESC LIMIT 1) AS last
CROSS JOIN LATERAL (
  SELECT max(at) AS changed_at,
    -- The first solved state after which there is no open one.
    min(at) FILTER (WHERE status IN ('solved', 'closed') AND NOT EXISTS (SELECT FROM known AS o
      WHERE o.ticket_id = k.ticket_id AND o.place > k.place AND o.status NOT IN ('solved', 'closed'))) AS last_solved_at,
    count(*) FILTER (WHERE status NOT IN ('solved', 'closed') AND (SELECT p.status IN ('solved', 'closed') FROM known AS p
      WHERE p.ticket_id = k.ticket_id AND p.place < k.place ORDER BY p.place DESC LIMIT 1)) AS reopened,
    -- All the time since the opening, without that from each solved state to the next change.
    (SELECT extract(epoch FROM midnight(today() + 1) - min(f.at)) FROM known AS f WHERE f.ticket_id = t.ticket_id)
      - coalesce(sum(extract(epoch FROM coalesce((SELECT n.at FROM known AS n WHERE n.ticket_id = k.ticket_id AND n.place > k.place ORDER BY n.place LIMIT 1),
          midnight(today() + 1)) - at)) FILTER (WHERE status IN ('solved', 'closed')), 0) AS seconds
  FROM known AS k WHERE k.ticket_id = t.ticket_id) AS history
CROSS JOIN LATERAL (
  SELECT count(*) AS said, max(sent_at) AS sent_at, min(sent_at) FILTER (WHERE author = 'customer') AS asked_at,
    (array_agg(author ORDER BY sent_at, author DESC))[1] AS opening, count(*) FILTER (WHERE author = 'agent') AS by_agents
  FROM written AS m WHERE m.ticket_id = t.ticket_id) AS talk
LEFT JOIN LATERAL (SELECT min(sent_at) AS at FROM written AS m
  WHERE m.ticket_id = t.ticket_id AND author = 'agent' AND sent_at >= talk.asked_at) AS reply ON true
WHERE t.opened_at < midnight(today() + 1) AND history.changed_at IS NOT NULL;
-- When it was solved is not known of a ticket whose solution has no instant, or one before the opening.
CREATE TEMP TABLE plain AS
SELECT asked.*,
  CASE WHEN NOT unsolved AND (has_history OR asked.solved_at >= opened_at) THEN last_solved_at END AS solution_at,
  CASE WHEN unsolved OR has_history OR asked.solved_at >= opened_at THEN seconds / 86400 END AS days,
  CASE WHEN is_known('ticket_status_changes') AND (has_history OR status IS NULL AND asked.solved_at IS NULL) THEN reopened END AS reopenings,
  CASE WHEN is_known('ticket_messages') THEN by_agents - (opening = 'agent')::int END AS replies
FROM asked;
UPDATE plain SET replies = 0 WHERE said = 0 AND is_known('ticket_messages');

SELECT same_rows('tickets: customer, owner, state, age, time open, reopenings, solution', $$
  SELECT ticket_id, account_id, account, owner_id, owner, status, is_open, age_days, is_open_over_30_days, round(open_days, 6), reopenings, solved_at,
    round(hours_to_resolution, 6) FROM tickets$$, $$
  SELECT ticket_id, account_id, (SELECT name FROM accounts AS a WHERE a.account_id = plain.account_id), owner_id,
    (SELECT name FROM team_members WHERE member_id = owner_id), state, unsolved, CASE WHEN unsolved THEN today() - day_of(opened_at) END,
    unsolved AND day_of(opened_at) < today() - 30, round(days, 6), reopenings, solution_at,
    CASE WHEN solution_at >= opened_at THEN round(extract(epoch FROM solution_at - opened_at) / 3600, 6) END FROM plain$$);
SELECT same_rows('tickets: messages, replies without the opening message, first reply, first contact resolution', $$
  SELECT ticket_id, messages, agent_replies, last_message_at, last_change_at, round(messages_per_open_day, 6), first_reply_at,
    round(hours_to_first_reply, 6), is_first_contact_resolution FROM tickets$$, $$
  SELECT ticket_id, CASE WHEN is_known('ticket_messages') THEN said END, replies, sent_at, greatest(sent_at, changed_at),
    round(CASE WHEN is_known('ticket_messages') THEN said END / CASE WHEN days < 1 THEN 1 ELSE days END, 6), reply_at,
    round(extract(epoch FROM reply_at - asked_at) / 3600, 6),
    CASE WHEN NOT unsolved AND replies IS NOT NULL THEN reopenings = 0 AND replies = 1 END FROM plain$$);
-- Hours worked, day by day.
CREATE TEMP TABLE of_warehouse AS SELECT :'zone' AS zone;
SELECT same_rows('tickets: business hours, with holidays and a day of its own hours', $$
  SELECT ticket_id, round(business_hours_to_first_reply, 6), round(business_hours_to_resolution, 6) FROM tickets$$, $$
  WITH spans AS (
    SELECT ticket_id, span, starts, ends FROM plain, LATERAL (VALUES ('reply', asked_at, reply_at), ('solution', opened_at, solution_at)) AS s (span, starts, ends)
    WHERE starts <= ends AND EXISTS (SELECT FROM working_hours)),
  worked AS (
    SELECT ticket_id, span, coalesce(sum(greatest(extract(epoch FROM least(ends, (d.day + h.closes::time) AT TIME ZONE (SELECT zone FROM of_warehouse))
      - greatest(starts, (d.day + h.opens::time) AT TIME ZONE (SELECT zone FROM of_warehouse))), 0)) FILTER (WHERE h.opens IS NOT NULL), 0) / 3600 AS hours
    FROM spans CROSS JOIN LATERAL (SELECT day::date FROM generate_series(day_of(starts)::timestamp, day_of(ends)::timestamp, '1 day') AS day) AS d
    LEFT JOIN working_hours AS h ON CASE WHEN d.day IN (SELECT day FROM working_hours) THEN h.day = d.day ELSE h.weekday = extract(isodow FROM d.day) END
    GROUP BY ticket_id, span)
  SELECT ticket_id, (SELECT round(hours, 6) FROM worked AS w WHERE w.ticket_id = plain.ticket_id AND span = 'reply'),
    (SELECT round(hours, 6) FROM worked AS w WHERE w.ticket_id = plain.ticket_id AND span = 'solution') FROM plain$$);

-- Open tickets of every owner at the ends of ten weeks; medians of eight of them by array_agg.
CREATE TEMP TABLE at_ends AS
SELECT owner_id, ago, count(*) FILTER (WHERE (SELECT status NOT IN ('solved', 'closed') FROM known AS k
    WHERE k.ticket_id = plain.ticket_id AND k.at < midnight(today() + 1 - 7 * ago) ORDER BY place DESC LIMIT 1)) AS open
FROM plain, generate_series(0, 9) AS ago GROUP BY owner_id, ago;
SELECT same_rows('ticket_load: open tickets at the ends of weeks, and their owners'' usual weeks', $$
  SELECT owner_id, owner, role, open_tickets, share_of_mean, open_over_30_days, unchanged, messages_per_open_day, net_new, usual_net_new, z, is_spike
  FROM ticket_load$$, $$
  WITH owners AS (
    SELECT member_id FROM team_members WHERE role IN ('tam', 'support') AND coalesce(hired_on, '-infinity') <= today() AND coalesce(left_on, 'infinity') > today()
    UNION SELECT owner_id FROM plain WHERE unsolved),
  weeks AS (
    SELECT member_id, ago, coalesce((SELECT open FROM at_ends WHERE owner_id IS NOT DISTINCT FROM member_id AND ago = a.ago), 0)
      - coalesce((SELECT open FROM at_ends WHERE owner_id IS NOT DISTINCT FROM member_id AND ago = a.ago + 1), 0) AS net
    FROM owners, generate_series(0, 8) AS a (ago)),
  medians AS (
    SELECT w.*, (SELECT (nets[4] + nets[5]) / 2.0 FROM (SELECT array_agg(net ORDER BY net) AS nets FROM weeks AS o
      WHERE o.ago > 0 AND o.member_id IS NOT DISTINCT FROM w.member_id) AS s) AS median FROM weeks AS w),
  scored AS (
    SELECT member_id, net, median, (net - median) / greatest(1, 1.4826 * (SELECT (off[4] + off[5]) / 2.0 FROM (
      SELECT array_agg(abs(o.net - o.median) ORDER BY abs(o.net - o.median)) AS off FROM medians AS o
      WHERE o.ago > 0 AND o.member_id IS NOT DISTINCT FROM m.member_id) AS s)) AS z FROM medians AS m WHERE ago = 0),
  carried AS (
    SELECT o.member_id, m.name, m.role, count(p.ticket_id) AS open, count(*) FILTER (WHERE day_of(p.opened_at) < today() - 30) AS old,
      count(*) FILTER (WHERE greatest(p.sent_at, p.changed_at) < midnight(today() - 6)) AS unchanged,
      CASE WHEN is_known('ticket_messages') THEN sum(p.said) END / sum(greatest(p.days, 1)) AS per_day
    FROM owners AS o LEFT JOIN team_members AS m USING (member_id) LEFT JOIN plain AS p ON p.owner_id IS NOT DISTINCT FROM o.member_id AND p.unsolved
    GROUP BY o.member_id, m.name, m.role)
  SELECT c.member_id, CASE WHEN c.member_id IS NULL THEN 'nobody' ELSE name END, role, open, round(open / nullif((SELECT avg(d.open) FROM carried AS d WHERE d.role IS NOT DISTINCT FROM c.role), 0), 4), old, unchanged,
    round(per_day, 4), net, median, round(z, 4), z >= 2
  FROM carried AS c JOIN scored AS s ON s.member_id IS NOT DISTINCT FROM c.member_id WHERE is_known('support_tickets')$$);
SELECT no_rows('ticket_load: net_new is opened less solved, and every open ticket is in somebody''s load', $$
  SELECT owner_id, opened, solved, net_new FROM ticket_load WHERE net_new <> opened - solved OR opened < 0 OR solved < 0
  UNION ALL
  SELECT NULL, sum(open_tickets), count(*), sum(open_over_30_days) FROM ticket_load
  HAVING sum(open_tickets) <> (SELECT count(*) FROM plain WHERE unsolved)$$);

-- Week by week: what was open at the end of each, asked ticket by ticket.
CREATE TEMP TABLE at_weeks AS
SELECT p.ticket_id, p.owner_id, p.opened_at, ago, ends_on, ends_at FROM plain AS p CROSS JOIN generate_series(0, 25) AS ago
CROSS JOIN LATERAL (SELECT today() - 7 * ago AS ends_on, midnight(today() + 1 - 7 * ago) AS ends_at) AS e
WHERE (SELECT status NOT IN ('solved', 'closed') FROM known AS k WHERE k.ticket_id = p.ticket_id AND k.at < ends_at ORDER BY place DESC LIMIT 1);
CREATE TEMP TABLE moves AS
SELECT owner_id, ago, is_open, count(*) AS n FROM (
  SELECT p.owner_id, (today() - day_of(k.at)) / 7 AS ago, k.status NOT IN ('solved', 'closed') AS is_open,
    (SELECT b.status NOT IN ('solved', 'closed') FROM known AS b WHERE b.ticket_id = k.ticket_id AND b.place < k.place ORDER BY b.place DESC LIMIT 1) AS was_open
  FROM known AS k JOIN plain AS p USING (ticket_id)) AS s
WHERE is_open AND was_open IS NOT TRUE OR was_open AND NOT is_open GROUP BY owner_id, ago, is_open;
SELECT same_rows('ticket_weeks: every owner, employed or not, at the end of each week, and what moved in it', $$
  SELECT week_ends_on, owner_id, owner, is_employed, opened, solved, net_new, open_tickets, open_over_30_days, unchanged, round(messages_per_open_day, 6) FROM ticket_weeks$$, $$
  WITH owners AS (SELECT member_id FROM team_members WHERE role IN ('tam', 'support') UNION SELECT owner_id FROM plain)
  SELECT today() - 7 * ago, o.member_id, CASE WHEN o.member_id IS NULL THEN 'nobody' ELSE m.name END, employed, came, went, came - went, open, old, still, per_day
  FROM owners AS o CROSS JOIN generate_series(0, 25) AS ago LEFT JOIN team_members AS m USING (member_id)
  CROSS JOIN LATERAL (SELECT coalesce((SELECT n FROM moves AS v WHERE v.owner_id IS NOT DISTINCT FROM o.member_id AND v.ago = ago.ago AND is_open), 0) AS came,
    coalesce((SELECT n FROM moves AS v WHERE v.owner_id IS NOT DISTINCT FROM o.member_id AND v.ago = ago.ago AND NOT is_open), 0) AS went,
    coalesce(m.role IN ('tam', 'support') AND coalesce(hired_on, '-infinity') <= today() - 7 * ago AND coalesce(left_on, 'infinity') > today() - 7 * ago, false) AS employed) AS f
  CROSS JOIN LATERAL (SELECT count(*) AS open, count(*) FILTER (WHERE day_of(opened_at) < ends_on - 30) AS old, count(*) FILTER (WHERE last_at < midnight(ends_on - 6)) AS still,
    CASE WHEN is_known('ticket_messages') THEN round(sum(said) / sum(greatest(seconds / 86400, 1)), 6) END AS per_day
    FROM at_weeks AS w CROSS JOIN LATERAL (
      SELECT (SELECT count(*) FROM written AS s WHERE s.ticket_id = w.ticket_id AND sent_at < ends_at) AS said,
        greatest((SELECT max(sent_at) FROM written AS s WHERE s.ticket_id = w.ticket_id AND sent_at < ends_at), (SELECT max(at) FROM known AS k WHERE k.ticket_id = w.ticket_id AND at < ends_at)) AS last_at,
        (SELECT extract(epoch FROM ends_at - min(at)) FROM known AS k WHERE k.ticket_id = w.ticket_id)
          - coalesce((SELECT sum(extract(epoch FROM least(ends_at, (SELECT n.at FROM known AS n WHERE n.ticket_id = k.ticket_id AND n.place > k.place ORDER BY n.place LIMIT 1)) - at))
            FROM known AS k WHERE k.ticket_id = w.ticket_id AND at < ends_at AND status IN ('solved', 'closed')), 0) AS seconds) AS t
    WHERE w.owner_id IS NOT DISTINCT FROM o.member_id AND w.ago = ago.ago) AS c
  WHERE is_known('support_tickets') AND (employed OR open + came + went > 0)$$);
SELECT no_rows('ticket_weeks: the open tickets of a week are those of the week before and the net new ones; a week''s usual is that of eight', $$
  SELECT a.* FROM ticket_weeks AS a JOIN ticket_weeks AS b ON b.owner_id IS NOT DISTINCT FROM a.owner_id AND b.week_ends_on = a.week_ends_on - 7
  WHERE a.open_tickets <> b.open_tickets + a.net_new
  UNION ALL SELECT a.* FROM ticket_weeks AS a CROSS JOIN LATERAL (SELECT count(*) AS n, sum(net_new) AS sum, array_agg(net_new ORDER BY net_new) AS nets FROM ticket_weeks AS b
    WHERE b.owner_id IS NOT DISTINCT FROM a.owner_id AND b.week_ends_on BETWEEN a.week_ends_on - 56 AND a.week_ends_on - 7) AS w
  CROSS JOIN LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(net - (nets[4] + nets[5]) / 2.0)) AS mad FROM unnest(nets) AS net) AS d
  WHERE n = 8 AND (usual_net_new <> (nets[4] + nets[5]) / 2.0 OR abs(z - (net_new - usual_net_new) / greatest(1, 1.4826 * mad)::numeric) > 1e-6 OR is_spike <> (z >= 2))$$);
SELECT same_rows('ticket_volume: tickets opened and solved by month and sort, those of nobody''s account, too', $$
  SELECT month, is_finished, kind, priority, channel, segment, opened, solved FROM ticket_volume$$, $$
  SELECT m::date, (m + interval '1 month')::date - 1 <= today(), k.*, opened, solved
  FROM generate_series(date_trunc('month', today()::timestamp) - interval '23 months', today()::timestamp, '1 month') AS m
  CROSS JOIN (SELECT DISTINCT coalesce(kind, 'not known') AS kind, coalesce(priority, 'not known') AS priority, coalesce(channel, 'not known') AS channel,
    coalesce(segment, 'not known') AS segment FROM plain LEFT JOIN accounts USING (account_id)) AS k
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE day_of(opened_at) BETWEEN m AND m + interval '1 month' - interval '1 day') AS opened,
    count(*) FILTER (WHERE day_of(solution_at) BETWEEN m AND m + interval '1 month' - interval '1 day') AS solved
    FROM plain AS p LEFT JOIN accounts USING (account_id)
    WHERE (coalesce(p.kind, 'not known'), coalesce(p.priority, 'not known'), coalesce(p.channel, 'not known'), coalesce(segment, 'not known')) = (k.kind, k.priority, k.channel, k.segment)) AS c
  WHERE opened + solved > 0$$);
SELECT same_rows('tickets: who is in charge of the customer, and what it pays', $$SELECT ticket_id, csm, tam, arr FROM tickets$$, $$
  SELECT ticket_id, (SELECT name FROM csm_accounts AS c JOIN team_members USING (member_id) WHERE c.account_id = p.account_id),
    (SELECT name FROM team_members WHERE member_id = coalesce((SELECT t.member_id FROM account_team AS t WHERE t.account_id = p.account_id AND role = 'tam' AND valid @> today()
      ORDER BY lower(valid) DESC, t.member_id LIMIT 1), (SELECT tam_id FROM accounts AS a WHERE a.account_id = p.account_id))),
    (SELECT arr FROM account_status AS s WHERE s.account_id = p.account_id AND status IS DISTINCT FROM 'prospect') FROM plain AS p$$);

CREATE TEMP TABLE recent AS SELECT * FROM plain WHERE opened_at >= midnight(today() - 89);
CREATE TEMP TABLE solutions AS SELECT * FROM plain WHERE solution_at >= midnight(today() - 89);
SELECT same_rows('account_support: tickets, bursts, first contacts, silent customers included, those of nobody''s account left out', $$
  SELECT account_id, open_tickets, open_over_30_days, oldest_open_days, tickets_90d, incidents_90d, round(incident_share, 6), max_burst_7d, has_burst, solved_90d,
    reopened_90d, round(first_contact_resolution_rate, 6) FROM account_support$$, $$
  SELECT account_id, open, old, today() - oldest, tickets, incidents, round(incidents * 1.0 / nullif(tickets, 0), 6), burst, burst > 2, solved, reopened, round(share, 6)
  FROM accounts AS a CROSS JOIN LATERAL (
    SELECT CASE WHEN is_known('support_tickets') THEN 0 END AS zero) AS z CROSS JOIN LATERAL (
    SELECT zero + (SELECT count(*) FROM plain AS p WHERE p.account_id = a.account_id AND unsolved) AS open,
      zero + (SELECT count(*) FROM plain AS p WHERE p.account_id = a.account_id AND unsolved AND day_of(opened_at) < today() - 30) AS old,
      (SELECT min(day_of(opened_at)) FROM plain AS p WHERE p.account_id = a.account_id AND unsolved) AS oldest,
      zero + (SELECT count(*) FROM recent AS r WHERE r.account_id = a.account_id) AS tickets,
      zero + (SELECT count(*) FROM recent AS r WHERE r.account_id = a.account_id AND kind = 'incident') AS incidents,
      zero + (SELECT coalesce(max((SELECT count(*) FROM recent AS n WHERE n.account_id = r.account_id AND n.opened_at >= r.opened_at
        AND n.opened_at < r.opened_at + interval '168 hours')), 0) FROM recent AS r WHERE r.account_id = a.account_id) AS burst,
      zero + (SELECT count(*) FROM solutions AS s WHERE s.account_id = a.account_id) AS solved,
      CASE WHEN is_known('ticket_status_changes') THEN zero END + (SELECT count(*) FROM solutions AS s WHERE s.account_id = a.account_id AND reopenings > 0) AS reopened,
      (SELECT avg((reopenings = 0 AND replies = 1)::int) FROM solutions AS s WHERE s.account_id = a.account_id AND replies IS NOT NULL) AS share) AS s
  WHERE signed_on <= today()$$);
SELECT same_rows('account_support: medians of the tickets that have a reply, or a solution', $$
  SELECT account_id, round(median_hours_to_first_reply, 4), round(median_hours_to_resolution, 4) FROM account_support$$, $$
  SELECT account_id, (SELECT round((h[(cardinality(h) + 1) / 2] + h[cardinality(h) / 2 + 1]) / 2, 4) FROM (
      SELECT array_agg(hours ORDER BY hours) AS h FROM recent AS r, LATERAL (SELECT extract(epoch FROM reply_at - asked_at) / 3600 AS hours) AS x
      WHERE r.account_id = a.account_id AND reply_at IS NOT NULL) AS s),
    (SELECT round((h[(cardinality(h) + 1) / 2] + h[cardinality(h) / 2 + 1]) / 2, 4) FROM (
      SELECT array_agg(hours ORDER BY hours) AS h FROM solutions AS r, LATERAL (SELECT extract(epoch FROM solution_at - opened_at) / 3600 AS hours) AS x
      WHERE r.account_id = a.account_id AND hours >= 0) AS s)
  FROM accounts AS a WHERE signed_on <= today()$$);
CREATE TEMP TABLE month AS SELECT * FROM product_events WHERE day_of(occurred_at) BETWEEN today() - 29 AND today();
SELECT same_rows('account_support: calls, minutes, logins and users per 1,000 of ARR', $$
  SELECT account_id, arr, round(tickets_per_1000_arr, 6), calls_30d, call_minutes_30d, round(calls_per_1000_arr, 6), round(minutes_per_1000_arr, 6), logins_30d,
    active_users_30d, round(logins_per_1000_arr, 6), round(users_per_1000_arr, 6) FROM account_support$$, $$
  SELECT account_id, arr, round(1000 * tickets / nullif(arr, 0), 6), calls, minutes, round(1000 * calls / nullif(arr, 0), 6), round(1000 * minutes / nullif(arr, 0), 6),
    logins, users, round(1000 * logins / nullif(arr, 0), 6), round(1000 * users / nullif(arr, 0), 6)
  FROM accounts AS a CROSS JOIN LATERAL (
    SELECT CASE WHEN NOT is_known('subscriptions') THEN NULL WHEN EXISTS (SELECT FROM subscriptions AS s WHERE s.account_id = a.account_id AND charged @> today())
        THEN (SELECT 12 * sum(mrr) FROM subscriptions AS s WHERE s.account_id = a.account_id AND charged @> today()) ELSE 0 END AS arr,
      CASE WHEN is_known('support_tickets') THEN (SELECT count(*) FROM recent AS r WHERE r.account_id = a.account_id) END AS tickets,
      CASE WHEN is_known('calls') THEN (SELECT count(*) FROM calls AS c WHERE c.account_id = a.account_id AND day_of(started_at) BETWEEN today() - 29 AND today()) END AS calls,
      CASE WHEN is_known('calls') THEN (SELECT coalesce(sum(minutes), 0) FROM calls AS c WHERE c.account_id = a.account_id AND day_of(started_at) BETWEEN today() - 29 AND today()) END AS minutes,
      CASE WHEN is_known('product_events') THEN (SELECT count(*) FROM month AS e WHERE e.account_id = a.account_id AND event_name = 'login') END AS logins,
      CASE WHEN is_known('product_events') THEN (SELECT count(DISTINCT user_id) FROM month AS e WHERE e.account_id = a.account_id) END AS users) AS s
  WHERE signed_on <= today()$$);

\if :is_last
\if :is_whole
SELECT no_rows('the tickets that test the views are there', $$
  SELECT * FROM (SELECT count(*) FILTER (WHERE account_id IS NULL AND is_open) AS nobodys, count(*) FILTER (WHERE owner_id IS NULL AND is_open) AS unowned,
      count(*) FILTER (WHERE status = 'closed') AS closed, count(*) FILTER (WHERE reopenings > 0) AS reopened, count(*) FILTER (WHERE NOT is_open AND solved_at IS NULL) AS undated,
      count(*) FILTER (WHERE solved_at < last_change_at) AS closed_later, count(*) FILTER (WHERE is_first_contact_resolution) AS at_once,
      count(*) FILTER (WHERE messages = 1 AND NOT is_open AND NOT is_first_contact_resolution) AS unanswered,
      count(*) FILTER (WHERE business_hours_to_resolution < hours_to_resolution) AS nights FROM tickets) AS t
  WHERE 0 IN (nobodys, unowned, closed, reopened, undated, closed_later, at_once, unanswered, nights)
  UNION ALL
  SELECT count(*), count(*) FILTER (WHERE owner_id IS NULL), 0, 0, 0, 0, 0, 0, 0 FROM ticket_load HAVING count(*) FILTER (WHERE owner_id IS NULL) <> 1$$);
CALL customer_success.refresh_faults();
SELECT same_rows('working hours that cannot be read count as closed, and are faults', $$
  SELECT key, severity FROM customer_success.source_faults WHERE table_name = 'working_hours'$$, $$VALUES ('7', 'warning'), ('2026-06-21', 'warning')$$);
-- Tickets of nobody, of one who has left, of one who has just come; nobody yet, and nobody any more.
SAVEPOINT owners;
INSERT INTO warehouse.team_members (member_id, name, role, region, hired_on, left_on) VALUES (-1, 'Gone', 'tam', 'EMEA', '2020-01-01', '2026-01-01'),
  (-2, 'New', 'tam', 'EMEA', '2026-06-30', NULL), (-3, 'Left', 'tam', 'EMEA', '2020-01-01', '2026-06-30'), (-4, 'Coming', 'tam', 'EMEA', '2026-07-01', NULL);
DELETE FROM warehouse.ticket_status_changes;
DELETE FROM warehouse.ticket_messages;
UPDATE warehouse.support_tickets SET status = 'solved', solved_at = NULL, owner_id = -2;
UPDATE warehouse.support_tickets SET status = NULL, solved_at = NULL, owner_id = CASE ticket_id WHEN 3 THEN -1 END WHERE ticket_id <= 3;
SELECT same_rows('ticket_load: who has no tickets is a row with 0, and tickets of nobody and of who has left are rows', $$
  SELECT owner_id, open_tickets FROM ticket_load WHERE coalesce(owner_id, -9) < 0$$, $$VALUES (NULL::bigint, 2::bigint), (-1, 1), (-2, 0)$$);
ROLLBACK TO owners;
\endif
\endif
