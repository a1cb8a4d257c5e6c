-- Where a tier stands among the others, by the contract's words and the company's own: one row per word.
--
-- word: as c360_word() has it
-- place: 1 = starter, 2 = professional, 3 = enterprise
select
  words.word,
  array_position(array['starter', 'professional', 'enterprise'], words.meaning) as place
from words
where words.table_name = 'accounts' and words.column_name = 'tier'
