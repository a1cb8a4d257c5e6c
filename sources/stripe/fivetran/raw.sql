-- Stripe as Fivetran lands it. Only subscriptions have a history; every other table says what is so now.
create table customer (
  id text,
  name text,
  description text,
  email text,
  address_country text,
  metadata jsonb,
  is_deleted boolean,
  livemode boolean,
  _fivetran_synced timestamptz
);
comment on table customer is 'Customers, also deleted ones (is_deleted): one row per customer';
create table subscription_history (
  id text,
  customer_id text,
  status text,
  created timestamptz,
  start_date timestamptz,
  trial_start timestamptz,
  trial_end timestamptz,
  current_period_end timestamptz,
  cancel_at timestamptz,
  cancel_at_period_end boolean,
  canceled_at timestamptz,
  ended_at timestamptz,
  cancellation_details_reason text,
  cancellation_details_feedback text,
  cancellation_details_comment text,
  pause_collection_behavior text,
  pause_collection_resumes_at timestamptz,
  quantity bigint,
  livemode boolean,
  _fivetran_start timestamptz,
  _fivetran_end timestamptz,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table subscription_history is
  'Subscriptions as they were from _fivetran_start to _fivetran_end: one row per change that was seen';
create table subscription_item (
  id text,
  subscription_id text,
  plan_id text,
  quantity bigint,
  created timestamptz,
  current_period_end timestamptz,
  _fivetran_synced timestamptz
);
comment on table subscription_item is
  'What each subscription consists of now: one row per item; removed items have none';
create table price (
  id text,
  product_id text,
  nickname text,
  currency text,
  billing_scheme text,
  unit_amount numeric,
  unit_amount_decimal numeric,
  recurring_interval text,
  recurring_interval_count bigint,
  recurring_usage_type text,
  transform_quantity_divide_by bigint,
  transform_quantity_round text
);
comment on table price is 'Prices, also deleted ones: one row per price, whose amount never changes';
create table plan (
  id text,
  product_id text,
  nickname text,
  currency text,
  billing_scheme text,
  amount numeric,
  "interval" text,
  interval_count bigint,
  usage_type text
);
comment on table plan is 'Plans, the older form of prices: one row per plan';
create table product (
  id text,
  name text,
  unit_label text
);
comment on table product is 'Products: one row per product';
create table coupon (
  id text,
  percent_off numeric,
  amount_off numeric,
  currency text,
  duration text,
  duration_in_months bigint
);
comment on table coupon is 'Coupons, also deleted ones: one row per coupon';
create table discount (
  id text,
  coupon_id text,
  customer_id text,
  subscription_id text,
  invoice_id text,
  start timestamptz,
  "end" timestamptz
);
comment on table discount is
  'Coupons on a customer, a subscription or an invoice: one row per coupon and thing; over now: only those of invoices';
create table subscription_discount (
  id text,
  coupon_id text,
  customer_id text,
  subscription_id text,
  start timestamptz,
  "end" timestamptz
);
comment on table subscription_discount is 'Coupons on subscriptions, as older connections land them beside discount';
create table customer_discount (
  id text,
  coupon_id text,
  customer_id text,
  start timestamptz,
  "end" timestamptz
);
comment on table customer_discount is 'Coupons on customers, as older connections land them beside discount';
create table invoice (
  id text,
  customer_id text,
  subscription_id text,
  status text,
  billing_reason text,
  currency text,
  total numeric,
  total_excluding_tax numeric,
  tax numeric,
  created timestamptz,
  due_date timestamptz,
  status_transitions_finalized_at timestamptz,
  status_transitions_paid_at timestamptz,
  is_deleted boolean,
  livemode boolean
);
comment on table invoice is 'Invoices, also drafts, void and deleted ones: one row per invoice';
create table invoice_line_item (
  id text,
  invoice_id text,
  type text,
  subscription_id text,
  subscription_item_id text,
  price_id text,
  plan_id text,
  quantity bigint,
  amount numeric,
  proration boolean,
  period_start timestamptz,
  period_end timestamptz,
  livemode boolean
);
comment on table invoice_line_item is
  'Lines of invoices: one row per line; a change within a period is a pair of prorations, back and forth';
create table credit_note (
  id text,
  invoice_id text,
  status text,
  currency text,
  amount numeric,
  subtotal numeric,
  total numeric,
  total_excluding_tax numeric,
  created timestamptz,
  livemode boolean
);
comment on table credit_note is 'Credit notes, also void ones: one row per credit note';
