-- Zendesk Support as Fivetran lands it: one row per object, upserted; what was deleted stays, marked.
create table ticket (
  id text,
  subject text,
  type text,
  priority text,
  status text,
  via_channel text,
  requester_id text,
  assignee_id text,
  organization_id text,
  merged_ticket_ids text,
  created_at timestamptz,
  updated_at timestamptz,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table ticket is
  'Tickets as they are now: merged_ticket_ids are those merged into this one, such as [17, 18]';
create table ticket_tag (
  ticket_id text,
  tag text
);
comment on table ticket_tag is 'Tags of tickets: one row per ticket and tag';
create table ticket_field_history (
  ticket_id text,
  field_name text,
  updated timestamptz,
  value text
);
comment on table ticket_field_history is
  'Every value that a field of a ticket has had: one row per ticket, field and instant from which the value holds';
create table ticket_comment (
  id text,
  ticket_id text,
  user_id text,
  created timestamptz,
  public boolean,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table ticket_comment is
  'Comments on tickets, the description among them: one row per comment, public or not';
create table "user" (
  id text,
  name text,
  email text,
  role text,
  organization_id text,
  active boolean,
  updated_at timestamptz,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table "user" is 'Everybody: end users, agents and administrators; active is false for a deleted one';
create table organization (
  id text,
  name text,
  external_id text,
  updated_at timestamptz,
  _fivetran_deleted boolean,
  _fivetran_synced timestamptz
);
comment on table organization is 'Organizations of end users; external_id is whatever the company puts there';
create table domain_name (
  organization_id text,
  index bigint,
  domain_name text
);
comment on table domain_name is 'Domains of organizations: one row per organization and place in its list';
create table satisfaction_rating (
  id text,
  ticket_id text,
  requester_id text,
  score text,
  comment text,
  created_at timestamptz,
  updated_at timestamptz,
  _fivetran_synced timestamptz
);
comment on table satisfaction_rating is 'Ratings of tickets: offered, unoffered, good or bad, one row per rating';
create table schedule (
  id text,
  start_time bigint,
  end_time bigint,
  created_at timestamptz,
  _fivetran_deleted boolean
);
comment on table schedule is
  'Hours of support: one row per schedule and span, in minutes since Sunday 00:00 in the zone of the schedule';
create table schedule_holiday (
  schedule_id text,
  start_date date,
  end_date date,
  _fivetran_deleted boolean
);
comment on table schedule_holiday is 'Holidays of schedules: one row per holiday; end_date is its last day';
