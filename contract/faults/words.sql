-- Words of the company's own that say nothing: for a column without words, or with a meaning that the contract has not.
select 'vocabulary' as table_name,
  concat_ws(', ', source_vocabulary.table_name, source_vocabulary.column_name, source_vocabulary.word) as key,
  null::text as account_id,
  case when known.meanings is null then format('%s.%s is no column of the contract with words of its own%s',
      source_vocabulary.table_name, source_vocabulary.column_name, '; perhaps ' || nearest_word(
        source_vocabulary.table_name || '.' || source_vocabulary.column_name, array(
          select distinct word.table_name || '.' || word.column_name from c360_contract_words() as word)))
    else format('the contract has no meaning %s%s', source_vocabulary.meaning,
      '; perhaps ' || nearest_word(source_vocabulary.meaning, known.meanings)) end as fault,
  'error' as severity,
  'the word is not known' as done,
  coalesce('use one of: ' || array_to_string(known.meanings, ', '), 'name a table and column of the contract') as to_do
from source_vocabulary
cross join lateral (
  select array_agg(word.meaning) as meanings,
    coalesce(bool_or(c360_word(source_vocabulary.meaning) in (
      select c360_word(either.word) from unnest(word.meaning || word.words) as either (word))), false) as is_meant
  from c360_contract_words() as word
  where c360_word(word.table_name) = c360_word(source_vocabulary.table_name)
    and c360_word(word.column_name) = c360_word(source_vocabulary.column_name)) as known
where not known.is_meant
