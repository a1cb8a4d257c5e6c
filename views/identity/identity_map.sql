-- Who is behind an identifier, and of which account: one row per identifier seen by as_of(), those of identities.
--
-- kind: kind of the identifier: user_id, email, anonymous_id, device_id …
-- identifier: the identifier
-- person: name of the person: the first of its identifiers that was seen, with its kind
-- identifiers: how many identifiers the person has
-- user_id: the user that the person is; NULL = none, or not known
-- account_id: the account of the person; NULL = not known, or of several accounts
-- account: its name
-- evidence: how the account is known: given = the person is a user; email = one of its addresses is that of a contact
--   or user; domain = an address is of the domain of this account and no other; NULL = not known
with persons as materialized (
  select
    identities.kind,
    identities.identifier,
    identities.person,
    identities.identifiers
  from identities),
as_user as (
  select
    persons.person,
    users.user_id,
    users.account_id
  from persons
  join users on users.user_id::text = persons.identifier
  where persons.kind = 'user_id'),
addresses as (
  select
    persons.person,
    persons.identifier as address,
    case when not is_free_email_domain(persons.identifier) then email_domain(persons.identifier) end as domain
  from persons
  where persons.kind = 'email'),
known_addresses as (
  select
    lower(btrim(users.email)) as address,
    users.account_id
  from users
  where users.email <> ''
  union
  select
    lower(btrim(contacts.email)),
    contacts.account_id
  from contacts
  where contacts.email <> ''),
by_address as (
  select
    addresses.person,
    (array_agg(distinct known_addresses.account_id))[1] as account_id
  from addresses
  join known_addresses on known_addresses.address = addresses.address
  group by addresses.person
  having count(distinct known_addresses.account_id) = 1),
domains as (
  select
    email_domain('someone@' || accounts.domain) as domain,
    (array_agg(accounts.account_id))[1] as account_id
  from accounts
  where accounts.domain <> '' and not is_free_email_domain('someone@' || accounts.domain)
  group by email_domain('someone@' || accounts.domain)
  having count(distinct accounts.account_id) = 1),
by_domain as (
  select
    addresses.person,
    (array_agg(distinct domains.account_id))[1] as account_id
  from addresses
  join domains on domains.domain = addresses.domain
  group by addresses.person
  having count(distinct domains.account_id) = 1),
resolved as (
  select
    persons.*,
    as_user.user_id,
    coalesce(as_user.account_id, by_address.account_id, by_domain.account_id) as account_id,
    case
      when as_user.account_id is not null then 'given'
      when by_address.account_id is not null then 'email'
      when by_domain.account_id is not null then 'domain'
    end as evidence
  from persons
  left join as_user on as_user.person = persons.person
  left join by_address on by_address.person = persons.person
  left join by_domain on by_domain.person = persons.person)
select
  resolved.kind,
  resolved.identifier,
  resolved.person,
  resolved.identifiers,
  resolved.user_id,
  resolved.account_id,
  accounts.name as account,
  resolved.evidence
from resolved
left join accounts on accounts.account_id = resolved.account_id
