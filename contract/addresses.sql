-- Whose an e-mail address is: one row per address of users or contacts of one account. What the clean tables read that
-- have an address and lack an account. An address that several accounts have decides nothing, nor does its user where
-- several users have it.
--
-- address: in lower case, without blanks around it
-- account_id: the account
-- user_id: the user; NULL = none, or several
select
  lower(btrim(c360_mailbox(known.email))) as address,
  (array_agg(distinct known.account_id))[1] as account_id,
  case when count(distinct known.user_id) = 1 then (array_agg(distinct known.user_id)
    filter (where known.user_id is not null))[1] end as user_id
from (
  select source_users.email, source_users.account_id, source_users.user_id
  from source_users
  union all
  select source_contacts.email, source_contacts.account_id, source_contacts.user_id
  from source_contacts) as known
where btrim(known.email) <> ''
group by lower(btrim(c360_mailbox(known.email)))
having count(distinct known.account_id) = 1
