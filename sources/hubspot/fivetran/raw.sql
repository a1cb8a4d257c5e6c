-- HubSpot as Fivetran lands it: one row per object and its properties in columns property_*, each change of a property
-- in *_property_history, and associations in tables of their own. A property that an account does not have, or that the
-- connector was not told to land, has no column here and is NULL.
create table company (
  id bigint,
  property_name text,
  property_domain text,
  property_industry text,
  property_country text,
  property_hs_country_code text,
  property_numberofemployees numeric,
  property_hubspot_owner_id bigint,
  property_hubspot_owner_assigneddate timestamptz,
  property_hs_parent_company_id bigint,
  property_hs_merged_object_ids text,
  property_closedate timestamptz,
  property_hs_lastmodifieddate timestamptz,
  property_stripe_customer_id text,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table company is
  'Companies: one row each, also of those that were deleted, or merged into another, which then are is_deleted';
create table company_property_history (
  company_id bigint,
  name text,
  value text,
  "timestamp" timestamptz,
  _fivetran_active boolean
);
comment on table company_property_history is
  'Changes of companies: one row per company, property and instant; value is empty where it was taken away';
create table owner (
  owner_id bigint,
  email text,
  first_name text,
  last_name text,
  is_active boolean,
  updated_at timestamptz,
  _fivetran_synced timestamptz
);
comment on table owner is 'Users of HubSpot who own records: one row each, also of those who left';
create table contact (
  id bigint,
  property_email text,
  property_firstname text,
  property_lastname text,
  property_jobtitle text,
  property_hs_buying_role text,
  property_associatedcompanyid bigint,
  property_hs_merged_object_ids text,
  property_lastmodifieddate timestamptz,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table contact is 'People: one row each, also of those that were deleted, or merged into another';
create table contact_company (
  contact_id bigint,
  company_id bigint,
  type_id bigint,
  _fivetran_deleted boolean
);
comment on table contact_company is
  'Companies of contacts: one row per contact, company and type of association; 1 = the primary one';
create table deal (
  deal_id bigint,
  deal_pipeline_id text,
  deal_pipeline_stage_id text,
  property_dealtype text,
  property_amount numeric,
  property_amount_in_home_currency numeric,
  property_hs_exchange_rate numeric,
  property_hs_mrr numeric,
  property_hs_arr numeric,
  property_createdate timestamptz,
  property_closedate timestamptz,
  property_hs_is_closed boolean,
  property_hs_is_closed_won boolean,
  property_contract_start_date date,
  property_contract_end_date date,
  property_contract_length_months numeric,
  property_hs_merged_object_ids text,
  property_hs_lastmodifieddate timestamptz,
  is_deleted boolean,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table deal is 'Deals: one row each, also of those that were deleted, or merged into another';
create table deal_company (
  deal_id bigint,
  company_id bigint,
  type_id bigint,
  _fivetran_deleted boolean
);
comment on table deal_company is
  'Companies of deals: one row per deal, company and type of association; 5 = the primary one';
create table deal_stage (
  deal_id bigint,
  value text,
  date_entered timestamptz
);
comment on table deal_stage is 'Stages that deals went through: one row per deal and entry into a stage';
create table deal_pipeline (
  pipeline_id text,
  label text
);
comment on table deal_pipeline is 'Pipelines, such as one for renewals: one row each';
create table deal_pipeline_stage (
  pipeline_id text,
  stage_id text,
  label text,
  closed_won boolean,
  is_closed boolean
);
comment on table deal_pipeline_stage is 'Stages of pipelines: one row per stage, also of those that were taken away';
create table merged_deal (
  deal_id bigint,
  merged_deal_id bigint
);
comment on table merged_deal is 'Deals merged into another: one row per deal that is no longer';
