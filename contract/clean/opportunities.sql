-- Where no outcome is entered at all, an opportunity has that of its stage, if that is a word for one. Where some are, a
-- stage says nothing of when it was known.
select
  given.opportunity_id,
  given.account_id,
  given.kind,
  given.mrr,
  given.stage,
  given.created_on,
  given.expected_on,
  nullif(coalesce(given.outcome, case when (
      select count(source_opportunities.outcome) = 0 from source_opportunities) then words.meaning end), 'open')
    as outcome,
  given.decided_on,
  given.updated_at
from given
left join words on words.table_name = 'opportunities' and words.column_name = 'outcome'
  and words.word = c360_word(given.stage)
