-- The warehouse in the shape of the source contract, ../contract: its tables and comments, keys and references; without
-- the tables and columns for which this company has no system. The rows come from the files after this one.
--
-- Nothing is overwritten when it changes over time: a change has its own row or its own day, so that the warehouse can
-- be read as it stood on an earlier day.

create schema :"schema";
comment on schema :"schema" is 'Demo warehouse of a B2B SaaS company: the source contract of the Customer 360 views';
set local search_path = :"schema";

-- The ids of this company are whole numbers.
create domain key as bigint;
\ir ../contract/tables.sql
select format('alter table %s %s', attrelid::regclass, string_agg(format('alter %I type bigint', attname), ', '))
from pg_attribute where atttypid = 'key'::regtype group by attrelid order by attrelid \gexec
drop domain key;
\ir ../contract/constraints.sql

-- What it does not record.
drop table account_aliases, activity_rule;
alter table subscriptions drop quantity, drop interval_count, drop currency, drop status, drop trial_ends_on;
alter table product_events drop amount, alter event_id set not null;
alter table support_tickets drop status, drop solved_at, drop email;
alter table calls drop email;
alter table survey_responses drop is_inverted, drop email;
-- And a column of its own, which the contract does not know.
alter table accounts add time_zone text;
comment on column accounts.time_zone is 'IANA time zone of the head office';

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
  'steady, power, expansion, contraction, silent_churn, loud_churn, sudden_churn, never_live, saved, returned, '
  'late_onboarding, seasonal, set_and_forget, near_quota or shelfware';
comment on column demo_stories.turns_on is 'Day from which the story shows in the data; NULL = it always does';
