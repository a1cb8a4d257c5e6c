-- Identity: which identifiers are one person, and of which company an address is.

TYPE identity_graph COST 1000;
COMMENT ON TYPE identity_graph IS
$$Identifiers that were seen together: every identifier and every pair once, with the instant at which it was first seen, and the limits. Which of them are one entity is found when asked for, by identities(graph), so that an older pair may come later.
Text form: {"email:ann@acme.com"@2026-01-05T09:00:00Z,"email:ann@acme.com"="user_id:7"@2026-01-05T09:00:00Z}, instants in UTC, the limits as JSON behind it. Input accepts any order and repetitions.
Size: 28 bytes, 12 and the text for every identifier, 16 for every pair; at most 1 GB.
Errors: 22P02 for malformed text, 22P03 for malformed bytes, 54000 for more than 1 GB or 255 kinds.
Source: docs/metrics.md, E1.$$;

COMPARISONS identity_graph ONE 'graph' MANY 'identity graphs'
  ORDER 'that of the bytes, which says nothing about what is in them'
  EQUAL 'Both graphs have the same identifiers and pairs, first seen at the same instants, and the same limits.'
  DIFFERENT 'The graphs differ in some identifier, pair, instant or limit.';

CREATE FUNCTION c360_identity_graph_sum(identity_graph, identity_graph) RETURNS identity_graph
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
CREATE OPERATOR + (
  LEFTARG = identity_graph, RIGHTARG = identity_graph, FUNCTION = c360_identity_graph_sum, COMMUTATOR = +
);
COMMENT ON OPERATOR + (identity_graph, identity_graph) IS
  'The graph of all identifiers and pairs of both, which have the same limits.';

AGGREGATE identity_agg(a_kind text, a text, b_kind text, b text, at timestamptz) RETURNS identity_graph
  STATE internal NAME identity SSPACE 1000000 COST 1000;
COMMENT ON AGGREGATE identity_agg(text, text, text, text, timestamptz) IS
$$The graph of identifiers seen together, of a whole population, without limits: all that are connected become one entity.
Arguments: a_kind and a, b_kind and b, two identifiers with their kinds, such as 'email', 'user_id', 'anonymous_id', 'device'; at, when they were seen together. Blanks around a kind or an identifier do not count, nor does the case of a kind (A to Z). An identifier of the kind email is one in any case. Of the same pair, in either direction, the earliest sighting counts.
Returns: identity_graph; SELECT * FROM identities(…) turns it into rows. NULL when there are no rows.
NULL: rows whose at is NULL are skipped. An identifier that is NULL, blank, or of no kind is none: the other one was seen alone, and is an entity. A pair of one identifier with itself is that identifier alone.
Errors: 22023 for a kind of more than 63 bytes or with a colon; 54000 for more than 255 kinds, or a graph of more than 1 GB; 53400 for a state beyond customer360.population_memory; 22008 for an infinite instant; 0A000 for a collation by which texts of different bytes are equal.
Source: docs/metrics.md, E1.$$;

AGGREGATE identity_agg(a_kind text, a text, b_kind text, b text, at timestamptz, limits jsonb) RETURNS identity_graph
  STATE internal NAME identity TRANSITION identity_limited SYMBOL identity_limited SSPACE 1000000 COST 1000;
COMMENT ON AGGREGATE identity_agg(text, text, text, text, timestamptz, jsonb) IS
$$The graph of identifiers seen together, with limits that keep apart what only looks like one person.
Arguments: a_kind, a, b_kind, b and at as without limits. limits, an object: most_per_entity, by kind, how many identifiers of it an entity may have, such as {"user_id": 1}; most_links, by kind, how many others one of it may be seen with, such as {"email": 20}: beyond, as with info@acme.com, none of its pairs is followed; plus_addresses, "same" where ann+shop@acme.com is ann@acme.com, else "different". Pairs are followed in the order of when they were first seen, then of the kinds, then of the identifiers; one that would break a limit is not, and is a row of identity_conflicts(graph).
Returns: identity_graph. NULL when there are no rows.
NULL: as without limits; limits must not be NULL.
Errors: as without limits; 22023 for limits that are not as described, with all that is wrong, or that differ within a group; 22004 for NULL.
Source: docs/metrics.md, E1.$$;

AGGREGATE identity_agg(a text, b text, at timestamptz) RETURNS identity_graph
  STATE internal NAME identity TRANSITION identity_plain SYMBOL identity_plain SSPACE 1000000 COST 1000;
COMMENT ON AGGREGATE identity_agg(text, text, timestamptz) IS
$$The graph of plain pairs, whose identifiers are all of one kind, called id.
Arguments: a and b, two identifiers; at, when they were seen together.
Returns: identity_graph. NULL when there are no rows.
NULL: rows whose at is NULL are skipped; an identifier that is NULL or blank is none, and the other one was seen alone.
Errors: as with kinds.
Source: docs/metrics.md, E1.$$;

AGGREGATE identity_agg(a text, b text, at timestamptz, limits jsonb) RETURNS identity_graph
  STATE internal NAME identity TRANSITION identity_plain_limited SYMBOL identity_plain_limited SSPACE 1000000 COST 1000;
COMMENT ON AGGREGATE identity_agg(text, text, timestamptz, jsonb) IS
$$The graph of plain pairs with limits, for the kind id: {"most_links": {"id": 20}}.
Arguments: a, b and at as without limits; limits as with kinds.
Returns: identity_graph. NULL when there are no rows.
NULL: as without limits; limits must not be NULL.
Errors: as with kinds.
Source: docs/metrics.md, E1.$$;

AGGREGATE identity_agg(a bigint, b bigint, at timestamptz) RETURNS identity_graph
  STATE internal NAME identity TRANSITION identity_numbers SYMBOL identity_numbers SSPACE 1000000 COST 1000;
COMMENT ON AGGREGATE identity_agg(bigint, bigint, timestamptz) IS
$$The graph of plain pairs of whole numbers, whose identifiers are all of one kind, called id: that of the numbers as texts.
Arguments: a and b, two identifiers; at, when they were seen together.
Returns: identity_graph. NULL when there are no rows.
NULL: rows whose at is NULL are skipped; an identifier that is NULL is none, and the other one was seen alone.
Errors: as with kinds, but for the collation.
Source: docs/metrics.md, E1.$$;

AGGREGATE identity_agg(a bigint, b bigint, at timestamptz, limits jsonb) RETURNS identity_graph
  STATE internal NAME identity TRANSITION identity_numbers_limited SYMBOL identity_numbers_limited SSPACE 1000000
  COST 1000;
COMMENT ON AGGREGATE identity_agg(bigint, bigint, timestamptz, jsonb) IS
$$The graph of plain pairs of whole numbers with limits, for the kind id: {"most_links": {"id": 20}}.
Arguments: a, b and at as without limits; limits as with kinds.
Returns: identity_graph. NULL when there are no rows.
NULL: as without limits; limits must not be NULL.
Errors: as with kinds, but for the collation.
Source: docs/metrics.md, E1.$$;

AGGREGATE identity_agg(graph identity_graph) RETURNS identity_graph
  STATE internal NAME identity TRANSITION identity_graphs SYMBOL identity_graphs SSPACE 1000000 COST 1000;
COMMENT ON AGGREGATE identity_agg(identity_graph) IS
$$The sum of graphs with the same limits: the graph of all their rows, in whatever parts they came.
Arguments: graph.
Returns: identity_graph. NULL when there is no graph.
NULL: graphs that are NULL are skipped.
Errors: 22023 where limits differ; 54000 for more than 255 kinds, or more than 1 GB; 53400 for a state beyond customer360.population_memory.
Source: docs/metrics.md, E1.$$;

CREATE FUNCTION identities(graph identity_graph)
  RETURNS TABLE (kind text, identifier text, entity text, size bigint)
  AS 'MODULE_PATHNAME', 'c360_identities' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION identities(identity_graph) IS
$$Who is who: the entity of every identifier.
Arguments: graph.
Returns: one row per identifier, by kind and identifier in the order of their bytes: kind; identifier; entity, the name of its entity: the kind and the identifier that was first seen, as in email:ann@acme.com, of several at one instant the first by kind and identifier; size, the number of identifiers of the entity.
NULL: a NULL graph gives no row.
Source: docs/metrics.md, E1.$$;

CREATE FUNCTION identity_sightings(graph identity_graph)
  RETURNS TABLE (a_kind text, a text, b_kind text, b text, first_seen timestamptz)
  AS 'MODULE_PATHNAME', 'c360_identity_sightings' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION identity_sightings(identity_graph) IS
$$What a graph is made of, as rows that make it again with identity_agg(): identifiers as they are compared, each once, and pairs, each once.
Arguments: graph.
Returns: a row per identifier, whose b_kind and b are NULL, by kind and identifier in the order of their bytes; then a row per pair: a_kind and a, b_kind and b, a before b in that order; first_seen.
NULL: a NULL graph gives no row.
Source: docs/metrics.md, E1.$$;

CREATE FUNCTION identity_conflicts(graph identity_graph)
  RETURNS TABLE (a_kind text, a text, a_entity text, b_kind text, b text, b_entity text, first_seen timestamptz,
                 reason text, kind text, most bigint, found bigint)
  AS 'MODULE_PATHNAME', 'c360_identity_conflicts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION identity_conflicts(identity_graph) IS
$$The pairs that were not followed because of a limit, and why.
Arguments: graph.
Returns: one row per pair, in the order in which they would have been followed: a_kind and a, b_kind and b, the pair; a_entity and b_entity, their entities, which are two; first_seen; reason, most_per_entity or most_links, the limit it would have broken; kind, of that limit; most, what it allows; found, how many identifiers of the kind the entity would have had, or with how many others the identifier was seen.
NULL: a NULL graph gives no row.
Source: docs/metrics.md, E1.$$;

CREATE FUNCTION email_domain(address text) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_email_domain' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION email_domain(text) IS
$$The domain that a company registered, of an e-mail address or a host.
Arguments: address, such as ann@mail.acme.co.uk, Ann <ann@acme.co.uk> or www.acme.co.uk: all of acme.co.uk. Suffixes of two labels, such as co.uk, are known.
Returns: text, in lower case (A to Z).
NULL: for what is no address and no host, an IP address, a host of one label, and a suffix alone.
Source: docs/metrics.md, E2.$$;

CREATE FUNCTION email_domain(address text, suffixes text[]) RETURNS text
  AS 'MODULE_PATHNAME', 'c360_email_domain' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION email_domain(text, text[]) IS
$$The domain that a company registered, where it may be under further suffixes.
Arguments: address; suffixes, beside those that are known: with {github.io}, pages.acme.github.io is of acme.github.io. NULLs among them do not count, nor do case, blanks around them and a dot in front.
Returns: text, in lower case.
NULL: as without suffixes; a NULL argument gives NULL.
Source: docs/metrics.md, E2.$$;

CREATE FUNCTION is_free_email_domain(address text) RETURNS boolean
  AS 'MODULE_PATHNAME', 'c360_is_free_email_domain' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION is_free_email_domain(text) IS
$$Whether an address is of a domain at which anybody gets one, such as gmail.com, some for ten minutes: it says nothing about a company.
Arguments: address, an e-mail address or a domain. hotmail, gmx, outlook, yahoo and yandex are free under every suffix.
Returns: boolean.
NULL: where email_domain(address) is.
Source: docs/metrics.md, E2.$$;

CREATE FUNCTION is_free_email_domain(address text, domains text[]) RETURNS boolean
  AS 'MODULE_PATHNAME', 'c360_is_free_email_domain' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION is_free_email_domain(text, text[]) IS
$$Whether an address is of a free domain, where there are further ones.
Arguments: address; domains, free beside those that are known. NULLs among them do not count, nor do case, blanks around them and a dot in front.
Returns: boolean.
NULL: where email_domain(address) is; a NULL argument gives NULL.
Source: docs/metrics.md, E2.$$;
