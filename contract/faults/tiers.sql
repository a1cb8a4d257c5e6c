-- Tiers of which nobody knows where they stand among the others.
select named.table_name,
  named.tier as key,
  null::text as account_id,
  format('the place of the tier %s is not known: starter, professional or enterprise%s', named.tier, '; perhaps '
    || nearest_word(c360_word(named.tier), array(select tiers.word from tiers))) as fault,
  'warning' as severity,
  'its customers are no premium customers, and a move to or from it is no upsell' as done,
  'map the word in the table vocabulary: accounts, tier, word, meaning (starter, professional, enterprise)' as to_do
from (
  select distinct 'accounts' as table_name, accounts.tier from accounts
  union
  select distinct 'contracts', contracts.tier from contracts) as named
where btrim(named.tier) <> '' and c360_word(named.tier) not in (select tiers.word from tiers)
