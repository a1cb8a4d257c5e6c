-- What the words of the contract's columns mean, the company's own before the contract's: one row per word.
--
-- table_name: table of the contract
-- column_name: its column
-- word: as c360_word() has it
-- meaning: the word of the contract that it stands for
select distinct on (known.table_name, known.column_name, known.word)
  known.table_name,
  known.column_name,
  known.word,
  known.meaning
from (
  select contract.table_name, contract.column_name, c360_word(either.word) as word, contract.meaning, false as is_own
  from c360_contract_words() as contract
  cross join lateral unnest(contract.meaning || contract.words) as either (word)
  union all
  select contract.table_name, contract.column_name, c360_word(own.word), contract.meaning, true
  from source_vocabulary as own
  join c360_contract_words() as contract on c360_word(contract.table_name) = c360_word(own.table_name)
    and c360_word(contract.column_name) = c360_word(own.column_name)
    and c360_word(own.meaning) in (
      select c360_word(either.word) from unnest(contract.meaning || contract.words) as either (word))) as known
order by known.table_name, known.column_name, known.word, known.is_own desc, known.meaning
