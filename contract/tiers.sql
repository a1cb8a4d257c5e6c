-- Where a tier stands among the others, by the contract's words and the company's own: one row per word.
--
-- word: as c360_word() has it
-- place: 1 = starter, 2 = professional, 3 = enterprise
select
  known.word,
  array_position(array['starter', 'professional', 'enterprise'], min(known.meaning)) as place
from (
  select c360_word(spelling) as word, contract.meaning
  from c360_contract_words() as contract
  cross join lateral unnest(contract.meaning || contract.words) as spelling
  where contract.table_name = 'accounts' and contract.column_name = 'tier' and not exists (
    select from source_vocabulary as own
    where c360_word(own.table_name) = 'accounts' and c360_word(own.column_name) = 'tier'
      and c360_word(own.word) = c360_word(spelling))
  union all
  select c360_word(source_vocabulary.word), c360_word(source_vocabulary.meaning)
  from source_vocabulary
  where c360_word(source_vocabulary.table_name) = 'accounts' and c360_word(source_vocabulary.column_name) = 'tier'
    and c360_word(source_vocabulary.meaning) in ('starter', 'professional', 'enterprise')) as known
group by known.word
