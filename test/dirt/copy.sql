-- Copies of the demo warehouse in the shapes that real warehouses have: no constraints, other types, the same facts.
-- They must not know what the clean layer does with them.
--
--   select dirt.copy_warehouse('warehouse', 'landed', 'text')
--
-- plain    the contract's types
-- text     everything as text: ids such as id_000000017, ISO days and instants, yes and no; starts_on and ends_on
-- uuid     ids as uuid, days and instants as epochs; starts_on and the last day; prices instead of mrr
-- numeric  ids and numbers as numeric, days as timestamp, instants without a zone; amounts as floats
--
-- product_events.event_id stays a number in all of them: it is an id of nothing else.

create schema dirt;

-- How a column is written in a shape: an expression in which $ is the column; NULL = as it is.
create function dirt.written(shape text, kind text) returns text immutable
  return case shape
    when 'text' then case kind
      when 'key' then $$'id_' || lpad($::text, 9, '0')$$
      when 'timestamp with time zone' then
        $$to_char($ at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')$$
      when 'boolean' then $$case when $ then 'yes' when not $ then 'no' end$$
      when 'text[]' then $$array_to_string($, ',')$$
      when 'text' then null
      when 'number' then null
      else '$::text' end
    when 'uuid' then case kind
      when 'key' then $$('00000000-0000-4000-8000-' || lpad($::text, 12, '0'))::uuid$$
      when 'timestamp with time zone' then '(extract(epoch from $) * 1000)::bigint'
      when 'date' then 'extract(epoch from $)::bigint'
      when 'boolean' then '$::int' end
    when 'numeric' then case kind
      when 'key' then '$::numeric'
      when 'timestamp with time zone' then $$$ at time zone 'UTC'$$
      when 'date' then '$::timestamp'
      when 'bigint' then '$::numeric'
      when 'numeric' then '$::float8' end
    end;

create function dirt.copy_warehouse(source text, copy text, shape text) returns void language plpgsql as $function$
declare
  in_turn text;
  listed text;
begin
  execute format('create schema %I', copy);
  for in_turn in
    select t.tablename from pg_tables as t where schemaname = source and t.tablename <> 'demo_stories' order by 1
  loop
    select string_agg(case
        when c.kind = 'daterange' and shape = 'text' then
          format('lower(%1$I)::text as starts_on, upper(%1$I)::text as ends_on', c.name)
        when c.kind = 'daterange' and shape = 'uuid' then
          format('lower(%1$I) as starts_on, upper(%1$I) - 1 as last_day', c.name)
        -- An identifier of the kind user_id is what the users' ids are.
        when pair.kind is not null then format('case when %I = ''user_id'' then (%s)::text else %I end as %3$I',
          pair.kind, replace(coalesce(dirt.written(shape, 'key'), '$'), '$', quote_ident(c.name) || '::bigint'), c.name)
        else format('%s as %I', replace(coalesce(dirt.written(shape, c.kind), '$'), '$', quote_ident(c.name)), c.name)
        end, ', ' order by c.place) into listed
    from (
      select attnum, attname::text, case when attname = 'event_id' then 'number' when k.kind = 'key' then 'key'
        else format_type(atttypid, null) end
      from pg_attribute left join c360_contract_columns() as k on k.table_name = in_turn and k.name = attname
      where attrelid = format('%I.%I', source, in_turn)::regclass and attnum > 0 and not attisdropped
        and not (shape = 'uuid' and in_turn = 'subscriptions' and attname = 'mrr')) as c (place, name, kind)
    left join (values ('identifiers', 'a', 'a_kind'), ('identifiers', 'b', 'b_kind'),
        ('interactions', 'identifier', 'identifier_kind')) as pair (tablename, name, kind)
      on pair.tablename = in_turn and pair.name = c.name;
    execute format('create table %I.%I as select %s from %I.%2$I', copy, in_turn, listed, source);
  end loop;
end
$function$;

-- A row as text that depends neither on the shape of ids nor on the scale of numbers.
create function dirt.as_it_reads(shown text) returns text immutable parallel safe
  return regexp_replace(regexp_replace(regexp_replace(translate(shown, '"\', ''),
    '(id_|00000000-0000-4000-8000-)0*(\d)', '\2', 'g'), '(\.\d*?)0+(?!\d)', '\1', 'g'), '\.(?!\d)', '', 'g');

-- Builds the pack over a schema, and stores what it stores: on days that the views look back on, too.
create procedure dirt.build(source text, target text, today date) language plpgsql as $procedure$
begin
  perform set_config('customer360.as_of', today::text, false);
  perform customer360_create_views(source, target, 'UTC');
  execute format('call %I.refresh_activity()', target);
  execute format('analyze %I.user_activity', target);
  execute format('analyze %I.activity_daily', target);
  execute format('call %I.refresh_faults()', target);
  perform set_config('customer360.as_of', (today - 91)::text, false);
  execute format('call %I.record_metrics()', target);
  perform set_config('customer360.as_of', today::text, false);
  execute format('call %I.record_scores()', target);
  execute format('call %I.record_reconciliation()', target);
end
$procedure$;

-- Every relation of a target that is read: views and stored rows, clean tables and the adapters over them.
create function dirt.relations(target text) returns setof text stable language sql as $function$
  select relname::text from pg_class
  where relnamespace = target::regnamespace and relkind in ('v', 'r') order by relname
$function$;

-- Rows of a view that one of two targets has and the other has not, as multisets, among the accounts that count: all,
-- or those that are not in `touched`. Columns in `apart` compare one customer with all others.
create function dirt.differences(left_target text, right_target text, view text, touched text[], apart text[])
  returns table (side text, shown text) language plpgsql as $function$
declare
  listed text;
  counts text;
begin
  select string_agg(format('t.%I', attname), ', ' order by attnum), string_agg(format(
      'not dirt.as_it_reads(t.%I::text) = any (%L)', attname, touched), '') filter (where attname = 'account_id')
    into listed, counts
  from pg_attribute
  where attrelid = format('%I.%I', left_target, view)::regclass and attnum > 0 and not attisdropped
    and attname <> all (apart);
  counts := case when touched <> '{}' then 'where ' || counts || ' is not false' else '' end;
  return query execute format(
    'with a as materialized (select dirt.as_it_reads(row(%1$s)::text) as shown from %2$I.%4$I as t %5$s), '
    'b as materialized (select dirt.as_it_reads(row(%1$s)::text) as shown from %3$I.%4$I as t %5$s) '
    'select ''-'', shown from (select shown from a except all select shown from b) as l union all '
    'select ''+'', shown from (select shown from b except all select shown from a) as r order by 2, 1',
    listed, left_target, right_target, view, counts);
end
$function$;

-- The same of many views; the first differences of each.
create function dirt.differences_of_all(left_target text, right_target text, views text[], touched text[], apart text[])
  returns table (view text, side text, shown text) language sql as $function$
  select v, d.side, left(d.shown, 500) from unnest(views) as v
    cross join lateral (select * from dirt.differences(left_target, right_target, v, touched, apart) limit 4) as d
$function$;

-- Reads views whole, for those that fail.
create procedure dirt.read(target text, views text[]) language plpgsql as $procedure$
declare
  view text;
begin
  foreach view in array views loop
    execute format('select count(*) from (select v::text from %I.%I as v) as v', target, view);
  end loop;
end
$procedure$;
