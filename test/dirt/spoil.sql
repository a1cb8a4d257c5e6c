-- Puts faults of every kind that real warehouses have into a copy of the demo warehouse in the shape `text`, at random
-- but always the same for a seed, and writes down what it did in dirt.injected.
--
--   select dirt.spoil('landed', 1, false)
--
-- A third of the accounts is touched: what happens to their rows may show. Whatever is harmless must be undone by the
-- clean layer, whoever's row it is: rows to be left out, copies, other spellings. With true, there is nothing else.

create table dirt.injected (
  schema_name text, table_name text, key text, account_id text, fault text, severity text, is_harmless boolean);
comment on column dirt.injected.account_id is 'The account that is touched; NULL = none, or the fault is harmless';
comment on column dirt.injected.severity is
  'error = the row is left out, warning = it is corrected, notice = it counts and looks wrong; NULL = nothing is wrong';

-- One kind of fault each. how: new = a row like another one, with an id of its own; copy = another row of that id;
-- change = the row itself. changes: what is different, an object in which v is the row; earlier: what changes in the
-- row that is copied; key: that of the fault, where it is not the row's, an expression over r, the row that was written.
create table dirt.recipes (
  number int generated always as identity, table_name text, fault text, how text, severity text, is_harmless boolean,
  changes text, filter text default 'true', earlier text, key text);

insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes) values
  -- Rows that are left out.
  ('accounts', 'new', 'error', true, 'no id', '{"account_id": ""}'),
  ('accounts', 'new', 'error', true, 'no id at all', '{"account_id": null}'),
  ('account_team', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('account_team', 'new', 'error', true, 'unknown member', '{"member_id": "nobody"}'),
  ('account_team', 'new', 'error', true, 'unknown role', '{"role": "boss"}'),
  ('account_team', 'new', 'error', true, 'reversed', '{"starts_on": "2025-03-10", "ends_on": "2025-03-01"}'),
  ('users', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('users', 'new', 'error', true, 'no id', '{"user_id": ""}'),
  ('users', 'new', 'error', true, 'no account', '{"account_id": null}'),
  ('contracts', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('contracts', 'new', 'error', true, 'reversed', '{"starts_on": "2026-03-10", "ends_on": "2026-03-01"}'),
  ('subscriptions', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('subscriptions', 'new', 'error', true, 'reversed: cancelled before it starts',
    '{"starts_on": "2025-03-10", "ends_on": "2025-03-01"}'),
  ('subscriptions', 'new', 'error', true, 'empty', '{"starts_on": "2025-03-10", "ends_on": "2025-03-10"}'),
  ('subscriptions', 'new', 'error', true, 'unreadable start', '{"starts_on": "31/13/2024", "ends_on": null}'),
  ('subscriptions', 'new', 'error', true, 'unreadable end', '{"starts_on": "2025-03-10", "ends_on": "n/a"}'),
  ('invoices', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('invoices', 'new', 'error', true, 'no amount', '{"amount": ""}'),
  ('invoices', 'new', 'error', true, 'unreadable amount', '{"amount": "$1,2x"}'),
  ('invoices', 'new', 'error', true, 'amount that is no number', '{"amount": "NaN"}'),
  ('invoices', 'new', 'error', true, 'endless amount', '{"amount": "-Infinity"}'),
  ('invoices', 'new', 'error', true, 'huge amount', '{"amount": "1e30"}'),
  ('invoices', 'new', 'error', true, 'large amount', '{"amount": "5000000000000000"}'),
  ('invoices', 'new', 'error', true, 'unreadable day', '{"invoiced_on": "31/13/2024"}'),
  ('cancellation_requests', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('cancellation_requests', 'new', 'error', true, 'no day', '{"requested_on": ""}'),
  ('acquisition_costs', 'new', 'error', true, 'negative', '{"channel": "gifts", "amount": "-5"}'),
  ('acquisition_costs', 'new', 'error', true, 'no segment', '{"segment": null}'),
  ('gross_margins', 'new', 'error', true, 'in percent', '{"segment": "other", "margin": "74"}'),
  ('currency_rates', 'new', 'error', true, 'rate of 0', '{"currency": "ZZZ", "rate": "0"}'),
  ('entitlements', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('entitlements', 'new', 'error', true, 'unknown feature', '{"feature_id": "nothing"}'),
  ('entitlements', 'new', 'error', true, 'reversed', '{"starts_on": "2025-03-10", "ends_on": "2025-03-01"}'),
  ('expected_features', 'new', 'error', true, 'unknown feature', '{"feature_id": "nothing"}'),
  ('account_attributes', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('account_attributes', 'new', 'error', true, 'no name', '{"name": null}'),
  ('product_events', 'new', 'error', true, 'clock at 1970', '{"occurred_at": "1970-01-01T00:00:00Z"}'),
  ('product_events', 'new', 'error', true, 'clock at 0001', '{"occurred_at": "0001-01-01T00:00:00Z"}'),
  ('product_events', 'new', 'error', true, 'endless instant', '{"occurred_at": "infinity"}'),
  ('product_events', 'new', 'error', true, 'no instant', '{"occurred_at": ""}'),
  ('product_events', 'new', 'error', true, 'unreadable instant', '{"occurred_at": "yesterday"}'),
  ('product_events', 'new', 'error', true, 'no user', '{"user_id": null, "occurred_at": "2026-06-28T12:00:00Z"}'),
  ('product_events', 'new', 'error', true, 'user of blanks', '{"user_id": ""}'),
  ('product_events', 'new', 'error', true, 'no account', '{"account_id": null}'),
  ('metered_usage', 'new', 'error', true, 'day of 1970', '{"measured_on": "1970-01-01"}'),
  ('metered_usage', 'new', 'error', true, 'negative', '{"measured_on": "2026-06-29", "units": "-1"}'),
  ('metered_usage', 'new', 'error', true, 'no number', '{"measured_on": "2026-06-29", "units": "NaN"}'),
  ('metered_usage', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('onboarding_projects', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('onboarding_projects', 'new', 'error', true, 'unreadable day', '{"signed_on": "n/a"}'),
  ('onboarding_milestones', 'new', 'error', true, 'unknown project', '{"onboarding_id": "nothing"}'),
  ('trainings', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('trainings', 'new', 'error', true, 'no day', '{"held_on": null}'),
  ('training_attendance', 'new', 'error', true, 'unknown training', '{"training_id": "nothing"}'),
  ('lifecycle_stages', 'new', 'error', true, 'unknown stage', '{"stage": "limbo"}'),
  ('lifecycle_stages', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('lifecycle_stages', 'new', 'error', true, 'no instant', '{"entered_at": ""}'),
  ('support_tickets', 'new', 'error', true, 'no instant', '{"opened_at": ""}'),
  ('ticket_status_changes', 'new', 'error', true, 'unknown status', '{"status": "zzz"}'),
  ('ticket_status_changes', 'new', 'error', true, 'unknown ticket', '{"ticket_id": "nothing"}'),
  ('ticket_status_changes', 'new', 'error', true, 'unreadable instant', '{"changed_at": "n/a"}'),
  ('ticket_messages', 'new', 'error', true, 'unknown author', '{"author": "robot"}'),
  ('ticket_messages', 'new', 'error', true, 'unknown ticket', '{"ticket_id": "nothing"}'),
  ('calls', 'new', 'error', true, 'no instant', '{"started_at": null}'),
  ('csm_touchpoints', 'new', 'error', true, 'unknown member', '{"member_id": "nobody"}'),
  ('csm_touchpoints', 'new', 'error', true, 'unreadable instant', '{"happened_at": "n/a"}'),
  ('csm_tasks', 'new', 'error', true, 'unknown member', '{"member_id": "nobody"}'),
  ('csm_tasks', 'new', 'error', true, 'no day', '{"created_on": ""}'),
  ('conversation_targets', 'new', 'error', true, 'in percent', '{"tier": "gold", "share": "80"}'),
  ('conversation_targets', 'new', 'error', true, 'reversed',
    '{"tier": "gold", "starts_on": "2025-03-10", "ends_on": "2025-03-01"}'),
  ('survey_responses', 'new', 'error', true, 'NPS of 11', '{"survey": "nps", "score": "11"}'),
  ('survey_responses', 'new', 'error', true, '99 is no answer', '{"survey": "csat", "score": "99"}'),
  ('survey_responses', 'new', 'error', true, 'unreadable score', '{"score": "n/a"}'),
  ('survey_responses', 'new', 'error', true, 'unknown survey', '{"survey": "mood"}'),
  ('csm_sentiment', 'new', 'error', true, 'unknown sentiment', '{"observed_on": "2026-06-29", "sentiment": "purple"}'),
  ('product_request_accounts', 'new', 'error', true, 'unknown account', '{"account_id": "nobody"}'),
  ('product_request_accounts', 'new', 'error', true, 'unknown request', '{"request_id": "nothing"}'),
  ('score_rubrics', 'new', 'error', true, 'no rubric', '{"version": "none", "rubric": "{\"bands\": 7}"}'),
  ('score_rubrics', 'new', 'error', true, 'no document', '{"version": "broken", "rubric": "{"}'),
  ('playbook_rules', 'new', 'error', true, 'no playbook', '{"version": "none", "rules": "{\"play\": 7}"}'),
  ('kpi_targets', 'new', 'error', true, 'unknown KPI', '{"kpi": "net_promotor_scores"}'),
  ('vocabulary', 'new', 'error', true, 'unknown meaning', '{"word": "fine", "meaning": "splendid"}'),
  ('vocabulary', 'new', 'error', true, 'unknown column', '{"column_name": "mood"}'),
  -- Days that systems write where none is known.
  ('invoices', 'new', 'error', true, 'day of 1970', '{"invoiced_on": "1970-01-01"}'),
  ('cancellation_requests', 'new', 'error', true, 'day of 1900', '{"requested_on": "1900-01-01"}'),
  ('acquisition_costs', 'new', 'error', true, 'month of 1970', '{"month": "1970-01-01"}'),
  ('trainings', 'new', 'error', true, 'day of the year 1', '{"held_on": "0001-01-01"}'),
  ('lifecycle_stages', 'new', 'error', true, 'instant 0', '{"entered_at": "1970-01-01T00:00:00Z"}'),
  ('support_tickets', 'new', 'error', true, 'instant 0', '{"opened_at": "1970-01-01T00:00:00Z"}'),
  ('ticket_status_changes', 'new', 'error', true, 'day of 1900', '{"changed_at": "1900-01-01"}'),
  ('ticket_messages', 'new', 'error', true, 'instant 0', '{"sent_at": "1970-01-01T00:00:00Z"}'),
  ('calls', 'new', 'error', true, 'day of 1899', '{"started_at": "1899-12-30"}'),
  ('csm_touchpoints', 'new', 'error', true, 'instant 0', '{"happened_at": "1970-01-01T01:00:00+01:00"}'),
  ('csm_tasks', 'new', 'error', true, 'day of the year 1', '{"created_on": "0001-01-01"}'),
  ('survey_responses', 'new', 'error', true, 'day of 1900', '{"responded_at": "1900-01-01 00:00:00"}'),
  ('csm_sentiment', 'new', 'error', true, 'day of 1970', '{"observed_on": "1970-01-01"}'),
  ('product_request_accounts', 'new', 'error', true, 'day of 1900', '{"asked_on": "1900-01-01"}'),
  -- Nearly an account's id.
  ('subscriptions', 'new', 'error', true, 'id in capitals', '{"account_id": "ID_000000001"}'),
  ('contracts', 'new', 'error', true, 'id with blanks', '{"account_id": " id_000000001"}');

-- The same row again; and an older form of a row, where the source says which one is newer.
insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes)
  select unnest('{accounts,team_members,account_team,users,contracts,subscriptions,invoices,cancellation_requests,
    acquisition_costs,gross_margins,features,entitlements,expected_features,account_attributes,metered_usage,
    onboarding_projects,onboarding_milestones,trainings,training_attendance,support_tickets,ticket_messages,calls,
    csm_touchpoints,csm_tasks,survey_responses,csm_sentiment,product_requests,product_request_accounts,
    score_rubrics,playbook_rules,vocabulary}'::text[]), 'copy', 'warning', true, 'twice', '{}';
insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes, earlier) values
  ('accounts', 'copy', 'warning', true, 'older form', '{"updated_at": "2024-01-01T00:00:00Z", "name": "old"}',
    '{"updated_at": "2026-01-01T00:00:00Z"}'),
  ('subscriptions', 'copy', 'warning', true, 'older form', '{"updated_at": "2024-01-01T00:00:00Z", "mrr": "1"}',
    '{"updated_at": "2026-01-01T00:00:00Z"}'),
  ('invoices', 'copy', 'warning', true, 'older form', '{"updated_at": "n/a", "amount": "1"}',
    '{"updated_at": "2026-01-01T00:00:00Z"}'),
  ('support_tickets', 'copy', 'warning', true, 'older form', '{"updated_at": "2024-01-01", "priority": "low"}',
    '{"updated_at": "2026-01-01"}');

-- Other spellings, which mean the same.
insert into dirt.recipes (table_name, how, is_harmless, fault, changes, filter) values
  ('users', 'change', true, 'NaT is no day', '{"deactivated_on": "NaT"}', 'v.deactivated_on is null'),
  ('subscriptions', 'change', true, 'None is no end', '{"ends_on": "None"}', 'v.ends_on is null'),
  ('users', 'change', true, '9999 is no end', '{"deactivated_on": "9999-12-31"}', 'v.deactivated_on is null'),
  ('subscriptions', 'change', true, '9999 is no end', '{"ends_on": "9999-12-31"}', 'v.ends_on is null'),
  ('subscriptions', 'change', true, 'infinity is no end', '{"ends_on": "infinity"}', 'v.ends_on is null'),
  ('subscriptions', 'change', true, 'unit in capitals', '{"billing_unit": " YEARLY"}', 'v.billing_unit = ''year'''),
  ('team_members', 'change', true, 'words of a CRM', '{"role": "Customer Success Manager"}', 'v.role = ''csm'''),
  ('invoices', 'change', true, 'kind in capitals', '{"kind": "RECURRING "}', 'v.kind = ''recurring'''),
  ('support_tickets', 'change', true, 'priority in capitals', '{"priority": "Urgent"}', 'v.priority = ''urgent'''),
  ('ticket_status_changes', 'change', true, 'Solved', '{"status": "Solved"}', 'v.status = ''solved'''),
  ('survey_responses', 'change', true, 'NPS in capitals', '{"survey": "NPS"}', 'v.survey = ''nps'''),
  ('survey_responses', 'change', true, 'a word of the company''s own', '{"survey": "Pulse"}', 'v.survey = ''nps'''),
  ('csm_sentiment', 'change', true, 'Green', '{"sentiment": "Green "}', 'v.sentiment = ''green''');
insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes, filter) values
  ('invoices', 'change', 'warning', true, 'credit note of a positive amount',
    $$jsonb_build_object('amount', ltrim(v.amount, '-'))$$, $$v.kind = 'credit_note' and v.amount like '-%'$$);
insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes, filter, key) values
  ('score_rubrics', 'new', 'warning', true, 'two rubrics on a day',
    '{"version": "2025-07", "starts_on": "2025-07-01"}',
    $$v.name = 'product_adoption' and v.starts_on is null$$, $$'product_adoption, 2025-01'$$),
  ('onboarding_milestones', 'new', 'error', true, 'unreadable position', '{"position": "first"}', 'true',
    'r.onboarding_id'),
  ('playbook_rules', 'new', 'warning', true, 'two playbooks on a day',
    '{"version": "2026-06", "starts_on": "2026-06-01"}', 'v.starts_on is null', $$'2026-01'$$);

-- Values that are corrected, or look wrong: what is made of them shows in what the pack says of the account.
insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes, filter) values
  ('accounts', 'change', 'warning', false, 'unknown parent', '{"parent_id": "nobody"}', 'true'),
  ('accounts', 'change', 'warning', false, 'its own parent', $$jsonb_build_object('parent_id', v.account_id)$$, 'true'),
  ('accounts', 'change', 'warning', false, 'unknown manager', '{"csm_id": "nobody"}', 'true'),
  ('accounts', 'change', 'warning', false, 'no signature', '{"signed_on": null}', 'v.signed_on < ''2026'''),
  ('accounts', 'change', 'warning', false, 'unreadable signature', '{"signed_on": "31/13/2024"}', 'true'),
  ('accounts', 'change', 'warning', false, 'signature after the first charge', '{"signed_on": "2026-06-29"}',
    'v.signed_on < ''2026'''),
  ('users', 'change', 'warning', false, 'unreadable day', '{"provisioned_on": "n/a"}', 'true'),
  ('users', 'change', 'warning', false, 'deactivated in 1970', '{"deactivated_on": "1970-01-01"}', 'true'),
  ('users', 'change', 'notice', false, 'deactivated before it had access', '{"deactivated_on": "2001-01-01"}', 'true'),
  ('contracts', 'change', 'warning', false, 'unknown predecessor', '{"renews_id": "nothing"}', 'true'),
  ('contracts', 'change', 'warning', false, 'renews itself', $$jsonb_build_object('renews_id', v.contract_id)$$, 'true'),
  ('contracts', 'change', 'warning', false, 'negative units', '{"monthly_units": "-5"}', 'true'),
  ('contracts', 'change', 'warning', false, 'units that are no number', '{"monthly_units": "NaN"}', 'true'),
  ('contracts', 'change', 'warning', false, 'no start', '{"starts_on": null, "ends_on": "2026-12-01"}', 'true'),
  ('contracts', 'change', 'error', false, 'reversed', '{"starts_on": "2026-03-10", "ends_on": "2026-03-01"}', 'true'),
  ('contracts', 'change', 'warning', false, 'unreadable renewal', '{"auto_renew": "perhaps"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'price that is no number', '{"mrr": "NaN"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'endless price', '{"mrr": "Infinity", "amount": null}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'huge price', '{"mrr": "1e30"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'large price', '{"mrr": "1000000000000000000"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'unreadable price', '{"mrr": null, "amount": "$1,2x"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'unit that nobody knows', '{"mrr": null, "billing_unit": "fortnight"}',
    'true'),
  ('subscriptions', 'change', 'notice', false, 'no price', '{"mrr": null, "amount": null}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'no unit', '{"mrr": null, "amount": "70", "billing_unit": ""}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'negative quantity', '{"quantity": "-1"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'negative seats', '{"seats": "-5"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'unknown contract', '{"contract_id": "nothing"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'unknown status', '{"status": "sleeping"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'currency without a rate', '{"currency": "XTS"}', 'true'),
  ('subscriptions', 'change', 'warning', false, 'no start', '{"starts_on": null}', 'v.ends_on is null'),
  ('subscriptions', 'change', 'warning', false, 'endless start', '{"starts_on": "-infinity", "ends_on": null}', 'true'),
  ('subscriptions', 'change', 'error', false, 'ended, and nobody knows when', '{"status": "canceled"}',
    'v.ends_on is null'),
  ('subscriptions', 'change', 'error', false, 'reversed', '{"starts_on": "2026-03-10", "ends_on": "2026-03-01"}',
    'true'),
  ('invoices', 'change', 'notice', false, 'paid before it was invoiced', '{"paid_on": "2001-01-01"}', 'true'),
  ('invoices', 'change', 'warning', false, 'paid in 1970', '{"paid_on": "1970-01-01"}', 'v.paid_on is not null'),
  ('invoices', 'change', 'notice', false, 'paid in the future', '{"paid_on": "2199-01-01"}', 'true'),
  ('invoices', 'change', 'warning', false, 'unreadable due day', '{"due_on": "31/13/2024"}', 'true'),
  ('invoices', 'change', 'warning', false, 'unknown kind', '{"kind": "gift"}', 'true'),
  ('invoices', 'change', 'error', false, 'amount that is no number', '{"amount": "NaN"}', 'true'),
  ('cancellation_requests', 'change', 'warning', false, 'unknown outcome', '{"outcome": "maybe"}', 'true'),
  ('product_events', 'new', 'notice', false, 'from the future', '{"occurred_at": "2199-01-01T00:00:00Z"}', 'true'),
  ('product_events', 'copy', 'warning', false, 'twice', '{}', 'v.occurred_at > ''2026-06-10'''),
  ('onboarding_projects', 'change', 'warning', false, 'live before its signature', '{"live_on": "2001-01-01"}', 'true'),
  ('onboarding_projects', 'change', 'notice', false, 'live in the future', '{"live_on": "2199-01-01"}', 'true'),
  ('onboarding_projects', 'change', 'warning', false, 'unknown owner', '{"owner_id": "nobody"}', 'true'),
  ('onboarding_milestones', 'change', 'warning', false, 'unreadable day', '{"done_on": "soon"}', 'true'),
  ('training_attendance', 'change', 'warning', false, 'unreadable', '{"attended": "maybe"}', 'true'),
  ('support_tickets', 'change', 'warning', false, 'unknown account', '{"account_id": "nobody"}', 'true'),
  ('support_tickets', 'change', 'notice', false, 'no account', '{"account_id": null}', 'true'),
  ('support_tickets', 'new', 'notice', false, 'no history', '{"solved_at": null}', 'true'),
  ('support_tickets', 'change', 'notice', false, 'opened in the future', '{"opened_at": "2199-01-01T00:00:00Z"}', 'true'),
  ('support_tickets', 'change', 'warning', false, 'unknown owner', '{"owner_id": "nobody"}', 'true'),
  ('support_tickets', 'change', 'warning', false, 'unknown kind', '{"kind": "weird"}', 'true'),
  ('support_tickets', 'change', 'warning', false, 'unknown status', '{"status": "dunno"}', 'true'),
  ('support_tickets', 'change', 'notice', false, 'changed before it was opened',
    '{"opened_at": "2026-06-30T22:00:00Z"}', $$v.opened_at < '2026-06'$$),
  ('calls', 'change', 'warning', false, 'negative minutes', '{"minutes": "-5"}', 'true'),
  ('calls', 'change', 'warning', false, 'unknown account', '{"account_id": "nobody"}', 'true'),
  ('csm_touchpoints', 'change', 'warning', false, 'unknown kind', '{"kind": "telepathy"}', 'true'),
  ('csm_touchpoints', 'change', 'warning', false, 'negative minutes', '{"minutes": "-3"}', 'true'),
  ('csm_touchpoints', 'change', 'warning', false, 'unreadable', '{"is_high_impact": "somewhat"}', 'true'),
  ('csm_tasks', 'change', 'warning', false, 'unreadable day', '{"due_on": "31/13/2024"}', 'true'),
  ('csm_tasks', 'change', 'warning', false, 'unknown account', '{"account_id": "nobody"}', 'true'),
  ('survey_responses', 'change', 'error', false, 'NPS of 11', '{"score": "11"}', $$v.survey = 'nps'$$),
  ('survey_responses', 'change', 'notice', false, 'answered in the future',
    '{"responded_at": "2199-01-01T00:00:00Z"}', 'true'),
  ('survey_responses', 'change', 'warning', false, 'scale of 50', '{"scale": "50"}', $$v.survey <> 'nps'$$),
  ('survey_responses', 'change', null, false, 'two scales', '{"scale": "9"}', $$v.survey = 'csat'$$),
  ('survey_responses', 'change', 'warning', false, 'unknown ticket', '{"ticket_id": "nothing"}', 'true'),
  ('survey_responses', 'change', 'warning', false, 'unknown user', '{"user_id": "nobody"}', 'true'),
  ('product_request_accounts', 'change', 'warning', false, 'unknown importance', '{"importance": "meh"}', 'true'),
  ('kpi_targets', 'change', 'warning', false, 'unknown group', '{"grouped_by": "segment", "group_name": "entreprise"}',
    'v.group_name = ''enterprise'''),
  ('kpi_targets', 'change', 'warning', false, 'share in percent', '{"target": "95"}', 'v.kpi = ''grr''');
insert into dirt.recipes (table_name, how, severity, is_harmless, fault, changes, filter, key) values
  ('subscriptions', 'new', 'warning', false, 'a discount that outlives its plan',
    '{"product": "discount", "ends_on": null, "mrr": "-1000000", "seats": null}', 'true', 'r.account_id'),
  ('account_team', 'new', 'notice', false, 'two managers on a day',
    $$jsonb_build_object('starts_on', (v.starts_on::date + 1)::text, 'member_id', (
      select m.member_id from %1$I.team_members as m where m.role = 'csm' and m.member_id <> v.member_id limit 1))$$,
    $$v.role = 'csm' and v.ends_on is null$$, 'concat_ws('', '', r.account_id, r.role)');

-- A third of the accounts.
create function dirt.may_touch(account_id text, seed bigint) returns boolean immutable parallel safe
  return hashtextextended(account_id, seed) % 3 = 0;

create function dirt.spoil(spoilt text, seed bigint, harmless_only boolean) returns void language plpgsql as $function$
declare
  recipe dirt.recipes;
  name text;
  key_columns text[];
  owner text;  -- the account of a row
  numbered text;
  told text;
begin
  -- What other warehouses have, and this one has not.
  execute format($$
    alter table %1$I.subscriptions add quantity text, add currency text, add status text;
    alter table %1$I.support_tickets add status text;
    drop table %1$I.currency_rates;
    create table %1$I.currency_rates (currency text, month text, rate text);
    insert into %1$I.currency_rates values ('USD', '2020-01-01', '1'), ('EUR', '2020-01-01', '1.1');
    insert into %1$I.vocabulary values ('survey_responses', 'survey', 'pulse', 'nps');
    create table %1$I.account_aliases (system text, external_id text, account_id text, evidence text);
    insert into %1$I.account_aliases values ('stripe', 'cus_1', 'id_000000001', 'given')$$, spoilt);
  for name in select tablename from pg_tables where schemaname = spoilt loop
    execute format('alter table %I.%I add updated_at text, add spoilt_by int', spoilt, name);
  end loop;

  for recipe in select * from dirt.recipes where is_harmless or not harmless_only order by number loop
    name := recipe.table_name;
    key_columns := (select key from c360_contract_tables() as t where t.name = recipe.table_name);
    owner := case
      when name in ('ticket_messages', 'ticket_status_changes') then
        format('(select t.account_id from %I.support_tickets as t where t.ticket_id = v.ticket_id limit 1)', spoilt)
      when name = 'onboarding_milestones' then format(
        '(select t.account_id from %I.onboarding_projects as t where t.onboarding_id = v.onboarding_id limit 1)',
        spoilt)
      when name = 'training_attendance' then
        format('(select t.account_id from %I.trainings as t where t.training_id = v.training_id limit 1)', spoilt)
      when exists (select from pg_attribute where attrelid = format('%I.%I', spoilt, name)::regclass
        and attname = 'account_id') then 'v.account_id'
      else 'null::text' end;
    -- New rows have ids that tell their recipe; those of events are numbers.
    numbered := case when recipe.how <> 'new' then $$'{}'$$
      when name = 'product_events' then format($$jsonb_build_object('event_id', %s + place)$$,
        1000000000 + 1000 * recipe.number)
      when cardinality(key_columns) = 1 and key_columns[1] like '%\_id' then
        format($$jsonb_build_object(%L, 'new_%s_' || place)$$, key_columns[1], recipe.number)
      else $$'{}'$$ end;
    -- A key as source_faults has it, as far as it can be told: without ranges, and the rest of keys of several columns.
    told := coalesce(recipe.key, format('concat_ws('', '', %s)', (
      select string_agg(format('r.%I', c), ', ' order by place)
      from unnest(case name when 'product_events' then '{event_id}' when 'lifecycle_stages' then '{account_id}' when 'ticket_status_changes' then '{ticket_id}'
        else key_columns end) with ordinality as k (c, place) where c not in ('valid', 'period'))));
    execute format($$
      create temp table written on commit drop as
      select picked.at, %3$s as owner, v as earlier,
        jsonb_populate_record(v, %5$s || %4$s || '{"spoilt_by": %6$s}') as r
      from (
        select p.ctid as at, row_number() over () as place
        from (
          select v.ctid from %1$I.%2$I as v
          where v.spoilt_by is null and (%7$s) and (%8$L or dirt.may_touch(%3$s, %9$s))
          order by hashtextextended(v::text, %9$s + %6$s) limit %10$s) as p) as picked
      join %1$I.%2$I as v on v.ctid = picked.at$$,
      spoilt, name, owner, case when recipe.changes like '{%' then quote_literal(recipe.changes) || '::jsonb'
        else format(recipe.changes, spoilt) end, numbered, recipe.number, recipe.filter,
      -- What belongs to no account touches none.
      recipe.is_harmless or owner = 'null::text', seed,
      case when recipe.is_harmless then 2 else 1 end);
    if recipe.how = 'change' or recipe.earlier is not null then
      execute format('delete from %I.%I where ctid in (select at from written)', spoilt, name);
    end if;
    if recipe.earlier is not null then
      execute format($$insert into %I.%I select (jsonb_populate_record(earlier, %L)).* from written$$, spoilt, name,
        recipe.earlier::jsonb || jsonb_build_object('spoilt_by', recipe.number));
    end if;
    execute format('insert into %I.%I select (r).* from written', spoilt, name);
    execute format($$
      insert into dirt.injected
      select %L, %L, %s, case when not %L then owner end, %L, %L, %4$L
      from (select owner, (r).* from written) as r$$,
      spoilt, name, told, recipe.is_harmless, recipe.fault, recipe.severity);
    drop table written;
  end loop;

  -- An account that was merged into another one, and whose rows still have its id.
  execute format($$
    insert into %1$I.accounts (account_id, name) values ('id_900000001', 'merged');
    insert into %1$I.account_aliases values ('accounts', 'id_900000001', 'id_000000002', 'merged')$$, spoilt);
  foreach name in array '{users,contracts,subscriptions,invoices,support_tickets,calls,survey_responses,product_events,
      csm_touchpoints}'::text[] loop
    execute format($$update %I.%I as v set account_id = 'id_900000001'
      where account_id = 'id_000000002' and spoilt_by is null and hashtextextended(v::text, %s) %% 2 = 0$$,
      spoilt, name, seed);
  end loop;
  insert into dirt.injected values (spoilt, 'accounts', 'id_900000001', null, 'merged', 'notice', true);
end
$function$;

-- What columns can hold that have the contract's types: a ninth of the rows each, whatever becomes of them.
create function dirt.spoil_values(spoilt text) returns void language plpgsql as $function$
declare
  change record;
begin
  for change in select * from (values
      ('subscriptions', $$mrr = 'NaN'$$, 'subscription_id % 9 = 0'),
      ('subscriptions', $$mrr = 'Infinity', amount = '-Infinity'$$, 'subscription_id % 9 = 1'),
      ('subscriptions', $$valid = 'empty'$$, 'subscription_id % 9 = 2'),
      ('subscriptions', $$valid = '[-infinity,2026-01-01)'$$, 'subscription_id % 9 = 3'),
      ('subscriptions', $$valid = '(,)'$$, 'subscription_id % 9 = 4'),
      ('subscriptions', $$valid = '[2026-01-01,infinity)'$$, 'subscription_id % 9 = 5'),
      ('subscriptions', 'mrr = 1e30, amount = null', 'subscription_id % 9 = 6'),
      ('subscriptions', $$valid = '[2026-01-01,9999-12-31]'$$, 'subscription_id % 9 = 7'),
      ('invoices', $$amount = 'NaN'$$, 'invoice_id % 9 = 0'),
      ('invoices', $$amount = 'Infinity'$$, 'invoice_id % 9 = 1'),
      ('invoices', $$invoiced_on = 'infinity'$$, 'invoice_id % 9 = 2'),
      ('invoices', $$invoiced_on = '-infinity', due_on = 'infinity', paid_on = '-infinity'$$, 'invoice_id % 9 = 3'),
      ('invoices', 'amount = 1e30', 'invoice_id % 9 = 4'),
      ('accounts', $$signed_on = 'infinity'$$, 'account_id % 9 = 0'),
      ('accounts', $$signed_on = '-infinity'$$, 'account_id % 9 = 1'),
      ('accounts', $$signed_on = '4000-01-01 BC'$$, 'account_id % 9 = 2'),
      ('users', $$provisioned_on = '-infinity'$$, 'user_id % 9 = 2'),
      ('users', $$deactivated_on = 'infinity'$$, 'user_id % 9 = 3'),
      ('users', $$provisioned_on = '0001-01-01'$$, 'user_id % 9 = 4'),
      ('support_tickets', $$opened_at = 'infinity'$$, 'ticket_id % 9 = 0'),
      ('support_tickets', $$opened_at = '-infinity'$$, 'ticket_id % 9 = 1'),
      ('support_tickets', $$opened_at = '0001-01-01'$$, 'ticket_id % 9 = 3'),
      ('ticket_status_changes', $$changed_at = 'infinity'$$, 'ticket_id % 9 = 4'),
      ('ticket_status_changes', $$changed_at = '-infinity'$$, 'ticket_id % 9 = 5'),
      ('product_events', $$occurred_at = 'infinity'$$, 'event_id % 99 = 0'),
      ('product_events', $$occurred_at = '-infinity'$$, 'event_id % 99 = 1'),
      ('product_events', $$occurred_at = '0001-01-01'$$, 'event_id % 99 = 2'),
      ('survey_responses', $$responded_at = 'infinity'$$, 'response_id % 9 = 0'),
      ('survey_responses', $$responded_at = '-infinity'$$, 'response_id % 9 = 1'),
      ('survey_responses', 'score = -5', 'response_id % 9 = 2'),
      ('survey_responses', 'scale = 0', 'response_id % 9 = 3'),
      ('survey_responses', $$responded_at = '1000-01-01'$$, 'response_id % 9 = 4'),
      ('csm_sentiment', $$observed_on = 'infinity'$$, 'account_id % 9 = 1'),
      ('contracts', $$term = 'empty'$$, 'contract_id % 9 = 0'),
      ('contracts', $$term = '(,)', signed_on = null$$, 'contract_id % 9 = 1'),
      ('contracts', $$signed_on = '-infinity', terminated_on = 'infinity'$$, 'contract_id % 9 = 2'),
      ('contracts', $$monthly_units = 'Infinity'$$, 'contract_id % 9 = 3'),
      ('contracts', 'monthly_units = 0', 'contract_id % 9 = 4'),
      ('onboarding_projects', $$live_on = 'infinity'$$, 'onboarding_id % 9 = 0'),
      ('onboarding_projects', $$signed_on = '0001-01-01'$$, 'onboarding_id % 9 = 1'),
      ('onboarding_projects', $$planned_live_on = '-infinity'$$, 'onboarding_id % 9 = 2'),
      ('metered_usage', $$units = 'NaN'$$, 'account_id % 9 = 2'),
      ('calls', $$minutes = 'NaN'$$, 'call_id % 9 = 1'),
      ('calls', $$started_at = '-infinity'$$, 'call_id % 9 = 2'),
      ('csm_touchpoints', $$happened_at = '0001-01-01'$$, 'touchpoint_id % 9 = 2'),
      ('csm_tasks', $$due_on = 'infinity'$$, 'task_id % 9 = 2'),
      ('csm_tasks', $$created_on = '0001-01-01'$$, 'task_id % 9 = 3'),
      ('lifecycle_stages', $$entered_at = '0001-01-01'$$, 'account_id % 9 = 3'),
      ('entitlements', $$valid = 'empty'$$, 'account_id % 9 = 3'),
      ('account_team', $$valid = '(,)'$$, 'account_id % 9 = 3'),
      ('acquisition_costs', $$amount = 'NaN'$$, $$month < '2026-01-01'$$),
      ('gross_margins', $$margin = 'NaN'$$, $$month < '2026-01-01'$$),
      ('features', $$released_on = 'infinity'$$, 'feature_id % 9 = 1'),
      ('product_requests', $$requested_on = '-infinity'$$, 'request_id % 9 = 1'),
      ('trainings', $$held_on = 'infinity'$$, 'training_id % 9 = 1'),
      ('score_rubrics', $$valid = 'empty'$$, $$name = 'health'$$),
      ('conversation_targets', $$share = 'NaN'$$, 'true')
    ) as changes (table_name, assigned, condition)
  loop
    execute format('update %I.%I set ', spoilt, change.table_name) || change.assigned || ' where ' || change.condition;
  end loop;
end
$function$;
