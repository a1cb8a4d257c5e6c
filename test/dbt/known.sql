-- The demo warehouse as it is known after it was landed by demo/raw.sql and mapped again: without what no system tells.
-- demo/README.md lists it. Schema known, in the contract's shape.
create schema known;
set search_path = known;
select format('create view %I as select %s from warehouse.%1$I', relname, string_agg(quote_ident(attname), ', '
  order by attnum))
from pg_class
join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
where relnamespace = 'warehouse'::regnamespace and relkind = 'r'
  and relname not in ('demo_stories', 'true_identities', 'contacts', 'opportunities')
  and (relname, attname) not in (values
    -- HubSpot
    ('team_members', 'region'), ('team_members', 'hired_on'),
    -- Stripe
    ('subscriptions', 'contract_id'),
    -- Zendesk
    ('support_tickets', 'user_id'),
    -- Segment
    ('users', 'deactivated_on'), ('features', 'released_on'), ('features', 'adoption_uses'), ('features', 'is_sticky'))
group by relname \gexec
create view contacts as
select contact_id, account_id, name, email, role
from warehouse.contacts
where upper_inf(valid);
create view opportunities as
select opportunity_id, account_id, kind, mrr, stage, created_on, coalesce(decided_on, expected_on) as expected_on, outcome,
  decided_on
from warehouse.opportunities;
