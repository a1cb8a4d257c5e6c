-- The warehouse: the documented source contract of the Customer 360 views. Tables and comments only; the rows come from
-- the files after it. README.md gives an overview of the same contract.
--
-- Conventions. Identifiers are bigint. A `date` is a calendar day in the business's own calendar, a `timestamptz` an
-- instant. A `daterange` is half-open, and an open end means "still running". Money is `numeric` in one currency.
-- Nothing is overwritten when it changes over time: a change has its own row or its own day, so that the warehouse can
-- be read as it stood on an earlier day.

create schema :"schema";
comment on schema :"schema" is 'Demo warehouse of a B2B SaaS company: the source contract of the Customer 360 views';
set local search_path = :"schema";

-- People and accounts ------------------------------------------------------------------------------------------------

create table team_members (
  member_id bigint primary key,
  name text not null,
  role text not null check (role in ('csm', 'tam', 'support')),
  region text not null,
  hired_on date not null,
  left_on date
);
comment on table team_members is 'One row per person at the vendor who looks after customers';
comment on column team_members.member_id is 'Key';
comment on column team_members.name is 'Full name';
comment on column team_members.role is
  'csm = Customer Success Manager, tam = Technical Account Manager, support = support agent';
comment on column team_members.region is 'Region served: Americas, EMEA or APAC';
comment on column team_members.hired_on is 'First day of work';
comment on column team_members.left_on is 'First day no longer employed; NULL = employed';

create table accounts (
  account_id bigint primary key,
  name text not null,
  domain text,
  parent_id bigint references accounts,
  segment text not null,
  tier text,
  country text,
  region text,
  industry text,
  time_zone text,
  signed_on date not null,
  csm_id bigint references team_members,
  tam_id bigint references team_members
);
comment on table accounts is
  'One row per account (customer), from its first signed contract on; an account that left stays';
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
comment on column accounts.time_zone is 'IANA time zone of the head office';
comment on column accounts.signed_on is 'Day of the first signature: customer since';
comment on column accounts.csm_id is 'Customer Success Manager today; for an earlier day see account_team';
comment on column accounts.tam_id is
  'Technical Account Manager today, NULL = none; for an earlier day see account_team';

create table account_team (
  account_id bigint not null references accounts,
  role text not null check (role in ('csm', 'tam')),
  member_id bigint not null references team_members,
  valid daterange not null,
  primary key (account_id, role, valid)
);
comment on table account_team is 'Who looked after an account, and when: one row per account, role and period';
comment on column account_team.account_id is 'The account looked after';
comment on column account_team.role is 'csm or tam';
comment on column account_team.member_id is 'The team member in charge';
comment on column account_team.valid is 'Days in charge; open end = still in charge';

create table product_roles (
  role text primary key,
  description text not null
);
comment on table product_roles is 'One row per role (persona) that users have in the product';
comment on column product_roles.role is 'Key';
comment on column product_roles.description is 'What people in this role use the product for';

create table users (
  user_id bigint primary key,
  account_id bigint not null references accounts,
  name text not null,
  email text,
  role text not null references product_roles,
  provisioned_on date not null,
  deactivated_on date
);
comment on table users is 'One row per user of the product; the users provisioned on a day occupy that day''s seats';
comment on column users.user_id is 'Key';
comment on column users.account_id is 'Account that owns the seat';
comment on column users.name is 'Full name';
comment on column users.email is 'E-mail address; a few people use a free mail provider';
comment on column users.role is 'Role (persona) in the product';
comment on column users.provisioned_on is 'First day with access';
comment on column users.deactivated_on is 'First day without access; NULL = has access';

-- Commerce -----------------------------------------------------------------------------------------------------------

create table contracts (
  contract_id bigint primary key,
  account_id bigint not null references accounts,
  renews_id bigint references contracts,
  tier text not null,
  signed_on date not null,
  term daterange not null,
  auto_renew boolean not null,
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
  subscription_id bigint primary key,
  account_id bigint not null references accounts,
  contract_id bigint references contracts,
  product text not null,
  valid daterange not null,
  seats int,
  amount numeric(14, 2) not null,
  billing_unit text not null check (billing_unit in ('month', 'quarter', 'year')),
  mrr numeric(14, 2) not null
);
comment on table subscriptions is
  'One row per priced line and period: several lines per customer, a new row at each change of plan, price or seats';
comment on column subscriptions.subscription_id is 'Key';
comment on column subscriptions.account_id is 'The customer';
comment on column subscriptions.contract_id is 'Contract under which the line was sold';
comment on column subscriptions.product is
  'platform, seats (an expansion of platform), analytics, premium_support or discount';
comment on column subscriptions.valid is 'Days on which the line is charged; open end = no end yet';
comment on column subscriptions.seats is 'Seats this line provides; NULL = the line is not sold by seat';
comment on column subscriptions.amount is 'Money charged every billing_unit; negative for a discount';
comment on column subscriptions.billing_unit is 'month, quarter or year';
comment on column subscriptions.mrr is 'Monthly recurring revenue: amount normalised to one month';

create table invoices (
  invoice_id bigint primary key,
  account_id bigint not null references accounts,
  kind text not null check (kind in ('recurring', 'services', 'credit_note')),
  invoiced_on date not null,
  due_on date not null,
  paid_on date,
  amount numeric(14, 2) not null
);
comment on table invoices is 'One row per invoice or credit note';
comment on column invoices.invoice_id is 'Key';
comment on column invoices.account_id is 'The customer billed';
comment on column invoices.kind is 'recurring, services (onboarding, training) or credit_note';
comment on column invoices.invoiced_on is 'Day of the invoice';
comment on column invoices.due_on is 'Day by which it must be paid';
comment on column invoices.paid_on is 'Day it was paid; NULL = unpaid';
comment on column invoices.amount is 'Invoiced money; negative on a credit note';

create table cancellation_requests (
  request_id bigint primary key,
  account_id bigint not null references accounts,
  requested_on date not null,
  reason text not null,
  outcome text check (outcome in ('saved', 'cancelled')),
  decided_on date,
  check ((outcome is null) = (decided_on is null))
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
  amount numeric(14, 2) not null,
  primary key (month, segment, channel)
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
  margin numeric(5, 4) not null check (margin between 0 and 1),
  primary key (month, segment)
);
comment on table gross_margins is 'Gross margin of recurring revenue: one row per month and segment';
comment on column gross_margins.month is 'First day of the month';
comment on column gross_margins.segment is 'Segment';
comment on column gross_margins.margin is 'Fraction of revenue left after the cost of serving it, 0 to 1';

-- Product ------------------------------------------------------------------------------------------------------------

create table features (
  feature_id bigint primary key,
  feature_key text not null unique,
  name text not null,
  module text not null,
  released_on date not null,
  adoption_uses int not null check (adoption_uses > 0),
  is_sticky boolean not null
);
comment on table features is 'One row per feature of the product';
comment on column features.feature_id is 'Key';
comment on column features.feature_key is 'Name in code and events';
comment on column features.name is 'Name in the product';
comment on column features.module is 'Part of the product it belongs to';
comment on column features.released_on is 'Day of general availability';
comment on column features.adoption_uses is 'Uses within four weeks from which an account counts as having adopted it';
comment on column features.is_sticky is 'The product team considers it one of the features that keep customers';

create table entitlements (
  account_id bigint not null references accounts,
  feature_id bigint not null references features,
  valid daterange not null,
  primary key (account_id, feature_id, valid)
);
comment on table entitlements is 'What an account may use, and when: one row per account, feature and period';
comment on column entitlements.account_id is 'The customer entitled';
comment on column entitlements.feature_id is 'The feature it may use';
comment on column entitlements.valid is 'Days of entitlement; open end = still entitled';

create table expected_features (
  role text not null references product_roles,
  feature_id bigint not null references features,
  primary key (role, feature_id)
);
comment on table expected_features is 'Features a person in a role is expected to use: one row per role and feature';
comment on column expected_features.role is 'Role (persona) in the product';
comment on column expected_features.feature_id is 'Feature expected of the role';

create table account_settings (
  account_id bigint not null references accounts,
  setting text not null,
  enabled daterange not null,
  primary key (account_id, setting, enabled)
);
comment on table account_settings is
  'What an account has switched on, and when: one row per account, setting and period';
comment on column account_settings.account_id is 'The customer';
comment on column account_settings.setting is
  'single_sign_on, api_access, crm_sync, chat_integration, profiles, alerts, data_import or mobile_access';
comment on column account_settings.enabled is 'Days on which it was on; open end = still on';

create table product_events (
  event_id bigint not null,
  account_id bigint not null,
  user_id bigint not null,
  feature_id bigint,
  event_name text not null,
  occurred_at timestamptz not null,
  loaded_at timestamptz not null
);
comment on table product_events is
  'One row per action of a user in the product. Append-only, loaded in batches: event_id rises in the order of '
  'loading, not of occurrence, so the next read continues after the highest one read, late arrivals included';
comment on column product_events.event_id is 'Key, rising in the order of loading';
comment on column product_events.account_id is 'Account of the user at the time';
comment on column product_events.user_id is 'The user';
comment on column product_events.feature_id is 'Feature used; NULL for a login';
comment on column product_events.event_name is 'login, or the key of the feature used';
comment on column product_events.occurred_at is 'Instant it happened';
comment on column product_events.loaded_at is
  'Instant it reached the warehouse: hours later, or days later if a device was offline';

create table metered_usage (
  account_id bigint not null references accounts,
  meter text not null,
  measured_on date not null,
  units numeric not null check (units >= 0),
  primary key (account_id, meter, measured_on)
);
comment on table metered_usage is 'Units used by people and by machines: one row per account, meter and week';
comment on column metered_usage.account_id is 'The customer';
comment on column metered_usage.meter is 'What is metered: api_calls';
comment on column metered_usage.measured_on is 'Last of the seven days measured';
comment on column metered_usage.units is 'Units used in those seven days';

-- Journey ------------------------------------------------------------------------------------------------------------

create table onboarding_projects (
  onboarding_id bigint primary key,
  account_id bigint not null references accounts,
  signed_on date not null,
  planned_live_on date not null,
  live_on date,
  first_value_on date,
  owner_id bigint references team_members
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
  onboarding_id bigint not null references onboarding_projects,
  position int not null,
  milestone text not null,
  due_on date not null,
  done_on date,
  primary key (onboarding_id, position)
);
comment on table onboarding_milestones is 'Steps of an onboarding: one row per onboarding and milestone';
comment on column onboarding_milestones.onboarding_id is 'The onboarding';
comment on column onboarding_milestones.position is 'Order of the milestone, from 1';
comment on column onboarding_milestones.milestone is 'kick-off, data import, integration, training, pilot or go-live';
comment on column onboarding_milestones.due_on is 'Day agreed';
comment on column onboarding_milestones.done_on is 'Day done; NULL = not done';

create table trainings (
  training_id bigint primary key,
  account_id bigint not null references accounts,
  title text not null,
  trainer_id bigint references team_members,
  held_on date not null
);
comment on table trainings is 'One row per training session for one account';
comment on column trainings.training_id is 'Key';
comment on column trainings.account_id is 'The customer trained';
comment on column trainings.title is 'Subject';
comment on column trainings.trainer_id is 'Team member who trained';
comment on column trainings.held_on is 'Day of the session; may be in the future';

create table training_attendance (
  training_id bigint not null references trainings,
  user_id bigint not null references users,
  attended boolean,
  primary key (training_id, user_id)
);
comment on table training_attendance is 'Who was invited to a training: one row per training and user';
comment on column training_attendance.training_id is 'The training';
comment on column training_attendance.user_id is 'The user invited';
comment on column training_attendance.attended is 'Whether the user came; NULL = the session is in the future';

create table lifecycle_stages (
  account_id bigint not null references accounts,
  stage text not null check (stage in ('onboarding', 'adoption', 'value', 'renewal', 'at_risk', 'churned')),
  entered_at timestamptz not null,
  primary key (account_id, entered_at)
);
comment on table lifecycle_stages is 'Journey of an account: one row per stage entered, which lasts until the next one';
comment on column lifecycle_stages.account_id is 'The customer';
comment on column lifecycle_stages.stage is 'onboarding, adoption, value, renewal, at_risk or churned';
comment on column lifecycle_stages.entered_at is 'Instant the account entered the stage';

-- Support ------------------------------------------------------------------------------------------------------------

create table support_tickets (
  ticket_id bigint primary key,
  account_id bigint not null references accounts,
  user_id bigint references users,
  owner_id bigint references team_members,
  kind text not null check (kind in ('question', 'incident', 'problem', 'task')),
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  channel text not null,
  subject text not null,
  opened_at timestamptz not null
);
comment on table support_tickets is 'One row per support ticket; its state on a day comes from ticket_status_changes';
comment on column support_tickets.ticket_id is 'Key';
comment on column support_tickets.account_id is 'The customer';
comment on column support_tickets.user_id is 'User who opened it; NULL = opened by the vendor';
comment on column support_tickets.owner_id is 'Technical Account Manager, or support agent, who owns it';
comment on column support_tickets.kind is 'question, incident, problem or task';
comment on column support_tickets.priority is 'low, normal, high or urgent';
comment on column support_tickets.channel is 'email, chat, phone or portal';
comment on column support_tickets.subject is 'Subject line';
comment on column support_tickets.opened_at is 'Instant it was opened';

create table ticket_status_changes (
  ticket_id bigint not null references support_tickets,
  changed_at timestamptz not null,
  status text not null check (status in ('open', 'solved', 'reopened')),
  primary key (ticket_id, changed_at)
);
comment on table ticket_status_changes is
  'One row per change of a ticket''s status, including its opening; the last one up to an instant holds';
comment on column ticket_status_changes.ticket_id is 'The ticket';
comment on column ticket_status_changes.changed_at is 'Instant of the change';
comment on column ticket_status_changes.status is 'open, solved or reopened';

create table ticket_messages (
  message_id bigint primary key,
  ticket_id bigint not null references support_tickets,
  sent_at timestamptz not null,
  author text not null check (author in ('customer', 'agent'))
);
comment on table ticket_messages is 'One row per public message of a ticket, including the opening one';
comment on column ticket_messages.message_id is 'Key';
comment on column ticket_messages.ticket_id is 'The ticket';
comment on column ticket_messages.sent_at is 'Instant it was sent';
comment on column ticket_messages.author is 'customer or agent';

create table calls (
  call_id bigint primary key,
  account_id bigint not null references accounts,
  user_id bigint references users,
  member_id bigint references team_members,
  direction text not null check (direction in ('inbound', 'outbound')),
  started_at timestamptz not null,
  minutes numeric not null check (minutes >= 0)
);
comment on table calls is 'One row per telephone or video call with a customer';
comment on column calls.call_id is 'Key';
comment on column calls.account_id is 'The customer';
comment on column calls.user_id is 'User on the call';
comment on column calls.member_id is 'Team member on the call';
comment on column calls.direction is 'inbound or outbound';
comment on column calls.started_at is 'Instant it began';
comment on column calls.minutes is 'Length in minutes';

-- Customer Success team ----------------------------------------------------------------------------------------------

create table csm_touchpoints (
  touchpoint_id bigint primary key,
  account_id bigint not null references accounts,
  member_id bigint not null references team_members,
  kind text not null check (kind in ('email', 'call', 'meeting', 'business_review', 'executive_review', 'workshop')),
  happened_at timestamptz not null,
  minutes int not null,
  is_high_impact boolean not null
);
comment on table csm_touchpoints is 'One row per activity of a Customer Success Manager with a customer';
comment on column csm_touchpoints.touchpoint_id is 'Key';
comment on column csm_touchpoints.account_id is 'The customer contacted';
comment on column csm_touchpoints.member_id is 'The Customer Success Manager';
comment on column csm_touchpoints.kind is 'email, call, meeting, business_review, executive_review or workshop';
comment on column csm_touchpoints.happened_at is 'Instant it happened';
comment on column csm_touchpoints.minutes is 'Time spent, in minutes';
comment on column csm_touchpoints.is_high_impact is
  'Worked on the customer''s goals (reviews, workshops) rather than on daily questions';

create table csm_tasks (
  task_id bigint primary key,
  account_id bigint not null references accounts,
  member_id bigint not null references team_members,
  title text not null,
  created_on date not null,
  due_on date not null,
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
  period daterange not null,
  share numeric not null check (share between 0 and 1),
  primary key (tier, kind, period)
);
comment on table conversation_targets is
  'How many of its customers the team wants to speak to: one row per tier, kind of activity and period';
comment on column conversation_targets.tier is 'Tier of the customers';
comment on column conversation_targets.kind is 'Kind of csm_touchpoints that counts';
comment on column conversation_targets.period is 'Days in which the conversation is to take place';
comment on column conversation_targets.share is 'Share of the customers to be reached, 0 to 1';

-- Feedback -----------------------------------------------------------------------------------------------------------

create table survey_responses (
  response_id bigint primary key,
  account_id bigint not null references accounts,
  user_id bigint references users,
  survey text not null check (survey in ('nps', 'csat', 'ces')),
  score int not null,
  scale int not null,
  ticket_id bigint references support_tickets,
  comment text,
  responded_at timestamptz not null
);
comment on table survey_responses is 'One row per answer to a survey';
comment on column survey_responses.response_id is 'Key';
comment on column survey_responses.account_id is 'The customer';
comment on column survey_responses.user_id is 'User who answered';
comment on column survey_responses.survey is
  'nps = Net Promoter Score (0 to 10), csat = customer satisfaction (1 to scale), ces = customer effort score (1 '
  'to scale)';
comment on column survey_responses.score is 'Answer; higher is better, for effort too (1 = very hard, 7 = very easy)';
comment on column survey_responses.scale is 'Highest possible answer: 10 for nps, 5 for csat, 7 for ces';
comment on column survey_responses.ticket_id is 'Ticket the survey asked about; NULL = none';
comment on column survey_responses.comment is 'Free text; NULL = none';
comment on column survey_responses.responded_at is 'Instant of the answer';

create table csm_sentiment (
  account_id bigint not null references accounts,
  member_id bigint not null references team_members,
  sentiment text not null check (sentiment in ('red', 'yellow', 'green')),
  observed_on date not null,
  primary key (account_id, observed_on)
);
comment on table csm_sentiment is
  'What the Customer Success Manager thinks of an account: one row per account and day of judgement';
comment on column csm_sentiment.account_id is 'The customer judged';
comment on column csm_sentiment.member_id is 'The Customer Success Manager who judged';
comment on column csm_sentiment.sentiment is 'red, yellow or green';
comment on column csm_sentiment.observed_on is 'Day of the judgement, which holds until the next one';

create table product_requests (
  request_id bigint primary key,
  title text not null,
  module text not null,
  requested_on date not null,
  shipped_on date
);
comment on table product_requests is 'One row per feature that customers ask for';
comment on column product_requests.request_id is 'Key';
comment on column product_requests.title is 'What is asked for';
comment on column product_requests.module is 'Part of the product it would belong to';
comment on column product_requests.requested_on is 'Day it was first asked for';
comment on column product_requests.shipped_on is 'Day it was delivered; NULL = not delivered';

create table product_request_accounts (
  request_id bigint not null references product_requests,
  account_id bigint not null references accounts,
  asked_on date not null,
  importance text not null check (importance in ('nice_to_have', 'important', 'blocker')),
  primary key (request_id, account_id)
);
comment on table product_request_accounts is 'Who asks for what: one row per request and account';
comment on column product_request_accounts.request_id is 'The request';
comment on column product_request_accounts.account_id is 'The customer who asks';
comment on column product_request_accounts.asked_on is 'Day the customer asked';
comment on column product_request_accounts.importance is 'nice_to_have, important or blocker';

-- Scorecards ---------------------------------------------------------------------------------------------------------

create table score_rubrics (
  name text not null,
  version text not null,
  valid daterange not null,
  rubric jsonb not null,
  primary key (name, version)
);
comment on table score_rubrics is
  'How customers are scored: one row per version of a rubric. The validities of one name do not overlap';
comment on column score_rubrics.name is 'product_adoption or health';
comment on column score_rubrics.version is 'Name of the version, as in the document';
comment on column score_rubrics.valid is 'Days on which it is in force';
comment on column score_rubrics.rubric is
  'The document, for adoption_score() and health_score(); rubric_errors() names its faults';

create table playbook_rules (
  version text primary key,
  valid daterange not null,
  rules jsonb not null
);
comment on table playbook_rules is
  'What is to be done when: one row per version of the playbook. Validities do not overlap';
comment on column playbook_rules.version is 'Name of the version';
comment on column playbook_rules.valid is 'Days on which it is in force';
comment on column playbook_rules.rules is
  'The document, for playbook_actions(): conditions refer to columns of account_metrics';

-- The answer key -----------------------------------------------------------------------------------------------------

create table demo_stories (
  account_id bigint primary key references accounts,
  story text not null,
  turns_on date
);
comment on table demo_stories is
  'Not part of the source contract, and read by no view: the story the generator gave each account, to check what '
  'the metrics say against what happened';
comment on column demo_stories.account_id is 'The customer';
comment on column demo_stories.story is
  'steady, power, expansion, contraction, silent_churn, loud_churn, sudden_churn, saved, returned, '
  'late_onboarding, seasonal, set_and_forget, near_quota or shelfware';
comment on column demo_stories.turns_on is 'Day from which the story shows in the data; NULL = it always does';
