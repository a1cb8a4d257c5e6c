-- Tickets, calls and answers that have an e-mail address and no account find the account to which the address belongs.
SET client_min_messages = warning;
SET jit = off;
CREATE SCHEMA desk;
CREATE TABLE desk.accounts (account_id text PRIMARY KEY, signed_on date);
INSERT INTO desk.accounts VALUES ('cus_1', '2026-01-05'), ('cus_2', '2026-02-01');
CREATE TABLE desk.users (user_id text PRIMARY KEY, account_id text, email text);
INSERT INTO desk.users VALUES
  ('u1', 'cus_1', 'Ann@Acme.example'), ('u2', 'cus_2', 'bob@birch.example'),
  ('u3', 'cus_1', 'shared@both.example'), ('u4', 'cus_2', 'shared@both.example'),
  ('u5', 'cus_1', 'desk@acme.example'), ('u6', 'cus_1', 'desk@acme.example'), ('u7', 'cus_2', ' ');
CREATE TABLE desk.contacts (contact_id int PRIMARY KEY, account_id text, email text, role text);
INSERT INTO desk.contacts VALUES (1, 'cus_2', 'cfo@birch.example', 'sponsor');
CREATE TABLE desk.support_tickets (ticket_id int PRIMARY KEY, account_id text, email text, opened_at timestamptz);
INSERT INTO desk.support_tickets VALUES
  (1, NULL, ' ann@acme.example ', '2026-03-01Z'),     -- a user's, in another case
  (2, NULL, 'CFO@birch.example', '2026-03-02Z'),      -- a contact's, who is no user
  (3, NULL, 'shared@both.example', '2026-03-03Z'),    -- of two accounts: decides nothing
  (4, NULL, 'desk@acme.example', '2026-03-04Z'),      -- of two users of one account
  (5, 'cus_2', 'ann@acme.example', '2026-03-05Z'),    -- what the source says, stays
  (6, NULL, 'nobody@elsewhere.example', '2026-03-06Z'),
  (7, NULL, '', '2026-03-07Z'), (8, NULL, NULL, '2026-03-08Z');
CREATE TABLE desk.calls (call_id int PRIMARY KEY, account_id text, email text, started_at timestamptz);
INSERT INTO desk.calls VALUES (1, NULL, 'bob@birch.example', '2026-03-01Z');
CREATE TABLE desk.survey_responses (response_id int PRIMARY KEY, email text, survey text, score int, responded_at timestamptz);
INSERT INTO desk.survey_responses VALUES (1, 'ann@acme.example', 'NPS', 9, '2026-03-01Z'), (2, 'x@y.example', 'NPS', 2, '2026-03-01Z');
SELECT count(*) > 100 AS is_built FROM customer360_create_views('desk', 'desk_views');
SELECT ticket_id, account_id, user_id FROM desk_views.support_tickets ORDER BY ticket_id;
SELECT call_id, account_id, user_id FROM desk_views.calls;
SELECT response_id, account_id, user_id, scale FROM desk_views.survey_responses ORDER BY response_id;
CALL desk_views.refresh_faults();
SELECT table_name, key, account_id, fault, severity, done FROM desk_views.source_faults
WHERE table_name IN ('support_tickets', 'calls', 'survey_responses') AND fault !~ 'status' ORDER BY table_name, key;
DROP SCHEMA desk_views, desk CASCADE;
