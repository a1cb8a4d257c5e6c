-- Delighted as Airbyte lands it: the streams of the API, whose instants are epochs in seconds.
create table people (
  id text,
  name text,
  email text,
  created_at timestamptz,
  _airbyte_extracted_at timestamptz
);
comment on table people is 'Whom surveys were sent to: one row per person and extraction';
create table survey_responses (
  id text,
  person text,
  survey_type text,
  score bigint,
  comment text,
  created_at timestamptz,
  updated_at timestamptz,
  _airbyte_extracted_at timestamptz
);
comment on table survey_responses is
  'Answers: one row per answer and extraction; score is NULL where a comment came without one';
