-- The source contract: what the Customer 360 views read. One table after the other with its columns, their types and
-- comments; constraints.sql has keys, references and rules, vocabularies.sql the words of columns that list some.
--
-- A warehouse has some of these tables and columns; a missing one is unknown. Types say what a column means, not what it
-- must be: an id (`key`) is of any type; a day, instant, number or boolean may also come as text, an instant without a
-- zone or as a number of seconds or milliseconds; money in any numeric type.
-- Every `daterange` may come as starts_on with ends_on (first day no longer) or last_day (last day, inclusive).
-- NOT NULL: a row without it is left out, and told in source_faults. Of all others a blank says as much as NULL.

-- People and accounts ------------------------------------------------------------------------------------------------

create table team_members (
  member_id key not null,
  name text,
  role text,
  region text,
  hired_on date,
  left_on date
);
comment on table team_members is 'One row per person at the vendor who looks after customers';
comment on column team_members.member_id is 'Key';
comment on column team_members.name is 'Full name';
comment on column team_members.role is
  'csm = Customer Success Manager, tam = Technical Account Manager, support = support agent; NULL = another, or not '
  'known';
comment on column team_members.region is 'Region served: Americas, EMEA or APAC';
comment on column team_members.hired_on is 'First day of work; NULL = always';
comment on column team_members.left_on is 'First day no longer employed; NULL = employed';

create table accounts (
  account_id key not null,
  name text,
  domain text,
  parent_id key,
  segment text,
  tier text,
  country text,
  region text,
  industry text,
  signed_on date,
  csm_id key,
  tam_id key
);
comment on table accounts is 'One row per account: customers, those who left, and prospects';
comment on column accounts.account_id is 'Key';
comment on column accounts.name is 'Company name as sales entered it';
comment on column accounts.domain is 'E-mail and web domain; accounts of one group may share it';
comment on column accounts.parent_id is 'Account of the parent company; NULL = no parent';
comment on column accounts.segment is 'Company size: smb, mid_market or enterprise';
comment on column accounts.tier is
  'Product tier today: starter, professional or enterprise; for an earlier day see contracts.tier';
comment on column accounts.country is 'ISO 3166-1 alpha-2 code';
comment on column accounts.region is 'Sales region: Americas, EMEA or APAC';
comment on column accounts.industry is 'Industry';
comment on column accounts.signed_on is
  'Day of the first signature: customer since. Missing, or after the first charge: the first contract or charge';
comment on column accounts.csm_id is 'Customer Success Manager today; for an earlier day see account_team';
comment on column accounts.tam_id is
  'Technical Account Manager today, NULL = none; for an earlier day see account_team';

create table account_team (
  account_id key not null,
  role text not null,
  member_id key not null,
  valid daterange not null
);
comment on table account_team is 'Who looked after an account, and when: one row per account, role and period';
comment on column account_team.account_id is 'The account looked after';
comment on column account_team.role is 'csm or tam';
comment on column account_team.member_id is 'The team member in charge';
comment on column account_team.valid is 'Days in charge; open end = still in charge';

create table product_roles (
  role text not null,
  description text
);
comment on table product_roles is 'One row per role (persona) that users have in the product';
comment on column product_roles.role is 'Key';
comment on column product_roles.description is 'What people in this role use the product for';

create table users (
  user_id key not null,
  account_id key not null,
  name text,
  email text,
  role text,
  provisioned_on date,
  deactivated_on date
);
comment on table users is 'One row per user of the product; the users provisioned on a day occupy that day''s seats';
comment on column users.user_id is 'Key';
comment on column users.account_id is 'Account that owns the seat';
comment on column users.name is 'Full name';
comment on column users.email is 'E-mail address; a few people use a free mail provider';
comment on column users.role is 'Role (persona) in the product';
comment on column users.provisioned_on is 'First day with access; NULL = since the account was signed';
comment on column users.deactivated_on is 'First day without access; NULL = has access';

create table contacts (
  contact_id key not null,
  account_id key not null,
  user_id key,
  name text,
  email text,
  role text not null,
  valid daterange
);
comment on table contacts is 'Who the people of an account are to the vendor: one row per person, role and period';
comment on column contacts.contact_id is 'Key';
comment on column contacts.account_id is 'The customer';
comment on column contacts.user_id is 'The same person as a user; NULL = not a user, or not known';
comment on column contacts.name is 'Full name';
comment on column contacts.email is 'E-mail address';
comment on column contacts.role is 'sponsor, champion, decision_maker, admin, billing or user';
comment on column contacts.valid is 'Days in that role; open end = still; NULL = known for today only';

create table account_aliases (
  system text not null,
  external_id text not null,
  account_id key not null,
  evidence text
);
comment on table account_aliases is
  'Under which ids other systems know an account; also accounts merged into another: one row per id';
comment on column account_aliases.system is
  'The system whose id it is, such as stripe: a row that carries it in place of an account''s id counts for account_id, '
  'where no account has that id and no system means another account by it; accounts = an account merged into account_id';
comment on column account_aliases.external_id is 'Its id there';
comment on column account_aliases.account_id is 'The account it belongs to';
comment on column account_aliases.evidence is 'Why: given, domain, email or merged; NULL = given';

create table identifiers (
  a_kind text not null,
  a text not null,
  b_kind text not null,
  b text not null,
  seen_at timestamptz not null
);
comment on table identifiers is 'Identifiers seen together, as raw pairs: one row per sighting';
comment on column identifiers.a_kind is 'Kind of the first identifier: anonymous_id, user_id, email, device_id …';
comment on column identifiers.a is 'The first identifier';
comment on column identifiers.b_kind is 'Kind of the second identifier';
comment on column identifiers.b is 'The second identifier';
comment on column identifiers.seen_at is 'Instant at which they were seen together';

-- Commerce -----------------------------------------------------------------------------------------------------------

create table contracts (
  contract_id key not null,
  account_id key not null,
  renews_id key,
  tier text,
  signed_on date,
  term daterange not null,
  auto_renew boolean,
  monthly_units numeric,
  terminated_on date
);
comment on table contracts is 'One row per signed contract; a renewal is a contract that names the one it renews';
comment on column contracts.contract_id is 'Key';
comment on column contracts.account_id is 'The customer';
comment on column contracts.renews_id is 'Contract this one renews; NULL = first contract, or one after a gap';
comment on column contracts.tier is 'Tier sold: starter, professional or enterprise';
comment on column contracts.signed_on is 'Day of signature; after the start of the term if a renewal was late';
comment on column contracts.term is 'Agreed term; open end = month to month, until terminated';
comment on column contracts.auto_renew is 'Renews itself unless cancelled';
comment on column contracts.monthly_units is 'Metered units (API calls) included in 30 days; NULL = not metered';
comment on column contracts.terminated_on is
  'First day the contract was no longer binding, if it ended other than by its term';

create table subscriptions (
  subscription_id key not null,
  account_id key not null,
  contract_id key,
  product text,
  valid daterange not null,
  seats bigint,
  quantity numeric,
  amount numeric,
  billing_unit text,
  interval_count bigint,
  mrr numeric,
  currency text,
  status text,
  trial_ends_on date
);
comment on table subscriptions is
  'One row per priced line and period: several lines per customer, a new row at each change of plan, price or seats';
comment on column subscriptions.subscription_id is 'Key';
comment on column subscriptions.account_id is 'The customer';
comment on column subscriptions.contract_id is 'Contract under which the line was sold';
comment on column subscriptions.product is
  'Plan, module or discount, by any name; a product seats is more seats of the customer''s first product';
comment on column subscriptions.valid is 'Days on which the line is charged; open end = no end yet';
comment on column subscriptions.seats is 'Seats this line provides; NULL = the line is not sold by seat';
comment on column subscriptions.quantity is 'How many units are sold, if amount is the price of one; NULL = 1';
comment on column subscriptions.amount is
  'Money charged every billing_unit, for each of quantity; negative for a discount';
comment on column subscriptions.billing_unit is 'day, week, month, quarter or year';
comment on column subscriptions.interval_count is
  'Units of time between two charges: 3 with month is a quarter; NULL = 1';
comment on column subscriptions.mrr is
  'Monthly recurring revenue; without it amount and quantity, normalised to one month. NULL = a price not known, '
  'active all the same';
comment on column subscriptions.currency is
  'ISO 4217 code of amount and mrr, converted by currency_rates; NULL = the reporting currency';
comment on column subscriptions.status is
  'What the line is while it is valid: trial, active, past_due, paused or ended; NULL = active';
comment on column subscriptions.trial_ends_on is 'First day charged, if the line begins with a trial; NULL = no trial';

create table invoices (
  invoice_id key not null,
  account_id key not null,
  kind text,
  invoiced_on date not null,
  due_on date,
  paid_on date,
  amount numeric not null,
  currency text
);
comment on table invoices is 'One row per invoice or credit note';
comment on column invoices.invoice_id is 'Key';
comment on column invoices.account_id is 'The customer billed';
comment on column invoices.kind is 'recurring, services (onboarding, training) or credit_note';
comment on column invoices.invoiced_on is 'Day of the invoice';
comment on column invoices.due_on is 'Day by which it must be paid';
comment on column invoices.paid_on is 'Day it was paid; NULL = unpaid';
comment on column invoices.amount is 'Invoiced money; on a credit note the money given back, whatever its sign';
comment on column invoices.currency is
  'ISO 4217 code of amount, converted by currency_rates; NULL = the reporting currency';

create table cancellation_requests (
  request_id key not null,
  account_id key not null,
  requested_on date not null,
  reason text,
  outcome text,
  decided_on date
);
comment on table cancellation_requests is 'One row per request to cancel: the denominator of the save rate';
comment on column cancellation_requests.request_id is 'Key';
comment on column cancellation_requests.account_id is 'The customer who asked';
comment on column cancellation_requests.requested_on is 'Day the customer asked';
comment on column cancellation_requests.reason is 'Reason given';
comment on column cancellation_requests.outcome is 'saved or cancelled; NULL = not decided';
comment on column cancellation_requests.decided_on is 'Day of the outcome; NULL = not decided';

create table acquisition_costs (
  month date not null,
  segment text not null,
  channel text not null,
  amount numeric not null
);
comment on table acquisition_costs is
  'Sales and marketing spend to win customers: one row per month, segment and channel';
comment on column acquisition_costs.month is 'First day of the month';
comment on column acquisition_costs.segment is 'Segment the money was spent on';
comment on column acquisition_costs.channel is 'marketing or sales';
comment on column acquisition_costs.amount is 'Money spent';

create table gross_margins (
  month date not null,
  segment text not null,
  margin numeric not null
);
comment on table gross_margins is 'Gross margin of recurring revenue: one row per month and segment';
comment on column gross_margins.month is 'First day of the month';
comment on column gross_margins.segment is 'Segment';
comment on column gross_margins.margin is 'Fraction of revenue left after the cost of serving it, 0 to 1';

create table currency_rates (
  currency text not null,
  month date not null,
  rate numeric not null
);
comment on table currency_rates is 'What a currency is worth in the reporting currency: one row per currency and month';
comment on column currency_rates.currency is 'ISO 4217 code';
comment on column currency_rates.month is 'First day of the month';
comment on column currency_rates.rate is 'Units of the reporting currency for one, at the end of the month';

create table opportunities (
  opportunity_id key not null,
  account_id key not null,
  kind text,
  mrr numeric,
  stage text,
  created_on date,
  expected_on date,
  outcome text,
  decided_on date
);
comment on table opportunities is 'What sales is working on: one row per opportunity';
comment on column opportunities.opportunity_id is 'Key';
comment on column opportunities.account_id is 'The customer';
comment on column opportunities.kind is 'new, renewal, upsell or cross_sell';
comment on column opportunities.mrr is 'Monthly recurring revenue it would add; for a renewal, what it would keep';
comment on column opportunities.stage is 'Stage in the words of sales';
comment on column opportunities.created_on is 'Day it was created; NULL = not known';
comment on column opportunities.expected_on is 'Day on which it is expected to close; NULL = not known';
comment on column opportunities.outcome is
  'won, lost or open; NULL = open, or as its stage says where no opportunity has an outcome';
comment on column opportunities.decided_on is 'Day of the outcome; NULL = open';

-- Product ------------------------------------------------------------------------------------------------------------

create table features (
  feature_id key not null,
  feature_key text,
  name text,
  module text,
  released_on date,
  adoption_uses bigint,
  is_sticky boolean
);
comment on table features is 'One row per feature of the product';
comment on column features.feature_id is 'Key';
comment on column features.feature_key is 'Name in code and events: event_name of its uses';
comment on column features.name is 'Name in the product';
comment on column features.module is 'Part of the product it belongs to';
comment on column features.released_on is 'Day of general availability';
comment on column features.adoption_uses is 'Uses within four weeks from which an account counts as having adopted it';
comment on column features.is_sticky is 'The product team considers it one of the features that keep customers';

create table entitlements (
  account_id key not null,
  feature_id key not null,
  valid daterange not null
);
comment on table entitlements is 'What an account may use, and when: one row per account, feature and period';
comment on column entitlements.account_id is 'The customer entitled';
comment on column entitlements.feature_id is 'The feature it may use';
comment on column entitlements.valid is 'Days of entitlement; open end = still entitled';

create table expected_features (
  role text not null,
  feature_id key not null
);
comment on table expected_features is 'Features a person in a role is expected to use: one row per role and feature';
comment on column expected_features.role is 'Role (persona) in the product';
comment on column expected_features.feature_id is 'Feature expected of the role';

create table account_attributes (
  account_id key not null,
  name text not null,
  value text,
  valid daterange
);
comment on table account_attributes is
  'What else the company knows about an account: one row per account, name and period. Each name is a metric';
comment on column account_attributes.account_id is 'The customer';
comment on column account_attributes.name is 'Name of the attribute, such as api_access or pipelines_on';
comment on column account_attributes.value is 'A number, true or false, or a word; NULL = not known';
comment on column account_attributes.valid is 'Days on which it held; open end = still; NULL = known for today only';

create table product_events (
  event_id key,
  account_id key not null,
  user_id key not null,
  feature_id key,
  event_name text,
  amount numeric,
  occurred_at timestamptz not null,
  loaded_at timestamptz
);
comment on table product_events is
  'One row per action of a user in the product, delivered at least once, in any order and late';
comment on column product_events.event_id is 'Key: of rows that share it one counts; NULL = each row counts';
comment on column product_events.account_id is 'Account of the user at the time';
comment on column product_events.user_id is 'The user';
comment on column product_events.feature_id is 'Feature used; NULL for a login';
comment on column product_events.event_name is
  'What happened, in any words: those for a login count as logins, and without feature_id a feature_key as its use';
comment on column product_events.amount is
  'How much was done, for an activity_rule that asks for an amount; NULL = nothing to count';
comment on column product_events.occurred_at is 'Instant it happened';
comment on column product_events.loaded_at is 'Instant it reached the warehouse; of use only where the table is a view';

create table metered_usage (
  account_id key not null,
  meter text not null,
  measured_on date not null,
  units numeric not null
);
comment on table metered_usage is 'Units used by people and by machines: one row per account, meter and week';
comment on column metered_usage.account_id is 'The customer';
comment on column metered_usage.meter is 'What is metered: api_calls';
comment on column metered_usage.measured_on is 'Last of the seven days measured';
comment on column metered_usage.units is 'Units used in those seven days';

create table activity_rule (
  event_name text not null,
  least_events numeric,
  least_amount numeric
);
comment on table activity_rule is 'What counts as activity, if not every event: one row per event that counts';
comment on column activity_rule.event_name is 'Event that counts, in any case; * = every event';
comment on column activity_rule.least_events is 'Least number of such events in a day for the day to count; NULL = 1';
comment on column activity_rule.least_amount is
  'Least sum of product_events.amount in a day for the day to count; NULL = none';

-- Journey ------------------------------------------------------------------------------------------------------------

create table onboarding_projects (
  onboarding_id key not null,
  account_id key not null,
  signed_on date not null,
  planned_live_on date,
  live_on date,
  first_value_on date,
  owner_id key
);
comment on table onboarding_projects is 'One row per onboarding; a customer who returns after a gap has a second one';
comment on column onboarding_projects.onboarding_id is 'Key';
comment on column onboarding_projects.account_id is 'The customer';
comment on column onboarding_projects.signed_on is 'Day of the signature that began it';
comment on column onboarding_projects.planned_live_on is 'Go-live day agreed at the kick-off';
comment on column onboarding_projects.live_on is
  'Go-live day; NULL = not live. A few precede the signature: data entry errors to be shown, not hidden';
comment on column onboarding_projects.first_value_on is
  'Day the customer reached the first agreed result; NULL = not yet';
comment on column onboarding_projects.owner_id is 'Team member who leads it';

create table onboarding_milestones (
  onboarding_id key not null,
  position bigint not null,
  milestone text,
  due_on date,
  done_on date
);
comment on table onboarding_milestones is 'Steps of an onboarding: one row per onboarding and milestone';
comment on column onboarding_milestones.onboarding_id is 'The onboarding';
comment on column onboarding_milestones.position is 'Order of the milestone, from 1';
comment on column onboarding_milestones.milestone is 'kick-off, data import, integration, training, pilot or go-live';
comment on column onboarding_milestones.due_on is 'Day agreed';
comment on column onboarding_milestones.done_on is 'Day done; NULL = not done';

create table trainings (
  training_id key not null,
  account_id key not null,
  title text,
  held_on date not null
);
comment on table trainings is 'One row per training session for one account';
comment on column trainings.training_id is 'Key';
comment on column trainings.account_id is 'The customer trained';
comment on column trainings.title is 'Subject';
comment on column trainings.held_on is 'Day of the session; may be in the future';

create table training_attendance (
  training_id key not null,
  user_id key not null,
  attended boolean
);
comment on table training_attendance is 'Who was invited to a training: one row per training and user';
comment on column training_attendance.training_id is 'The training';
comment on column training_attendance.user_id is 'The user invited';
comment on column training_attendance.attended is 'Whether the user came; NULL = the session is in the future';

create table lifecycle_stages (
  account_id key not null,
  stage text not null,
  entered_at timestamptz not null
);
comment on table lifecycle_stages is 'Journey of an account: one row per stage entered, which lasts until the next one';
comment on column lifecycle_stages.account_id is 'The customer';
comment on column lifecycle_stages.stage is 'onboarding, adoption, value, renewal, at_risk or churned';
comment on column lifecycle_stages.entered_at is 'Instant the account entered the stage';

-- Support ------------------------------------------------------------------------------------------------------------

create table support_tickets (
  ticket_id key not null,
  account_id key,
  user_id key,
  email text,
  owner_id key,
  kind text,
  priority text,
  channel text,
  subject text,
  status text,
  opened_at timestamptz not null,
  solved_at timestamptz
);
comment on table support_tickets is 'One row per support ticket; its state on a day comes from ticket_status_changes';
comment on column support_tickets.ticket_id is 'Key';
comment on column support_tickets.account_id is 'The customer; NULL = not known, which counts in its owner''s load';
comment on column support_tickets.user_id is 'User who opened it; NULL = opened by the vendor';
comment on column support_tickets.email is
  'E-mail address of who opened it: where account_id is missing, the account to which the address is known to belong';
comment on column support_tickets.owner_id is 'Technical Account Manager, or support agent, who owns it';
comment on column support_tickets.kind is 'question, incident, problem or task';
comment on column support_tickets.priority is 'low, normal, high or urgent';
comment on column support_tickets.channel is 'email, chat, phone or portal';
comment on column support_tickets.subject is 'Subject line';
comment on column support_tickets.status is
  'Status today, for a ticket without a history; see ticket_status_changes.status';
comment on column support_tickets.opened_at is 'Instant it was opened';
comment on column support_tickets.solved_at is
  'Instant it was solved, for a ticket without a history; NULL = not solved';

create table ticket_status_changes (
  ticket_id key not null,
  changed_at timestamptz not null,
  status text not null
);
comment on table ticket_status_changes is
  'One row per change of a ticket''s status, including its opening; the last one up to an instant holds';
comment on column ticket_status_changes.ticket_id is 'The ticket';
comment on column ticket_status_changes.changed_at is 'Instant of the change';
comment on column ticket_status_changes.status is 'new, open, pending, hold, reopened, solved, closed or deleted';

create table ticket_messages (
  message_id key not null,
  ticket_id key not null,
  sent_at timestamptz not null,
  author text not null
);
comment on table ticket_messages is 'One row per public message of a ticket, including the opening one';
comment on column ticket_messages.message_id is 'Key';
comment on column ticket_messages.ticket_id is 'The ticket';
comment on column ticket_messages.sent_at is 'Instant it was sent';
comment on column ticket_messages.author is 'customer or agent';

create table calls (
  call_id key not null,
  account_id key,
  user_id key,
  email text,
  started_at timestamptz not null,
  minutes numeric
);
comment on table calls is 'One row per telephone or video call with a customer';
comment on column calls.call_id is 'Key';
comment on column calls.account_id is 'The customer';
comment on column calls.user_id is 'User on the call';
comment on column calls.email is 'E-mail address of who was called, or called; as in support_tickets';
comment on column calls.started_at is 'Instant it began';
comment on column calls.minutes is 'Length in minutes';

create table working_hours (
  weekday bigint,
  day date,
  opens text,
  closes text
);
comment on table working_hours is 'When the support team works: one row per weekday, or per day that differs';
comment on column working_hours.weekday is '1 = Monday to 7 = Sunday; NULL = the row is about a day';
comment on column working_hours.day is 'A day that differs, such as a holiday; NULL = the row is about a weekday';
comment on column working_hours.opens is 'Opening time such as 09:00; NULL = closed';
comment on column working_hours.closes is 'Closing time such as 17:30; NULL = closed';

create table interactions (
  interaction_id key not null,
  kind text not null,
  identifier_kind text not null,
  identifier text not null,
  account_id key,
  happened_at timestamptz not null
);
comment on table interactions is
  'Web visits, chats, mails and calls of known and unknown people: one row per interaction';
comment on column interactions.interaction_id is 'Key';
comment on column interactions.kind is 'web, chat, email or call';
comment on column interactions.identifier_kind is 'Kind of the identifier, as in identifiers';
comment on column interactions.identifier is 'Who it was, as far as known';
comment on column interactions.account_id is 'The account; NULL = by the identifier';
comment on column interactions.happened_at is 'Instant it happened';

-- Customer Success team ----------------------------------------------------------------------------------------------

create table csm_touchpoints (
  touchpoint_id key not null,
  account_id key,
  member_id key not null,
  kind text,
  happened_at timestamptz not null,
  minutes bigint,
  is_high_impact boolean,
  purpose text,
  topics text[],
  persons bigint
);
comment on table csm_touchpoints is 'One row per activity of a Customer Success Manager with a customer';
comment on column csm_touchpoints.touchpoint_id is 'Key';
comment on column csm_touchpoints.account_id is 'The customer contacted';
comment on column csm_touchpoints.member_id is 'The Customer Success Manager';
comment on column csm_touchpoints.kind is 'email, call, meeting, business_review, executive_review or workshop; NULL = of another kind';
comment on column csm_touchpoints.happened_at is 'Instant it happened';
comment on column csm_touchpoints.minutes is 'Time spent, in minutes';
comment on column csm_touchpoints.is_high_impact is
  'Worked on the customer''s goals (reviews, workshops) rather than on daily questions';
comment on column csm_touchpoints.purpose is
  'onboarding, success_planning, adoption, health, retention or expansion; NULL = not said';
comment on column csm_touchpoints.topics is 'What it was about, such as the name of a feature; NULL = not said';
comment on column csm_touchpoints.persons is 'How many people of the customer took part; NULL = not known';

create table csm_tasks (
  task_id key not null,
  account_id key,
  member_id key not null,
  title text,
  created_on date not null,
  due_on date,
  done_on date
);
comment on table csm_tasks is 'One row per task of a Customer Success Manager concerning a customer';
comment on column csm_tasks.task_id is 'Key';
comment on column csm_tasks.account_id is 'The customer it concerns';
comment on column csm_tasks.member_id is 'The Customer Success Manager';
comment on column csm_tasks.title is 'What is to be done';
comment on column csm_tasks.created_on is 'Day it was created';
comment on column csm_tasks.due_on is 'Day by which it must be done';
comment on column csm_tasks.done_on is 'Day it was done; NULL = open';

create table conversation_targets (
  tier text not null,
  kind text not null,
  topic text,
  period daterange not null,
  share numeric not null
);
comment on table conversation_targets is
  'How many of its customers the team wants to speak to: one row per tier, kind of activity, '
  'topic and period';
comment on column conversation_targets.tier is 'Tier of the customers';
comment on column conversation_targets.kind is 'Kind of csm_touchpoints that counts; any = every kind';
comment on column conversation_targets.topic is
  'Topic that it must be about, as in csm_touchpoints.topics; NULL = whatever it is about';
comment on column conversation_targets.period is 'Days in which the conversation is to take place';
comment on column conversation_targets.share is 'Share of the customers to be reached, 0 to 1';

-- Feedback -----------------------------------------------------------------------------------------------------------

create table survey_responses (
  response_id key not null,
  account_id key,
  user_id key,
  email text,
  survey text not null,
  score bigint not null,
  scale bigint,
  is_inverted boolean,
  ticket_id key,
  comment text,
  responded_at timestamptz not null
);
comment on table survey_responses is 'One row per answer to a survey';
comment on column survey_responses.response_id is 'Key';
comment on column survey_responses.account_id is 'The customer';
comment on column survey_responses.user_id is 'User who answered';
comment on column survey_responses.email is 'E-mail address of who answered; as in support_tickets';
comment on column survey_responses.survey is
  'nps = Net Promoter Score (0 to 10), csat = customer satisfaction (1 to scale), ces = customer effort score (1 '
  'to scale)';
comment on column survey_responses.score is 'Answer; higher is better, for effort too (1 = very hard, 7 = very easy)';
comment on column survey_responses.scale is
  'Highest possible answer, 2 to 10; NULL = 10 for nps, 5 for csat, 7 for ces';
comment on column survey_responses.is_inverted is 'Whether a low answer is the good one; NULL = a high one';
comment on column survey_responses.ticket_id is 'Ticket the survey asked about; NULL = none';
comment on column survey_responses.comment is 'Free text; NULL = none';
comment on column survey_responses.responded_at is 'Instant of the answer';

create table csm_sentiment (
  account_id key not null,
  sentiment text not null,
  observed_on date not null
);
comment on table csm_sentiment is
  'What the Customer Success Manager thinks of an account: one row per account and day of judgement';
comment on column csm_sentiment.account_id is 'The customer judged';
comment on column csm_sentiment.sentiment is 'red, yellow or green';
comment on column csm_sentiment.observed_on is 'Day of the judgement, which holds until the next one';

create table product_requests (
  request_id key not null,
  title text,
  module text,
  requested_on date,
  shipped_on date
);
comment on table product_requests is 'One row per feature that customers ask for';
comment on column product_requests.request_id is 'Key';
comment on column product_requests.title is 'What is asked for';
comment on column product_requests.module is 'Part of the product it would belong to';
comment on column product_requests.requested_on is 'Day it was first asked for';
comment on column product_requests.shipped_on is 'Day it was delivered; NULL = not delivered';

create table product_request_accounts (
  request_id key not null,
  account_id key not null,
  asked_on date not null,
  importance text
);
comment on table product_request_accounts is 'Who asks for what: one row per request and account';
comment on column product_request_accounts.request_id is 'The request';
comment on column product_request_accounts.account_id is 'The customer who asks';
comment on column product_request_accounts.asked_on is 'Day the customer asked';
comment on column product_request_accounts.importance is 'nice_to_have, important or blocker';

create table kpi_targets (
  month date not null,
  kpi text not null,
  grouped_by text,
  group_name text,
  target numeric not null
);
comment on table kpi_targets is 'The goals of the company: one row per KPI, group and month';
comment on column kpi_targets.month is 'First day of the month';
comment on column kpi_targets.kpi is 'Name of the KPI, as in the view kpis';
comment on column kpi_targets.grouped_by is 'all, segment, tier, region, country, industry, stage, cohort or csm; NULL = all';
comment on column kpi_targets.group_name is 'The group; NULL = all';
comment on column kpi_targets.target is 'The goal, in the unit of the KPI';

-- Scorecards ---------------------------------------------------------------------------------------------------------

create table score_rubrics (
  name text not null,
  version text not null,
  valid daterange not null,
  rubric jsonb not null
);
comment on table score_rubrics is
  'How customers are scored: one row per version of a rubric. The validities of one name do not overlap';
comment on column score_rubrics.name is 'product_adoption or health';
comment on column score_rubrics.version is 'Name of the version, as in the document';
comment on column score_rubrics.valid is 'Days on which it is in force';
comment on column score_rubrics.rubric is
  'The document, for adoption_score() and health_score(); rubric_errors() names its faults';

create table playbook_rules (
  version text not null,
  valid daterange not null,
  rules jsonb not null
);
comment on table playbook_rules is
  'What is to be done when: one row per version of the playbook. Validities do not overlap';
comment on column playbook_rules.version is 'Name of the version';
comment on column playbook_rules.valid is 'Days on which it is in force';
comment on column playbook_rules.rules is
  'The document, for playbook_actions(): conditions refer to columns of account_metrics';

create table vocabulary (
  table_name text not null,
  column_name text not null,
  word text not null,
  meaning text not null
);
comment on table vocabulary is
  'Words of the company''s own, and what they mean in the contract: one row per column and word';
comment on column vocabulary.table_name is 'Table of the contract';
comment on column vocabulary.column_name is 'Its column';
comment on column vocabulary.word is 'The company''s word, in any case';
comment on column vocabulary.meaning is 'The word of the contract it stands for';
