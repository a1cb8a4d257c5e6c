-- An opportunity whose outcome was not entered has that of its stage, where the stage is a word for one.
select
  given.opportunity_id,
  given.account_id,
  given.kind,
  given.mrr,
  given.stage,
  given.created_on,
  given.expected_on,
  nullif(coalesce(given.outcome, words.meaning), 'open') as outcome,
  given.decided_on,
  given.updated_at
from given
left join words on words.table_name = 'opportunities' and words.column_name = 'outcome'
  and words.word = c360_word(given.stage)
