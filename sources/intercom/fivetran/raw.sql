-- Intercom as Fivetran lands it: objects whose table ends in _history have a row per version that a sync has seen, of
-- which the latest updated_at is the one of today; what was deleted stays, marked.
create table conversation_history (
  id text,
  title text,
  state text,
  priority text,
  company_id text,
  assignee_id text,
  assignee_type text,
  source_type text,
  source_subject text,
  source_delivered_as text,
  source_author_id text,
  source_author_type text,
  first_contact_reply_created_at timestamptz,
  statistics_last_close_at timestamptz,
  conversation_rating_value bigint,
  conversation_rating_remark text,
  conversation_rating_created_at timestamptz,
  conversation_rating_contact_id text,
  created_at timestamptz,
  updated_at timestamptz,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table conversation_history is 'Conversations: one row per version; state is open, snoozed or closed';
create table conversation_part_history (
  id text,
  conversation_id text,
  part_type text,
  body text,
  author_id text,
  author_type text,
  created_at timestamptz,
  updated_at timestamptz,
  _fivetran_synced timestamptz
);
comment on table conversation_part_history is
  'What happened in conversations, such as comment, note, close, open, snoozed, assignment: one row per part and version';
create table conversation_contact_history (
  conversation_id text,
  contact_id text,
  conversation_updated_at timestamptz
);
comment on table conversation_contact_history is
  'Who takes part: one row per version of a conversation and contact';
create table contact_history (
  id text,
  email text,
  updated_at timestamptz,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table contact_history is 'Users and leads: one row per version';
create table contact_company_history (
  contact_id text,
  company_id text,
  contact_updated_at timestamptz
);
comment on table contact_company_history is 'Companies of contacts: one row per version of a contact and company';
create table company_history (
  id text,
  company_id text,
  name text,
  website text,
  industry text,
  updated_at timestamptz,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table company_history is
  'Companies: one row per version; company_id is the id that the product, or an integration, gave';
create table admin (
  id text,
  name text,
  email text,
  job_title text,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table admin is 'Teammates: one row each, also of those who left';
