-- The indexes the views want, built once everything is loaded; then the generator is dropped.

\echo 'indexes'
alter table product_events add primary key (event_id);
create index on product_events (occurred_at);
create index on users (account_id);
create index on contracts (account_id);
create index on subscriptions (account_id);
create index on invoices (account_id, invoiced_on);
create index on support_tickets (account_id, opened_at);
create index on ticket_messages (ticket_id);
create index on calls (account_id, started_at);
create index on csm_touchpoints (account_id, happened_at);
create index on csm_tasks (account_id);
create index on contacts (account_id);
create index on opportunities (account_id);
create index on interactions (happened_at);
create index on survey_responses (account_id, responded_at);

set local search_path = :"schema";
set local client_min_messages = warning;
drop schema demo_generator cascade;
