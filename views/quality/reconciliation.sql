-- What the source says in all, what the pack says, and what explains the difference, on as_of(): one row per measure
-- and day. `call record_reconciliation()` writes it, after refresh_activity() and refresh_faults(), by a role that sees
-- every row; granted to no one by default. Unexplained is 0, or the pack has lost something without a word.
--
-- @key: day, measure
-- @recorded_by: record_reconciliation
--
-- day: as_of() of the record
-- measure: mrr, customers charged, invoiced, tickets, open tickets, events in 28 days, users with access, or answers
-- source: total of the source's rows as they are, whether or not the pack takes them; amounts in the reporting
--   currency, those in a currency without a rate as they are
-- pack: total of the pack: of mrr_bridge, account_status, renewals, tickets, activity_daily, active_users and
--   feedback_answers; NULL = not known
-- difference: source - pack
-- explained: what the rows in source_faults contribute to the source beyond what they contribute to the pack
-- unexplained: difference - explained
with unnamed as (
  -- Rows that nothing names, of tables that came without their id, are told together.
  select 'subscriptions' as table_name
  where not exists (select from source_subscriptions where subscription_id is not null)
  union all
  select 'invoices'
  where not exists (select from source_invoices where invoice_id is not null)
  union all
  select 'users'
  where not exists (select from source_users where user_id is not null)
  union all
  select 'survey_responses'
  where not exists (select from source_survey_responses where response_id is not null)),
told as (
  select
    named.table_name,
    named.key,
    bool_or(named.is_below_zero) as is_below_zero,
    bool_or(not named.is_below_zero) as is_row
  from (
    select
      source_faults.table_name,
      below_zero.is_below_zero,
      case when unnamed.table_name is null or below_zero.is_below_zero then source_faults.key else '' end as key
    from source_faults
    cross join lateral (
      select starts_with(source_faults.fault, 'all lines of the account') as is_below_zero) as below_zero
    left join unnamed on unnamed.table_name = source_faults.table_name) as named
  group by named.table_name, named.key),
source_lines as (
  select
    coalesce(subscriptions.account_id::text, source_subscriptions.account_id::text, '') as account_id,
    coalesce(told.is_row, false) as is_told,
    case when status.meaning in ('trial', 'paused') and source_subscriptions.trial_ends_on is null then 0
      else coalesce(source_subscriptions.mrr, case when (source_subscriptions.interval_count > 0) is not false
          then mrr_normalize(source_subscriptions.amount * coalesce(source_subscriptions.quantity, 1),
            unit.meaning, coalesce(source_subscriptions.interval_count, 1)) end)
        * coalesce(rates.rate, 1) end as mrr
  from source_subscriptions
  -- What a word means is no matter of totals.
  left join words as status on status.table_name = 'subscriptions' and status.column_name = 'status'
    and status.word = c360_word(source_subscriptions.status)
  left join words as unit on unit.table_name = 'subscriptions' and unit.column_name = 'billing_unit'
    and unit.word = c360_word(source_subscriptions.billing_unit)
  left join subscriptions on subscriptions.subscription_id = source_subscriptions.subscription_id
  left join rates on rates.currency = c360_currency(source_subscriptions.currency) and rates.to_day = 'infinity'
  left join told on told.table_name = 'subscriptions'
    and told.key = coalesce(source_subscriptions.subscription_id::text, '')
  where source_subscriptions.valid @> as_of()
    and (source_subscriptions.trial_ends_on > as_of()) is not true
    and (status.meaning = 'trial' and source_subscriptions.trial_ends_on is null) is not true),
clean_lines as (
  select
    subscriptions.account_id::text as account_id,
    coalesce(told.is_row, false) as is_told,
    subscriptions.mrr
  from subscriptions
  left join told on told.table_name = 'subscriptions' and told.key = coalesce(subscriptions.subscription_id::text, '')
  where subscriptions.charged @> as_of()),
lines as (
  select
    account_id,
    bool_or(is_told) as is_told,
    sum(mrr) filter (where is_source) as source_mrr,
    sum(mrr) filter (where not is_source) as clean_mrr,
    bool_or(mrr is null) filter (where is_source) as source_has_unknown_price,
    bool_or(mrr is null) filter (where not is_source) as clean_has_unknown_price
  from (
    select true as is_source, account_id, is_told, mrr from source_lines
    union all
    select false, account_id, is_told, mrr from clean_lines) as either
  group by account_id),
customers as (
  select
    lines.is_told or coalesce(told.is_below_zero, false) as is_told,
    coalesce(told.is_below_zero, false) as is_below_zero,
    lines.clean_mrr,
    coalesce(lines.source_mrr > 0 or lines.source_has_unknown_price, false)::int as source,
    coalesce(lines.clean_mrr > 0 or lines.clean_has_unknown_price, false)::int as clean
  from lines
  left join told on told.table_name = 'subscriptions' and told.key = lines.account_id),
ended as (
  select distinct on (ticket_id)
    ticket_id,
    status
  from ticket_status_changes
  where changed_at < local_midnight(as_of() + 1)
  order by ticket_id, changed_at desc,
    array_position('{new,open,pending,hold,reopened,solved,closed,deleted}'::text[], status) desc),
-- The status of a ticket is the last one told, or else its own, once it has it.
states as (
  select
    support_tickets.ticket_id::text as ticket_id,
    case when exists (
        select from ticket_status_changes where ticket_status_changes.ticket_id = support_tickets.ticket_id)
      then ended.status
      when support_tickets.solved_at >= local_midnight(as_of() + 1)
        and coalesce(support_tickets.status, 'solved') in ('solved', 'closed') then 'open'
      else coalesce(support_tickets.status, case when support_tickets.solved_at is not null then 'solved' end)
    end as status
  from support_tickets
  left join ended on ended.ticket_id = support_tickets.ticket_id),
asked as (
  select
    'support_tickets' as table_name,
    either.is_source,
    either.key,
    coalesce(states.status, 'new') as status
  from (
    select true as is_source, coalesce(ticket_id::text, '') as key, opened_at from source_support_tickets
    union all
    select false, ticket_id::text, opened_at from support_tickets) as either
  left join states on states.ticket_id = either.key
  where either.opened_at < local_midnight(as_of() + 1)),
-- One row per row of the source, and one per row of the clean table.
counted as (
  select 'invoiced' as measure, 'invoices' as table_name, true as is_source,
    coalesce(source_invoices.invoice_id::text, '') as key,
    source_invoices.amount * coalesce(rates.rate, 1) as amount
  from source_invoices
  left join rates on rates.currency = c360_currency(source_invoices.currency)
    and source_invoices.invoiced_on >= rates.from_day and source_invoices.invoiced_on < rates.to_day
  where source_invoices.invoiced_on <= as_of()
  union all
  select 'invoiced', 'invoices', false, coalesce(invoice_id::text, ''), amount
  from invoices
  where invoiced_on <= as_of()
  union all
  select 'tickets', table_name, is_source, key, 1
  from asked
  where status <> 'deleted'
  union all
  select 'open tickets', table_name, is_source, key, 1
  from asked
  where status not in ('solved', 'closed', 'deleted')
  union all
  select 'users with access', 'users', true, coalesce(source_users.user_id::text, ''), 1
  from source_users
  left join users on users.user_id = source_users.user_id
  where coalesce(source_users.provisioned_on, users.provisioned_on, date '1970-01-01') <= as_of()
    and (source_users.deactivated_on > as_of()) is not false
  union all
  select 'users with access', 'users', false, user_id::text, 1
  from users
  where provisioned_on <= as_of() and (deactivated_on > as_of()) is not false
  union all
  select 'answers', 'survey_responses', true, coalesce(response_id::text, ''), 1
  from source_survey_responses
  where responded_at < local_midnight(as_of() + 1)
  union all
  select 'answers', 'survey_responses', false, coalesce(response_id::text, ''), 1
  from survey_responses
  where responded_at < local_midnight(as_of() + 1)
  union all
  -- There are many events: of the clean ones only those that are told, each once, on its earliest day; none are read
  -- where none is told. `is true` keeps the planner, which expects one that is told, from reading all for each of them.
  -- Those without an id count each.
  select 'events in 28 days', 'product_events', true, coalesce(event_id::text, ''), 1
  from source_product_events
  where occurred_at >= local_midnight(as_of() - 27) and occurred_at < local_midnight(as_of() + 1)
  union all
  select 'events in 28 days', 'product_events', false, event_id::text, 1
  from product_events
  where exists (select from told where table_name = 'product_events')
    and (event_id::text in (select key from told where table_name = 'product_events')) is true
  group by event_id
  having min(occurred_at) >= local_midnight(as_of() - 27) and min(occurred_at) < local_midnight(as_of() + 1)
  union all
  select 'events in 28 days', 'product_events', false, '', 1
  from product_events
  where event_id is null and exists (select from told where table_name = 'product_events' and key = '')
    and occurred_at >= local_midnight(as_of() - 27) and occurred_at < local_midnight(as_of() + 1)),
totals as (
  select
    counted.measure,
    sum(counted.amount) filter (where counted.is_source) as source,
    coalesce(sum(case when counted.is_source then counted.amount else -counted.amount end)
      filter (where told.is_row), 0) as explained
  from counted
  left join told on told.table_name = counted.table_name and told.key = counted.key
  group by counted.measure
  union all
  select
    'mrr',
    (select sum(mrr) from source_lines),
    coalesce((select sum(mrr) from source_lines where is_told), 0)
      - coalesce((select sum(mrr) from clean_lines where is_told), 0)
      + coalesce((select sum(least(clean_mrr, 0)) from customers where is_below_zero), 0)
  union all
  select
    'customers charged',
    sum(source),
    coalesce(sum(source - clean) filter (where is_told), 0)
  from customers),
-- Of answers that one person gave within a week the last one counts, which is no fault.
repeated as (
  select count(*) as answers
  from survey_responses as earlier
  where earlier.responded_at < local_midnight(as_of() + 1)
    and exists (
      select from survey_responses as later
      where later.user_id = earlier.user_id and later.survey = earlier.survey
        and later.ticket_id is not distinct from earlier.ticket_id
        and (later.responded_at, later.response_id) > (earlier.responded_at, earlier.response_id)
        and later.responded_at < local_midnight(as_of() + 1)
        and local_day(later.responded_at) - local_day(earlier.responded_at) < 7)),
packed as (
  select 'mrr' as measure, (
    select ending_mrr from mrr_bridge where month = date_trunc('month', as_of()::timestamp)) as pack,
    source_tables.subscriptions as is_known
  from source_tables
  union all
  select 'customers charged', (select count(*) from account_status where is_charged), source_tables.subscriptions
  from source_tables
  union all
  select 'invoiced', (
    select sum(invoiced_gross_revenue + credited) from renewals), source_tables.invoices
  from source_tables
  union all
  select 'tickets', (select count(*) from tickets), source_tables.support_tickets
  from source_tables
  union all
  select 'open tickets', (select count(*) from tickets where is_open), source_tables.support_tickets
  from source_tables
  union all
  select 'events in 28 days', (
    select sum(events) from activity_daily where day between as_of() - 27 and as_of()), source_tables.product_events
  from source_tables
  union all
  -- active_users begins with the first event.
  select 'users with access', (select provisioned_users from active_users where day = as_of()),
    source_tables.users and exists (select from active_users where day = as_of())
  from source_tables
  union all
  select 'answers', (select count(*) from feedback_answers) + (select answers from repeated),
    source_tables.survey_responses
  from source_tables)
select
  as_of() as day,
  packed.measure,
  case when packed.is_known then round(coalesce(totals.source, 0), 2) end as source,
  case when packed.is_known then round(coalesce(packed.pack, 0), 2) end as pack,
  case when packed.is_known then round(coalesce(totals.source, 0) - coalesce(packed.pack, 0), 2) end as difference,
  case when packed.is_known then round(coalesce(totals.explained, 0), 2) end as explained,
  case when packed.is_known
    then round(coalesce(totals.source, 0) - coalesce(packed.pack, 0) - coalesce(totals.explained, 0), 2) end
    as unexplained
from packed
left join totals on totals.measure = packed.measure
