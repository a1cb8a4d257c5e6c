-- What the extension consists of, and what every part of it must have.

CREATE TEMP VIEW members AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS object
  FROM pg_depend JOIN pg_extension ON refclassid = 'pg_extension'::regclass AND refobjid = pg_extension.oid AND extname = 'customer360' WHERE deptype = 'e';
CREATE TEMP VIEW functions AS
SELECT pg_proc.*, object FROM members JOIN pg_proc ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid;

-- What a user types. Functions that begin with c360_ are for PostgreSQL to call.
SELECT object FROM members WHERE classid = 'pg_type'::regclass AND object NOT LIKE '%[]' ORDER BY object;
SELECT proname || '(' || pg_get_function_arguments(oid) || ') → ' || pg_get_function_result(oid) AS function
  FROM functions WHERE prokind = 'f' AND proname NOT LIKE 'c360\_%' ORDER BY 1;
SELECT proname || '(' || pg_get_function_arguments(oid) || ') → ' || pg_get_function_result(oid) AS aggregate
  FROM functions WHERE prokind = 'a' ORDER BY 1;
SELECT object FROM members WHERE classid = 'pg_operator'::regclass ORDER BY object;
SELECT object, castcontext FROM members JOIN pg_cast ON classid = 'pg_cast'::regclass AND objid = pg_cast.oid ORDER BY object;
SELECT object FROM members WHERE classid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass) ORDER BY object;

-- Nothing reads the session, but the text of a day, the cast of an instant to its day, and as_of() (METRICS R1). What
-- builds the views reads and writes the catalogue.
SELECT object, provolatile, proparallel FROM functions WHERE prokind = 'f' AND (provolatile <> 'i' OR proparallel <> 's') ORDER BY object;
-- Aggregates: parallel safe; every state merges; internal ones are serialized; final functions leave the state as it is.
SELECT object FROM functions JOIN pg_aggregate ON aggfnoid = oid
 WHERE proparallel <> 's' OR aggcombinefn = 0 OR aggfinalmodify <> 'r' OR (aggtranstype = 'internal'::regtype) <> (aggserialfn <> 0) OR (aggserialfn = 0) <> (aggdeserialfn = 0);
-- Arguments have the names of docs/metrics.md, R4: none has to be quoted, and none says in another word what as_of, at, entity
-- or during says.
SELECT object, argument FROM functions, unnest(proargnames) AS argument
 WHERE proname NOT LIKE 'c360\_%' AND (argument <> quote_ident(argument) OR argument IN ('until', 'through', 'ts', 'customer', 'days', 'day', 'range'));

-- Functions that are called with NULL arguments: those to which the lack of a value says something, and those whose last
-- arguments are NULL by default.
SELECT object FROM functions WHERE prokind = 'f' AND NOT proisstrict AND proname NOT LIKE 'c360\_%' AND pronargs > 0;
-- Everything that a user types says what it is.
SELECT object FROM members
 WHERE obj_description(objid, classid::regclass::name) IS NULL AND classid IN ('pg_type'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass)
   AND object NOT LIKE 'function c360\_%' AND object NOT LIKE '%[]';
-- Operators whose commutator or negator would be a half-made one.
SELECT objid::regoperator FROM members JOIN pg_operator ON classid = 'pg_operator'::regclass AND objid = oid WHERE oprcode = 0;
-- Every object that another one uses is the extension's own or PostgreSQL's: none was picked up on the way.
SELECT pg_describe_object(d.classid, d.objid, 0) AS object, pg_describe_object(d.refclassid, d.refobjid, 0) AS uses
  FROM members AS m JOIN pg_depend AS d ON d.classid = m.classid AND d.objid = m.objid
 WHERE d.deptype IN ('n', 'a') AND d.refobjid >= 16384 AND NOT EXISTS (SELECT FROM members WHERE members.classid = d.refclassid AND members.objid = d.refobjid)
   AND NOT EXISTS (SELECT FROM members JOIN pg_type ON pg_type.oid = d.refobjid WHERE members.classid = 'pg_type'::regclass AND members.objid = typelem)
   -- A column of a composite type belongs to the type's relation.
   AND NOT EXISTS (SELECT FROM members JOIN pg_type ON pg_type.oid = members.objid WHERE members.classid = 'pg_type'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = typrelid)
   AND d.refclassid <> 'pg_namespace'::regclass;
-- PostgreSQL's own consistency checks of operator classes.
SELECT amname, opcname, amvalidate(pg_opclass.oid) FROM members JOIN pg_opclass ON classid = 'pg_opclass'::regclass AND objid = pg_opclass.oid JOIN pg_am ON opcmethod = pg_am.oid ORDER BY 1;
