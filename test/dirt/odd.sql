-- Copies of a warehouse with the same facts, in which every column has another type that could hold them, and every table
-- another form: at random, but always the same for a seed. They must not know what the clean layer does with them.
--
--   select dirt.odd_warehouse('plain', 'Odd "one"', 1)
--
-- Wants copy.sql, and uses citext and postgres_fdw where the database has them.

create domain dirt.odd_id as bigint check (value > 0);
create domain dirt.odd_text as text check (value <> 'nonsense');
create domain dirt.odd_texts as dirt.odd_text[];
create domain dirt.odd_day as date check (value > '1900-01-01');
create domain dirt.odd_days as daterange;
create domain dirt.odd_instant as timestamptz not null default '-infinity';
create domain dirt.odd_amount as numeric check (abs(value) < 1e15);
create domain dirt.odd_document as jsonb;
create type dirt.odd_answer as enum ('no', 'yes');

-- What a column of a kind can be: an expression in which $ is the column, or, with #, which is its name, one column or
-- several; and the condition under which nothing is lost.
create table dirt.odd_types (kind text, written text, condition text);
insert into dirt.odd_types (kind, written) values
  ('numbers', '$::smallint'), ('numbers', '$::integer'), ('numbers', '$::bigint'), ('numbers', '$::numeric'),
  ('numbers', '$::numeric(20, 3)'), ('numbers', '$::float8'), ('numbers', '$::dirt.odd_id'), ('texts', '$'),
  ('texts', '$::varchar(40)'), ('texts', '$::char(40)'), ('texts', '$::citext'), ('texts', '$::dirt.odd_text'),
  ('texts', '$::name'), ('texts', '$ collate "C"'), ('texts', '$ collate "und-x-icu"'), ('uuids', '$::uuid'),
  ('text', '$'), ('text', '$::varchar(400)'), ('text', '$::char(400)'), ('text', '$::citext'),
  ('text', '$::dirt.odd_text'), ('text', '$ collate "C"'), ('text', 'enum'),
  ('text', 'enum'), ('text', 'enum'), ('date', '$'), ('date', '$::text'), ('date', '$::char(20)'),
  ('date', '$::timestamp'), ('date', '$::dirt.odd_day'), ('date', $$$::timestamp at time zone 'UTC'$$),
  ('date', 'extract(epoch from $)'), ('date', 'extract(epoch from $)::bigint'),
  ('date', 'extract(epoch from $)::float8'), ('date', '$::text::citext'), ('timestamp with time zone', '$'),
  ('timestamp with time zone', $$$ at time zone 'UTC'$$), ('timestamp with time zone', '$::dirt.odd_instant'),
  ('timestamp with time zone', 'extract(epoch from $)'),
  ('timestamp with time zone', $$to_char($ at time zone 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS.US"+05:30"')$$),
  ('timestamp with time zone', $$to_char($ at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')::varchar$$), ('bigint', '$'),
  ('bigint', '$::integer'), ('bigint', '$::smallint'), ('bigint', '$::numeric'), ('bigint', '$::float8'),
  ('bigint', '$::text'), ('bigint', '$::char(20)'), ('bigint', '$::dirt.odd_id'), ('numeric', '$'),
  ('numeric', '$::float8'), ('numeric', '$::text'), ('numeric', '$::text::citext'), ('numeric', '$::dirt.odd_amount'),
  ('numeric', '$::numeric(30, 12)'), ('boolean', '$'), ('boolean', '$::integer'), ('boolean', '$::integer::numeric'),
  ('boolean', '$::integer::float8'), ('boolean', $$case when $ then 'Y' when not $ then 'N' end::char(5)$$),
  ('boolean', '$::text'), ('boolean', '$::integer::bit(1)'),
  ('boolean', $$case when $ then 'yes' when not $ then 'no' end::dirt.odd_answer$$), ('jsonb', '$'),
  ('jsonb', '$::json'), ('jsonb', '$::text'), ('jsonb', '$::dirt.odd_document'), ('text[]', '$'),
  ('text[]', '$::varchar(90)[]'), ('text[]', '$::char(90)[]'), ('text[]', 'to_jsonb($)'), ('text[]', 'to_json($)'),
  ('text[]', '$::text'), ('text[]', 'to_json($)::text'), ('text[]', '$::citext[]'),
  ('text[]', $$array_to_string($, ',')::varchar$$), ('text[]', '$::dirt.odd_texts'), ('daterange', '$ as #'),
  ('daterange', '$::text as #'), ('daterange', '$::text::char(60) as #'), ('daterange', '$::dirt.odd_days as #'),
  ('daterange', 'tsrange(lower($), upper($)) as #'), ('daterange', '$::text::citext as #'),

  ('daterange', $$tstzrange(lower($)::timestamp at time zone 'UTC', upper($)::timestamp at time zone 'UTC') as #$$),
  ('daterange', 'lower($)::text as starts_on, upper($) as ends_on'),
  ('daterange', 'extract(epoch from lower($)) as starts_on, (upper($) - 1)::timestamp as last_day'),
  ('daterange', $$lower($)::timestamp as starts_on, upper($)::timestamp at time zone 'UTC' as ends_on$$);
insert into dirt.odd_types (kind, written, condition) values
  ('text', '$::time', $$$ ~ '^\d+:\d+$'$$), ('text', '$::timetz', $$$ ~ '^\d+:\d+$'$$),
  ('numbers', '$::real', '$::real::numeric = $'), ('text', '$::name', '$::name::text = $'),
  ('text', '$::interval', $$$ ~ '^\d+:\d+$'$$), ('text', '$::interval day to minute', $$$ ~ '^\d+:\d+$'$$),
  ('timestamp with time zone', '(extract(epoch from $) * 1000)::bigint', $$$ = date_trunc('milliseconds', $)$$),
  ('numeric', '$::real', '$::real::numeric = $'), ('numeric', '$::money', '$::money::numeric = $'),
  ('numeric', '$::money', '$::money::numeric = $'), ('numeric', '$::bigint', '$ = trunc($)'),
  ('jsonb', '$::text::citext', '$::text = lower($::text)');

create function dirt.odd_warehouse(source text, copy text, seed integer) returns void language plpgsql as $function$
declare
  behind constant text := copy || ' behind';
  tried record;
  field record;
  listed text[];
  selected text;
  in_turn text;
  form text;
  key text;
  is_lossless boolean;
begin
  execute format('create schema %I; create schema %I', copy, behind);
  for in_turn in
    select c.name from c360_contract_tables() as c where to_regclass(format('%I.%I', source, c.name)) is not null order by 1
  loop
    listed := array['1 as "select"', 'null::text as "Account_ID"', 'point(1, 2) as "a ""quoted"" name"'];
    for field in
      select c.name, c.kind, c.place, quote_ident(c.name) || case when c.kind = 'key' then '::bigint' else '' end as own,
        -- An identifier of the kind user_id is what the users' ids are.
        case when c.kind = 'key' then c.family when c.name = 'external_id' then 'accounts' when pair.kind <> '' then 'users'
          end as family, pair.kind as kind_column
      from c360_contract_columns() as c
      join pg_attribute as a on a.attrelid = format('%I.%I', source, c.table_name)::regclass and a.attname = c.name
      left join (values ('identifiers', 'a', 'a_kind'), ('identifiers', 'b', 'b_kind'),
          ('interactions', 'identifier', 'identifier_kind')) as pair (table_name, name, kind)
        on pair.table_name = c.table_name and pair.name = c.name
      where c.table_name = in_turn order by c.place
    loop
      if field.family <> '' then
        form := (array['numbers', 'texts', 'texts', 'uuids'])[1 + abs(hashtext(seed || field.family) % 4)];
        if field.kind = 'key' then
          field.kind := form;
        end if;
        field.own := format(case when field.kind = form then '%2$s' when field.kind_column <> ''
            then 'case when %1$I = ''user_id'' then (%2$s)::text else %3$s end' else '(%2$s)::text' end, field.kind_column,
          replace(case form when 'texts' then $$('id_' || lpad($::text, 9, '0'))$$
            when 'uuids' then $$('00000000-0000-4000-8000-' || lpad($::text, 12, '0'))$$ else '$' end, '$',
            quote_ident(field.name) || '::bigint'), field.name);
      end if;
      for tried in
        select t.* from dirt.odd_types as t where t.kind = field.kind
        order by hashtextextended(field.name || in_turn || t.written, seed)
      loop
        begin
          if tried.written = 'enum' then
            execute format('do $do$ begin execute (select format(''create type dirt.%%I as enum (%%s)'', %L, '
              'string_agg(quote_literal(w), '','')) from (select distinct %s as w from %I.%I where %2$s is not null '
              'order by 1 limit 30) as w); end $do$', format('%s %s.%s', copy, in_turn, field.name), field.own, source, in_turn);
            tried.written := format('$::text::dirt.%I', format('%s %s.%s', copy, in_turn, field.name));
          end if;
          selected := replace(replace(tried.written, '$', field.own), '#', quote_ident(field.name))
            || case when tried.written like '%#%' or tried.written like '% as %on' then '' else format(' as %I', field.name)
               end;
          execute format('select count(v::text) >= 0 and coalesce(bool_and(%s), true) from (select %s, %s as "own" '
            'from %I.%I) as v', replace(coalesce(tried.condition, 'true'), '$', 'v.own'), selected, field.own, source, in_turn)
            into is_lossless;
          exit when is_lossless;
        exception when others then
          is_lossless := false;
        end;
      end loop;
      if not is_lossless then
        raise exception 'no type for %.%', in_turn, field.name;
      end if;
      listed := listed || selected;
    end loop;

    selected := format('select %s from %I.%I', (select string_agg(c, ', ' order by hashtextextended(c, seed))
      from unnest(listed) as c), source, in_turn);
    key := (select string_agg(quote_ident(k), ', ') from c360_contract_tables() as c cross join unnest(c.key) as k
      where c.name = in_turn);
    for form in
      select f from unnest(array['table', 'keyed', 'view', 'materialized', 'foreign', 'partitioned', 'inherited',
        'composite', 'generated', 'hidden']) as f order by hashtextextended(f || in_turn, seed)
    loop
      begin
        if form = 'keyed' then
          execute format('create table %I.%I as %s', copy, in_turn, selected);
          execute format('alter table %I.%I add primary key (%s)', copy, in_turn, key);
        elsif form = 'materialized' then
          execute format('create materialized view %I.%I as %s', copy, in_turn, selected);
        elsif form in ('table', 'hidden') then
          execute format('create table %I.%I as %s', copy, in_turn, selected);
          if form = 'hidden' then
            execute format('alter table %I.%I enable row level security', copy, in_turn);
          end if;
        else
          execute format('create table %I.%I as %s', behind, in_turn, selected);
          if form = 'view' then
            execute format('create view %I.%I with (security_invoker = true) as table %I.%2$I', copy, in_turn, behind);
          elsif form = 'foreign' then
            execute format('import foreign schema %I limit to (%I) from server odd_loopback into %I', behind, in_turn, copy);
          elsif form = 'partitioned' then
            execute format('create table %1$I.%2$I (like %3$I.%2$I) partition by hash (%4$s)', copy, in_turn, behind, key);
            execute format('create table %1$I.%3$I partition of %2$I.%4$I for values with (modulus 2, remainder 0);'
              'create table %1$I.%5$I partition of %2$I.%4$I for values with (modulus 2, remainder 1);'
              'insert into %2$I.%4$I table %1$I.%4$I', behind, copy, in_turn || ' 0', in_turn, in_turn || ' 1');
          elsif form = 'inherited' then
            execute format('create table %2$I.%4$I (like %1$I.%4$I); create table %1$I.%3$I () inherits (%2$I.%4$I);'
              'insert into %2$I.%4$I select * from %1$I.%4$I as v where hashtext(v::text) %% 2 = 0;'
              'insert into %1$I.%3$I select * from %1$I.%4$I as v where hashtext(v::text) %% 2 <> 0', behind, copy,
              in_turn || ' more', in_turn);
          elsif form = 'composite' then
            execute format('create type %I.%I as (%s)', behind, in_turn || ' row', (
              select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
              from pg_attribute where attrelid = format('%I.%I', behind, in_turn)::regclass and attnum > 0));
            execute format('create table %I.%I of %I.%I; insert into %1$I.%2$I table %3$I.%2$I', copy, in_turn, behind,
              in_turn || ' row');
          elsif form = 'generated' then
            -- Of each column another one is made, which has its name.
            execute format('create table %I.%I (%s); insert into %1$I.%2$I (%4$s) table %5$I.%2$I', copy, in_turn, (
                select string_agg(format('%1$I %2$s, %3$I %2$s generated always as (%1$I) stored', 'its ' || attname,
                  format_type(atttypid, atttypmod), attname), ', ' order by attnum)
                from pg_attribute where attrelid = format('%I.%I', behind, in_turn)::regclass and attnum > 0), (
                select string_agg(quote_ident('its ' || attname), ', ' order by attnum)
                from pg_attribute where attrelid = format('%I.%I', behind, in_turn)::regclass and attnum > 0), behind);
          end if;
        end if;
        exit;
      exception when others then
        if form = 'table' then
          raise;
        end if;
      end;
    end loop;
  end loop;
end
$function$;
