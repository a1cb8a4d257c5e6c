-- Under which ids other systems know an account: one row per id of a system. Accounts that were merged into another one
-- are among them.
--
-- system: the system whose id it is; accounts = an account that was merged
-- external_id: the id there
-- account_id: the account
-- account: its name
-- csm: Customer Success Manager in charge of it on as_of()
-- arr: its annual recurring revenue on as_of()
-- evidence: why it is taken for the same: given = one of the systems names the other's id, domain, email, or merged
select
  account_aliases.system,
  account_aliases.external_id,
  account_aliases.account_id,
  accounts.name as account,
  team_members.name as csm,
  csm_accounts.arr,
  coalesce(account_aliases.evidence, case account_aliases.system when 'accounts' then 'merged' else 'given' end)
    as evidence
from account_aliases
join accounts on accounts.account_id = account_aliases.account_id
left join csm_accounts on csm_accounts.account_id = account_aliases.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
