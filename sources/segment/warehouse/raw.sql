-- A stream of customer events as the warehouse destination of Segment or RudderStack lands it: one table per kind of
-- call, traits and properties as columns. A column comes to be when a value of it is first received. Every call has id
-- (its message id), original_timestamp and sent_at by the clock of the device, received_at by the server's, timestamp
-- = received_at - (sent_at - original_timestamp), and uuid_ts, the instant of loading.
create table tracks (
  id text,
  user_id text,
  anonymous_id text,
  event text,
  event_text text,
  context_group_id text,
  "timestamp" timestamptz,
  received_at timestamptz,
  uuid_ts timestamptz
);
comment on table tracks is 'Calls of track: one row per event and delivery; event is event_text in snake case';
create table pages (
  id text,
  user_id text,
  anonymous_id text,
  context_group_id text,
  "timestamp" timestamptz,
  received_at timestamptz,
  uuid_ts timestamptz
);
comment on table pages is 'Calls of page: one row per page view and delivery';
create table identifies (
  id text,
  user_id text,
  anonymous_id text,
  email text,
  name text,
  first_name text,
  last_name text,
  role text,
  created_at timestamptz,
  "timestamp" timestamptz,
  received_at timestamptz
);
comment on table identifies is 'Calls of identify: one row per call and delivery, with the traits of that call alone';
create table users (
  id text,
  email text,
  name text,
  first_name text,
  last_name text,
  role text,
  created_at timestamptz,
  received_at timestamptz
);
comment on table users is
  'The latest traits of each user_id: one row per user; RudderStack leaves it out unless told otherwise';
create table groups (
  id text,
  user_id text,
  group_id text,
  name text,
  domain text,
  website text,
  industry text,
  stripe_customer_id text,
  hubspot_company_id text,
  salesforce_account_id text,
  "timestamp" timestamptz,
  received_at timestamptz
);
comment on table groups is 'Calls of group: one row per call and delivery; the user belongs to group_id from then on';
create table accounts (
  id text,
  name text,
  domain text,
  website text,
  industry text,
  stripe_customer_id text,
  hubspot_company_id text,
  salesforce_account_id text,
  received_at timestamptz
);
comment on table accounts is
  'The latest traits of each group_id: one row per group; Segment has it in beta, RudderStack not';
create table feature_events (
  event text,
  feature_id text,
  name text,
  module text
);
comment on table feature_events is
  'Not landed; of your own, if you like: which events are uses of which feature. Without a row each event is a feature';
