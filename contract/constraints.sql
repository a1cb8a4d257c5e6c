-- Keys, references and rules of the source contract. What happens to rows that break one:
--   primary key, unique          of several rows one stays: the one changed last (updated_at, where the source has such
--                                a column), else the last in the order of the other columns
--   foreign key … cascade        the row is left out: nothing can be said without what it refers to
--   foreign key … set null       the reference becomes NULL: the row counts, for somebody who is not known
--   check (of one column)        the column becomes NULL, or the row is left out where it may not be NULL
--   check (of several columns)   the row is left out
-- Nothing of a customer happened before 1980: what systems write where no day is known (1970, 1900, the year 1) is none.
-- Whatever happens is a row of source_faults. A reference that may dangle (an event of a user who was deleted) is not
-- declared.

alter table team_members add primary key (member_id),
  add check (hired_on >= '1980-01-01'), add check (left_on >= '1980-01-01');
alter table accounts add primary key (account_id),
  add foreign key (parent_id) references accounts on delete set null,
  add foreign key (csm_id) references team_members on delete set null,
  add foreign key (tam_id) references team_members on delete set null;
alter table account_team add primary key (account_id, role, valid),
  add foreign key (account_id) references accounts on delete cascade,
  add foreign key (member_id) references team_members on delete cascade;
alter table product_roles add primary key (role);
alter table users add primary key (user_id),
  add foreign key (account_id) references accounts on delete cascade,
  add check (deactivated_on >= '1980-01-01');
alter table contacts add primary key (contact_id),
  add foreign key (account_id) references accounts on delete cascade,
  add foreign key (user_id) references users on delete set null;
alter table account_aliases add primary key (system, external_id),
  add foreign key (account_id) references accounts on delete cascade;
-- Kinds are written before their identifiers, as email:ana@acme.example.
alter table identifiers
  add check (octet_length(a_kind) <= 63 and strpos(a_kind, ':') = 0),
  add check (octet_length(b_kind) <= 63 and strpos(b_kind, ':') = 0),
  add check (seen_at >= '1980-01-01Z');

alter table contracts add primary key (contract_id),
  add foreign key (account_id) references accounts on delete cascade,
  add foreign key (renews_id) references contracts on delete set null,
  add check (monthly_units >= 0),
  add check (terminated_on >= '1980-01-01');
alter table subscriptions add primary key (subscription_id),
  add foreign key (account_id) references accounts on delete cascade,
  add foreign key (contract_id) references contracts on delete set null,
  add check (seats >= 0), add check (quantity >= 0), add check (interval_count > 0),
  add check (abs(amount) < 1e15), add check (abs(mrr) < 1e15),
  add check (trial_ends_on >= '1980-01-01');
alter table invoices add primary key (invoice_id),
  add foreign key (account_id) references accounts on delete cascade,
  add check (abs(amount) < 1e15), add check (invoiced_on >= '1980-01-01'),
  add check (due_on >= '1980-01-01'), add check (paid_on >= '1980-01-01');
alter table cancellation_requests add primary key (request_id),
  add foreign key (account_id) references accounts on delete cascade,
  add check (requested_on >= '1980-01-01'), add check (decided_on >= '1980-01-01');
alter table acquisition_costs add primary key (month, segment, channel), add check (amount >= 0),
  add check (month >= '1980-01-01');
alter table gross_margins add primary key (month, segment), add check (margin between 0 and 1),
  add check (month >= '1980-01-01');
alter table currency_rates add primary key (currency, month), add check (rate > 0),
  add check (month >= '1980-01-01');
alter table opportunities add primary key (opportunity_id),
  add foreign key (account_id) references accounts on delete cascade,
  add check (mrr >= 0 and mrr < 1e15),
  add check (created_on >= '1980-01-01'), add check (expected_on >= '1980-01-01'),
  add check (decided_on >= '1980-01-01');

alter table features add primary key (feature_id), add check (adoption_uses > 0),
  add check (released_on >= '1980-01-01');
alter table entitlements add primary key (account_id, feature_id, valid),
  add foreign key (account_id) references accounts on delete cascade,
  add foreign key (feature_id) references features on delete cascade;
alter table expected_features add primary key (role, feature_id),
  add foreign key (feature_id) references features on delete cascade;
alter table account_attributes add unique (account_id, name, valid),
  add foreign key (account_id) references accounts on delete cascade;
-- Events refer to accounts, users and features without a constraint: an event is a fact, whoever was deleted since.
-- One row per event_id is made while they are rolled up. Before 2000 a clock was wrong.
alter table product_events add check (occurred_at >= '2000-01-01Z');
alter table metered_usage add primary key (account_id, meter, measured_on),
  add foreign key (account_id) references accounts on delete cascade,
  add check (units between 0 and 1e15),
  add check (measured_on >= '1980-01-01');
alter table activity_rule add primary key (event_name), add check (least_events >= 1), add check (least_amount > 0);

alter table onboarding_projects add primary key (onboarding_id),
  add foreign key (account_id) references accounts on delete cascade,
  add foreign key (owner_id) references team_members on delete set null,
  add check (signed_on >= '1980-01-01'), add check (planned_live_on >= '1980-01-01'),
  add check (live_on >= '1980-01-01'), add check (first_value_on >= '1980-01-01');
alter table onboarding_milestones add primary key (onboarding_id, position),
  add foreign key (onboarding_id) references onboarding_projects on delete cascade,
  add check (due_on >= '1980-01-01'), add check (done_on >= '1980-01-01');
alter table trainings add primary key (training_id),
  add foreign key (account_id) references accounts on delete cascade,
  add check (held_on >= '1980-01-01');
alter table training_attendance add primary key (training_id, user_id),
  add foreign key (training_id) references trainings on delete cascade;
-- A stage entered twice at one instant is entered once: no key.
alter table lifecycle_stages
  add foreign key (account_id) references accounts on delete cascade,
  add check (entered_at >= '1980-01-01Z');

alter table support_tickets add primary key (ticket_id),
  add foreign key (account_id) references accounts on delete set null,
  add foreign key (user_id) references users on delete set null,
  add foreign key (owner_id) references team_members on delete set null,
  add check (opened_at >= '1980-01-01Z'), add check (solved_at >= '1980-01-01Z');
-- A change that is told twice is one change: no key.
alter table ticket_status_changes
  add foreign key (ticket_id) references support_tickets on delete cascade,
  add check (changed_at >= '1980-01-01Z');
alter table ticket_messages add primary key (message_id),
  add foreign key (ticket_id) references support_tickets on delete cascade,
  add check (sent_at >= '1980-01-01Z');
alter table calls add primary key (call_id),
  add foreign key (account_id) references accounts on delete set null,
  add foreign key (user_id) references users on delete set null,
  add check (minutes between 0 and 1e6),
  add check (started_at >= '1980-01-01Z');
alter table working_hours add unique (weekday, day),
  add check (coalesce(weekday between 1 and 7, false) <> (day is not null));

alter table csm_touchpoints add primary key (touchpoint_id),
  add foreign key (account_id) references accounts on delete set null,
  add foreign key (member_id) references team_members on delete cascade,
  add check (minutes between 0 and 1e6), add check (persons >= 0),
  add check (happened_at >= '1980-01-01Z');
alter table csm_tasks add primary key (task_id),
  add foreign key (account_id) references accounts on delete set null,
  add foreign key (member_id) references team_members on delete cascade,
  add check (created_on >= '1980-01-01'), add check (due_on >= '1980-01-01'), add check (done_on >= '1980-01-01');
alter table conversation_targets add unique (tier, kind, topic, period), add check (share between 0 and 1);
alter table interactions add primary key (interaction_id),
  add foreign key (account_id) references accounts on delete set null,
  add check (happened_at >= '1980-01-01Z');

alter table survey_responses add primary key (response_id),
  add foreign key (account_id) references accounts on delete set null,
  add foreign key (user_id) references users on delete set null,
  add foreign key (ticket_id) references support_tickets on delete set null,
  add check (scale between 2 and 10),
  add check (score between case survey when 'nps' then 0 else 1 end and coalesce(scale, 10)),
  add check (responded_at >= '1980-01-01Z');
alter table csm_sentiment add primary key (account_id, observed_on),
  add foreign key (account_id) references accounts on delete cascade,
  add check (observed_on >= '1980-01-01');
alter table product_requests add primary key (request_id),
  add check (requested_on >= '1980-01-01'), add check (shipped_on >= '1980-01-01');
alter table product_request_accounts add primary key (request_id, account_id),
  add foreign key (request_id) references product_requests on delete cascade,
  add foreign key (account_id) references accounts on delete cascade,
  add check (asked_on >= '1980-01-01');

alter table score_rubrics add primary key (name, version);
alter table playbook_rules add primary key (version);
alter table kpi_targets add unique (month, kpi, grouped_by, group_name);
alter table vocabulary add primary key (table_name, column_name, word);
