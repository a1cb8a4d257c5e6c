-- Who is behind identifiers, against the truth that the generator kept apart, and what is made of it against plain SQL
-- (METRICS E1, E3, E7); see setup_views.sql. That the components are right is told by test/oracle/identity_*.sql.
-- Without: identifiers, interactions, contacts, accounts.domain, users.email, interactions.account_id.

-- What the demo does not have: the same sighting twice, in other letters, and from the day after; a merged account.
\if :is_whole
INSERT INTO warehouse.identifiers SELECT a_kind, a, b_kind, upper(b), seen_at + interval '1 hour' FROM warehouse.identifiers WHERE b_kind = 'email';
INSERT INTO warehouse.identifiers VALUES ('anonymous_id', 'tomorrow', 'email', 'someone@tomorrow.example', midnight(today() + 1));
INSERT INTO warehouse.interactions (interaction_id, kind, identifier_kind, identifier, account_id, happened_at)
SELECT -user_id, 'web', 'email', upper(email), NULL, midnight(today()) + interval '1 hour' FROM warehouse.users WHERE user_id % 50 = 1 AND email <> '';
\endif

SELECT no_rows('identity_map: one row per identifier', $$
  SELECT kind, identifier FROM identity_map GROUP BY kind, identifier HAVING count(*) > 1$$);
SELECT no_rows('identity_map: a person is of one account, one user and as many identifiers as it says', $$
  SELECT person FROM identity_map GROUP BY person
  HAVING count(DISTINCT account_id) > 1 OR count(DISTINCT user_id) > 1 OR min(identifiers) <> count(*) OR max(identifiers) <> count(*)$$);
SELECT same_rows('identity_map: whoever was seen, and every user', $$SELECT kind, identifier FROM identity_map$$, $$
  SELECT DISTINCT kind, CASE kind WHEN 'email' THEN lower(btrim(identifier)) ELSE btrim(identifier) END FROM (
    SELECT a_kind, a FROM identifiers WHERE seen_at < midnight(today() + 1)
    UNION ALL SELECT b_kind, b FROM identifiers WHERE seen_at < midnight(today() + 1)
    UNION ALL SELECT 'user_id', user_id::text FROM users WHERE provisioned_on <= today()
    UNION ALL SELECT 'email', email FROM users WHERE provisioned_on <= today() AND email <> '') AS seen (kind, identifier)$$);
SELECT same_rows('identity_map: a user is itself, and its account is given', $$
  SELECT identifier, user_id, account_id, account, evidence FROM identity_map WHERE kind = 'user_id' AND identifier IN (SELECT user_id::text FROM users WHERE provisioned_on <= today())$$, $$
  SELECT user_id::text, user_id, users.account_id, accounts.name, 'given' FROM users JOIN accounts USING (account_id) WHERE provisioned_on <= today()$$);
SELECT same_rows('identity_map: without a user the account is that of the addresses, else of their domain', $$
  SELECT person, account_id, evidence FROM identity_map WHERE user_id IS NULL GROUP BY person, account_id, evidence$$, $$
  WITH person AS (SELECT DISTINCT person FROM identity_map WHERE user_id IS NULL),
    known AS (SELECT lower(btrim(email)) AS address, account_id FROM users WHERE email <> '' UNION SELECT lower(btrim(email)), account_id FROM contacts WHERE email <> ''),
    site AS (SELECT lower(domain) AS domain, array_agg(DISTINCT account_id) AS ids FROM accounts WHERE domain <> '' GROUP BY lower(domain)),
    found AS (
      SELECT person, ARRAY(SELECT DISTINCT known.account_id FROM identity_map AS i JOIN known ON known.address = i.identifier
          WHERE i.person = person.person AND i.kind = 'email') AS by_address,
        ARRAY(SELECT DISTINCT site.ids[1] FROM identity_map AS i JOIN site ON site.domain = email_domain(i.identifier) AND cardinality(site.ids) = 1
          WHERE i.person = person.person AND i.kind = 'email' AND NOT is_free_email_domain(i.identifier)) AS by_domain
      FROM person)
  SELECT person, CASE WHEN cardinality(by_address) = 1 THEN by_address[1] WHEN cardinality(by_domain) = 1 THEN by_domain[1] END,
    CASE WHEN cardinality(by_address) = 1 THEN 'email' WHEN cardinality(by_domain) = 1 THEN 'domain' END
  FROM found$$);
SELECT no_rows('identity_conflicts: pairs of two persons that were seen, and not of one', $$
  SELECT * FROM identity_conflicts AS c WHERE a_person = b_person OR found <= most OR first_seen >= midnight(today() + 1)
    OR a_person IS DISTINCT FROM (SELECT person FROM identity_map AS i WHERE i.kind = c.a_kind AND i.identifier = c.a)
    OR b_person IS DISTINCT FROM (SELECT person FROM identity_map AS i WHERE i.kind = c.b_kind AND i.identifier = c.b)$$);

-- The generator knows whom each identifier belongs to; those of several people are nobody's.
\if :is_whole
CREATE TEMP VIEW truth AS SELECT kind, CASE kind WHEN 'email' THEN lower(identifier) ELSE identifier END AS identifier, min(person_id) AS person_id
  FROM warehouse.true_identities GROUP BY 1, 2 HAVING count(DISTINCT person_id) = 1;
SELECT no_rows('identity_map: of the users it names 99 in 100 are the right ones, and it names 97 in 100 (precision, recall)', $$
  SELECT count(*), count(i.user_id), count(*) FILTER (WHERE i.user_id = truth.person_id) FROM identity_map AS i JOIN truth USING (kind, identifier)
  HAVING count(*) FILTER (WHERE i.user_id = truth.person_id) < 0.99 * count(i.user_id)
    OR count(*) FILTER (WHERE i.user_id = truth.person_id) < 0.97 * count(*) OR count(*) < 1000$$);
SELECT no_rows('identity_map: of the accounts it names 99 in 100 are the right ones, some by a domain alone, and it names 97 in 100', $$
  SELECT count(*), count(i.account_id), count(*) FILTER (WHERE i.account_id = users.account_id), count(*) FILTER (WHERE evidence = 'domain')
  FROM identity_map AS i JOIN truth USING (kind, identifier) JOIN warehouse.users ON users.user_id = truth.person_id
  HAVING count(*) FILTER (WHERE i.account_id = users.account_id) < 0.99 * count(i.account_id)
    OR count(*) FILTER (WHERE i.account_id = users.account_id) < 0.97 * count(*) OR count(*) FILTER (WHERE evidence = 'domain') < 10$$);
\endif

SELECT same_rows('account_interactions: what people of each customer did', $$
  SELECT account_id, interactions_30d, people_30d, web_30d, chats_30d, emails_30d, calls_30d, unknown_people_30d, first_touch_at, last_touch_at, days_since_touch FROM account_interactions$$, $$
  WITH touch AS (
    SELECT coalesce(t.account_id, i.account_id) AS account_id, t.kind, t.happened_at, coalesce(i.person, t.identifier_kind || ':' || t.identifier) AS person,
      i.user_id IS NULL AS is_unknown, t.happened_at >= midnight(today() - 29) AS is_recent
    FROM interactions AS t LEFT JOIN identity_map AS i ON i.kind = t.identifier_kind AND lower(i.identifier) = lower(t.identifier)
    WHERE t.happened_at < midnight(today() + 1))
  SELECT a.account_id, r.interactions, r.people, r.web, r.chats, r.emails, r.calls, CASE WHEN is_known('users') THEN r.unknown END, r.first_at, r.last_at, today() - day_of(r.last_at)
  FROM csm_accounts AS a CROSS JOIN LATERAL (
    SELECT CASE WHEN is_known('interactions') THEN count(*) FILTER (WHERE is_recent) END AS interactions,
      CASE WHEN is_known('interactions') THEN count(DISTINCT person) FILTER (WHERE is_recent) END AS people,
      CASE WHEN is_known('interactions') THEN count(*) FILTER (WHERE is_recent AND kind = 'web') END AS web,
      CASE WHEN is_known('interactions') THEN count(*) FILTER (WHERE is_recent AND kind = 'chat') END AS chats,
      CASE WHEN is_known('interactions') THEN count(*) FILTER (WHERE is_recent AND kind = 'email') END AS emails,
      CASE WHEN is_known('interactions') THEN count(*) FILTER (WHERE is_recent AND kind = 'call') END AS calls,
      CASE WHEN is_known('interactions') THEN count(DISTINCT person) FILTER (WHERE is_recent AND is_unknown) END AS unknown,
      min(happened_at) AS first_at, max(happened_at) AS last_at
    FROM touch WHERE touch.account_id = a.account_id) AS r$$);
SELECT no_rows('account_interactions: the first touch is one', $$
  SELECT * FROM account_interactions WHERE (first_touch_at IS NULL) <> (first_touch_kind IS NULL) OR (first_touch_at IS NULL) <> (first_touch_by IS NULL)$$);
