-- Salesforce as Fivetran lands it: one table per object, a field per column. Fields of a company's own end in _c. Where a
-- table is kept in history mode there is a row per change, of which _fivetran_active marks the one of today.
create table account (
  id text,
  name text,
  website text,
  parent_id text,
  master_record_id text,
  owner_id text,
  industry text,
  number_of_employees bigint,
  billing_country text,
  billing_country_code text,
  created_date timestamptz,
  last_modified_date timestamptz,
  stripe_customer_id_c text,
  zendesk_organization_id_c text,
  hubspot_company_id_c text,
  intercom_company_id_c text,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table account is
  'Accounts: one row each, also of those that were deleted, or merged into another (master_record_id)';
create table account_history (
  id text,
  account_id text,
  field text,
  new_value text,
  created_date timestamptz,
  is_deleted boolean
);
comment on table account_history is
  'Changes of tracked fields: one row per change; of the owner one with the name and one with the id';
create table account_team_member (
  id text,
  account_id text,
  user_id text,
  team_member_role text,
  created_date timestamptz,
  is_deleted boolean,
  _fivetran_deleted boolean
);
comment on table account_team_member is 'Who works for an account: one row per account and user';
create table "user" (
  id text,
  name text,
  email text,
  title text,
  user_type text,
  is_active boolean,
  last_modified_date timestamptz,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table "user" is 'Users of Salesforce: one row each, also of those who left, and of machines';
create table contact (
  id text,
  account_id text,
  name text,
  first_name text,
  last_name text,
  email text,
  title text,
  master_record_id text,
  last_modified_date timestamptz,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table contact is 'People: one row each, also of those that were deleted, or merged into another';
create table opportunity_contact_role (
  id text,
  opportunity_id text,
  contact_id text,
  role text,
  is_deleted boolean,
  _fivetran_deleted boolean
);
comment on table opportunity_contact_role is 'Who had a say in a sale: one row per opportunity and contact';
create table opportunity (
  id text,
  account_id text,
  contract_id text,
  type text,
  stage_name text,
  amount numeric,
  currency_iso_code text,
  is_closed boolean,
  is_won boolean,
  created_date timestamptz,
  close_date date,
  last_stage_change_date timestamptz,
  last_modified_date timestamptz,
  mrr_c numeric,
  arr_c numeric,
  term_months_c numeric,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table opportunity is 'Opportunities: one row each, also of those that were deleted';
create table opportunity_history (
  id text,
  opportunity_id text,
  stage_name text,
  created_date timestamptz,
  is_deleted boolean
);
comment on table opportunity_history is
  'What stage, amount or close date of an opportunity were: one row per change of any of them';
create table contract (
  id text,
  account_id text,
  status text,
  status_code text,
  start_date date,
  end_date date,
  contract_term bigint,
  customer_signed_date date,
  company_signed_date date,
  activated_date timestamptz,
  last_modified_date timestamptz,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table contract is 'Contracts, also drafts: one row each';
create table event (
  id text,
  account_id text,
  what_id text,
  who_id text,
  owner_id text,
  subject text,
  type text,
  start_date_time timestamptz,
  activity_date_time timestamptz,
  activity_date date,
  duration_in_minutes bigint,
  is_child boolean,
  is_recurrence boolean,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table event is
  'Meetings in calendars: one row each, and one more per invited user (is_child) and per series (is_recurrence)';
create table task (
  id text,
  account_id text,
  what_id text,
  who_id text,
  owner_id text,
  subject text,
  type text,
  task_subtype text,
  call_duration_in_seconds bigint,
  activity_date date,
  completed_date_time timestamptz,
  created_date timestamptz,
  is_closed boolean,
  is_recurrence boolean,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_active boolean,
  _fivetran_synced timestamptz
);
comment on table task is 'Tasks, and the mails and calls that were logged: one row each';
create table currency_type (
  iso_code text,
  conversion_rate numeric,
  is_corporate boolean
);
comment on table currency_type is
  'Currencies in use: one row each; conversion_rate is what one unit of the corporate currency buys today';
create table dated_conversion_rate (
  iso_code text,
  start_date date,
  next_start_date date,
  conversion_rate numeric
);
comment on table dated_conversion_rate is 'What one unit of the corporate currency bought: one row per currency and period';
