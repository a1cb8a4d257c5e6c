-- Predictiveness: metrics that are no numbers, and states that no aggregate wrote.
\i sql/include/errors.sql

CREATE TEMP TABLE customers AS SELECT i::float8 AS metric, i % 2 = 0 AS churned FROM generate_series(1, 4) AS i;

SELECT error_of($$ SELECT predictiveness('NaN', churned) FROM customers $$);
SELECT error_of($$ SELECT predictiveness('infinity', churned) FROM customers $$);
SELECT error_of($$ SELECT predictiveness('-infinity'::float8, churned) FROM customers $$);
SELECT error_of($$ SELECT predictiveness('NaN'::numeric, churned) FROM customers $$);
SELECT error_of($$ SELECT predictiveness('infinity'::numeric, churned) FROM customers $$);
-- A row that is skipped is not looked at.
SELECT error_of($$ SELECT predictiveness(CASE WHEN churned THEN 'NaN'::float8 ELSE metric END, nullif(churned, true)) IS NULL FROM customers $$);
-- The cast of a numeric beyond all doubles is PostgreSQL's own, and so is what it says.
SELECT split_part(error_of($$ SELECT predictiveness(1e400::numeric, churned) FROM customers $$), E'\n', 1);

-- ---- states: number of those who stayed 4, of those who churned 8, then their metrics, the latter from the end backwards

CREATE AGGREGATE predictiveness_state (double precision, boolean) (SFUNC = c360_predictiveness_transition, STYPE = aggregate_state);
CREATE AGGREGATE predictiveness_of (aggregate_state) (SFUNC = c360_predictiveness_combine, STYPE = aggregate_state, FINALFUNC = c360_predictiveness_final);
CREATE TABLE good AS SELECT predictiveness_state(metric, churned) AS state FROM customers;
SELECT predictiveness_of(state), predictiveness_of(state) = (SELECT predictiveness(metric, churned) FROM customers) AS the_same FROM good;
SELECT predictiveness_of(state) FROM (SELECT state FROM good UNION ALL SELECT state FROM good) AS twice;

CREATE FUNCTION replaced(at integer, bytes bytea) RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('SELECT %L::aggregate_state', overlay(c360_aggregate_state_send(state) PLACING $2 FROM $1 + 1))) FROM good $$;
CREATE FUNCTION cut(at integer) RETURNS text LANGUAGE sql AS
$$ SELECT error_of(format('SELECT receive(''aggregate_state'', %L)', substr(c360_aggregate_state_send(state), 1, at))) FROM good $$;

SELECT cut(3);
SELECT cut(11);
SELECT cut(12 + 4 * 8 - 1);
SELECT replaced(0, '\xc4');
SELECT replaced(2, '\x02');
SELECT replaced(3, '\x01');
SELECT replaced(4, '\x05000000');
SELECT replaced(4, '\xffffffff');
SELECT replaced(8, '\x05000000');
SELECT replaced(4, '\xffffffffffffffff');
SELECT replaced(12, '\x000000000000f07f');
SELECT replaced(12, '\x000000000000f8ff');
SELECT replaced(12 + 5 * 8, '\x000000000000f0ff');
-- Another place for the end is another state, but a sound one.
SELECT predictiveness_of(substr(c360_aggregate_state_send(state), 1, 12 + 4 * 8)::text::aggregate_state) IS NOT NULL AS sound FROM good;
-- The wrong aggregate.
SELECT error_of($$ SELECT predictiveness_of('\xc306010000000000') $$);
CREATE AGGREGATE mixed (double precision, boolean) (SFUNC = c360_predictiveness_transition, STYPE = aggregate_state, FINALFUNC = c360_sparkline_final);
SELECT error_of($$ SELECT mixed(metric, churned) FROM customers $$);
SELECT error_of($$ SELECT c360_predictiveness_transition(NULL, 1, true) $$);
SELECT error_of($$ SELECT c360_predictiveness_final(state) FROM good $$);

-- At the top level, and the session goes on.
SELECT predictiveness('NaN', churned) FROM customers;
SELECT predictiveness(metric, churned) IS NOT NULL AS goes_on FROM customers;

-- Only the cast, and support functions called by hand, say less than they should.
SELECT state, statement FROM improper_errors;
DROP TABLE good;
DROP FUNCTION replaced, cut;
DROP AGGREGATE predictiveness_state (double precision, boolean), predictiveness_of (aggregate_state), mixed (double precision, boolean);
