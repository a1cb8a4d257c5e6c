-- Stripe as Airbyte lands it: the objects of the API with typed columns, instants as epochs in seconds, nested objects as
-- jsonb. A table has one row per object where it is deduplicated, and one per object and extraction where it is appended.
create table customers (
  id text,
  name text,
  description text,
  email text,
  address jsonb,
  metadata jsonb,
  discount jsonb,
  livemode boolean,
  created bigint,
  updated bigint,
  is_deleted boolean,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table customers is
  'Customers: one row per customer, also of those deleted since the connection began (is_deleted)';
create table subscriptions (
  id text,
  customer text,
  status text,
  created bigint,
  start_date bigint,
  trial_start bigint,
  trial_end bigint,
  current_period_end bigint,
  cancel_at bigint,
  cancel_at_period_end boolean,
  canceled_at bigint,
  ended_at bigint,
  cancellation_details jsonb,
  pause_collection jsonb,
  items jsonb,
  discount jsonb,
  discounts jsonb,
  livemode boolean,
  updated bigint,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table subscriptions is
  'Subscriptions, also ended ones: one row per subscription; updated is the instant of the event that brought the row';
create table subscription_items (
  id text,
  subscription text,
  price jsonb,
  plan jsonb,
  quantity bigint,
  created bigint,
  _airbyte_extracted_at timestamptz
);
comment on table subscription_items is
  'Items of subscriptions: one row per item; of use where a subscription has more of them than its own row lists';
create table events (
  id text,
  type text,
  created bigint,
  data jsonb,
  _airbyte_extracted_at timestamptz
);
comment on table events is
  'What happened, with the object as it was then: one row per event; Stripe tells those of thirty days';
create table prices (
  id text,
  product text,
  nickname text,
  currency text,
  billing_scheme text,
  unit_amount numeric,
  unit_amount_decimal text,
  recurring jsonb,
  transform_quantity jsonb,
  updated bigint,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table prices is 'Prices: one row per price, whose amount never changes';
create table plans (
  id text,
  product text,
  nickname text,
  currency text,
  billing_scheme text,
  amount numeric,
  amount_decimal text,
  "interval" text,
  interval_count bigint,
  usage_type text,
  updated bigint,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table plans is 'Plans, the older form of prices: one row per plan';
create table products (
  id text,
  name text,
  unit_label text,
  updated bigint,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table products is 'Products: one row per product';
create table coupons (
  id text,
  percent_off numeric,
  amount_off numeric,
  currency text,
  duration text,
  duration_in_months bigint,
  updated bigint,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table coupons is 'Coupons: one row per coupon';
create table invoices (
  id text,
  customer text,
  customer_name text,
  customer_email text,
  customer_address jsonb,
  subscription text,
  status text,
  billing_reason text,
  currency text,
  total numeric,
  total_excluding_tax numeric,
  tax numeric,
  created bigint,
  due_date bigint,
  status_transitions jsonb,
  discount jsonb,
  discounts jsonb,
  lines jsonb,
  livemode boolean,
  updated bigint,
  is_deleted boolean,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table invoices is 'Invoices, also drafts, void and deleted ones: one row per invoice';
create table invoice_line_items (
  id text,
  invoice_id text,
  type text,
  subscription text,
  subscription_item text,
  price jsonb,
  plan jsonb,
  quantity bigint,
  amount numeric,
  proration boolean,
  period jsonb,
  livemode boolean,
  _airbyte_extracted_at timestamptz
);
comment on table invoice_line_items is
  'Lines of invoices: one row per line; a change within a period is a pair of prorations, back and forth';
create table credit_notes (
  id text,
  invoice text,
  status text,
  currency text,
  amount numeric,
  subtotal numeric,
  total numeric,
  total_excluding_tax numeric,
  created bigint,
  livemode boolean,
  updated bigint,
  _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb
);
comment on table credit_notes is 'Credit notes, also void ones: one row per credit note';
