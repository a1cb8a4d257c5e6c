-- Feedback: Net Promoter Score, customer satisfaction, customer effort.

CREATE TYPE nps_stats AS (
  n bigint,
  promoters bigint,
  passives bigint,
  detractors bigint,
  nps numeric,
  standard_error numeric,
  margin_95 numeric
);
COMMENT ON TYPE nps_stats IS
$$The Net Promoter Score with the counts and margin behind it.
n: answers; promoters: answers of 9 and 10; passives: 7 and 8; detractors: 0 to 6; nps: 100 · (promoters − detractors) ÷ n, from -100 to 100; standard_error: of nps, in its units, from the sample's variance (n − 1); margin_95: 1.96 · standard_error, so that the score of the whole population lies within nps ± margin_95 in 95 of 100 surveys. Without answers nps is NULL; with fewer than two, standard_error and margin_95 are.
Source: docs/metrics.md, D5.$$;

AGGREGATE nps(score amount) RETURNS numeric SSPACE 64;
COMMENT ON AGGREGATE nps(amount) IS
$$The Net Promoter Score: 100 · (promoters − detractors) ÷ answers, from -100 to 100, unrounded.
Arguments: score, one answer to "would you recommend us?", a whole number from 0 to 10: 9 and 10 are promoters, 0 to 6 detractors.
Returns: numeric; NULL without answers.
NULL: answers that are NULL are skipped.
Errors: 22023 for a score that is not a whole number from 0 to 10, NaN and infinity; 22003 for one beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE nps_stats(score amount) RETURNS nps_stats TRANSITION nps COMBINE nps SSPACE 64 COST 10;
COMMENT ON AGGREGATE nps_stats(amount) IS
$$The Net Promoter Score with its counts, standard error and margin. Next to nps of the same score it needs no second pass.
Arguments: score, one answer to "would you recommend us?", a whole number from 0 to 10.
Returns: nps_stats (n, promoters, passives, detractors, nps, standard_error, margin_95).
NULL: answers that are NULL are skipped. A group without answers has n = 0 and no nps.
Errors: 22023 for a score that is not a whole number from 0 to 10, NaN and infinity; 22003 for one beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

-- CSAT and CES: a scale is each row's own, so that answers of several surveys count together.

AGGREGATE csat(score amount) RETURNS numeric COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE csat(amount) IS
$$Customer satisfaction: the share of good answers, 4 and 5 on a scale from 1 to 5.
Arguments: score, one answer to "how satisfied are you?", a whole number from 1 (not at all) to 5.
Returns: numeric fraction, good answers ÷ answers; NULL without answers.
NULL: answers that are NULL are skipped.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE csat(score amount, scale bigint) RETURNS numeric TRANSITION survey COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE csat(amount, bigint) IS
$$Customer satisfaction: the share of good answers on scales from 1 to scale: the top one of 2 and 3, two of 4 and 5, three of 6 to 10.
Arguments: score, one answer to "how satisfied are you?", a whole number from 1 (not at all) to scale; scale, the highest possible answer, 2 to 10: 2 for bad (1) and good (2). Answers on several scales may be counted together, each by its own.
Returns: numeric fraction, good answers ÷ answers; NULL without answers.
NULL: answers that are NULL are skipped.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity, and for a scale that is not 2 to 10; 22004 when scale is NULL; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE csat(score amount, scale bigint, boxes bigint) RETURNS numeric TRANSITION survey COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE csat(amount, bigint, bigint) IS
$$Customer satisfaction: the share of good answers, the top boxes of scales from 1 to scale.
Arguments: score, one answer to "how satisfied are you?", a whole number from 1 (not at all) to scale; scale, the highest possible answer, 2 to 10; boxes, how many of the highest answers are good: NULL for the top one of 2 and 3, two of 4 and 5, three of 6 to 10.
Returns: numeric fraction, good answers ÷ answers; NULL without answers.
NULL: answers that are NULL are skipped.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity, for a scale that is not 2 to 10, and for boxes that are not 1 to scale − 1; 22004 when scale is NULL; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE csat(score amount, scale bigint, boxes bigint, options jsonb) RETURNS numeric COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE csat(amount, bigint, bigint, jsonb) IS
$$Customer satisfaction: the share of good answers, the boxes at the good end of scales from 1 to scale, whichever end that is.
Arguments: score, one answer to "how satisfied are you?", a whole number from 1 to scale; scale, the highest possible answer, 2 to 10; boxes, how many answers are good, from the good end: NULL for one of 2 and 3, two of 4 and 5, three of 6 to 10; options, {"low_is": "good"} where 1 is the best answer, else {"low_is": "bad"} or {}.
Returns: numeric fraction, good answers ÷ answers; NULL without answers.
NULL: answers that are NULL are skipped.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity, for a scale that is not 2 to 10, for boxes that are not 1 to scale − 1, and for other options, each with its path; 22004 when scale or options is NULL; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

CREATE TYPE ces AS (
  n bigint,
  mean numeric,
  top_box_share numeric
);
COMMENT ON TYPE ces IS
$$The customer effort score.
n: answers; mean: of the answers, higher is easier: answers on a scale where low is easy are turned round; NULL where they are of several scales, which have no common unit; top_box_share: answers of the easy boxes ÷ answers. Without answers both are NULL.
Source: docs/metrics.md, D5.$$;

AGGREGATE ces(score amount) RETURNS ces COMBINE nps SSPACE 64 COST 10;
COMMENT ON AGGREGATE ces(amount) IS
$$Customer effort score on a scale from 1 to 7: mean, and share of the easy answers, 5 to 7.
Arguments: score, one answer to "was it easy?", a whole number from 1 (very hard) to 7 (very easy).
Returns: ces (n, mean, top_box_share).
NULL: answers that are NULL are skipped. A group without answers has n = 0, and neither mean nor share.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE ces(score amount, scale bigint) RETURNS ces TRANSITION survey COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE ces(amount, bigint) IS
$$Customer effort score on scales from 1 to scale: mean, and share of the easy answers: the top one of 2 and 3, two of 4 and 5, three of 6 to 10.
Arguments: score, one answer to "was it easy?", a whole number from 1 (very hard) to scale (very easy); scale, the highest possible answer, 2 to 10. Answers on several scales may be counted together, each by its own.
Returns: ces (n, mean, top_box_share).
NULL: answers that are NULL are skipped. A group without answers has n = 0, and neither mean nor share; one with answers on several scales has no mean.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity, and for a scale that is not 2 to 10; 22004 when scale is NULL; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE ces(score amount, scale bigint, boxes bigint) RETURNS ces TRANSITION survey COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE ces(amount, bigint, bigint) IS
$$Customer effort score on scales from 1 to scale: mean, and share of the easy answers, the top boxes.
Arguments: score, one answer to "was it easy?", a whole number from 1 (very hard) to scale (very easy); scale, the highest possible answer, 2 to 10; boxes, how many of the highest answers are easy: NULL for the top one of 2 and 3, two of 4 and 5, three of 6 to 10.
Returns: ces (n, mean, top_box_share).
NULL: answers that are NULL are skipped. A group without answers has n = 0, and neither mean nor share; one with answers on several scales has no mean.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity, for a scale that is not 2 to 10, and for boxes that are not 1 to scale − 1; 22004 when scale is NULL; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;

AGGREGATE ces(score amount, scale bigint, boxes bigint, options jsonb) RETURNS ces COMBINE nps SSPACE 64;
COMMENT ON AGGREGATE ces(amount, bigint, bigint, jsonb) IS
$$Customer effort score on scales from 1 to scale, whichever end is the easy one: mean, and share of the easy answers.
Arguments: score, one answer to "was it easy?" or "how much effort was it?", a whole number from 1 to scale; scale, the highest possible answer, 2 to 10; boxes, how many answers are easy, from the easy end: NULL for one of 2 and 3, two of 4 and 5, three of 6 to 10; options, {"low_is": "easy"} where 1 is the least effort, else {"low_is": "hard"} or {}.
Returns: ces (n, mean, top_box_share); of a scale where low is easy, the mean is that of scale + 1 − score: higher is easier everywhere.
NULL: answers that are NULL are skipped. A group without answers has n = 0, and neither mean nor share; one with answers on several scales has no mean.
Errors: 22023 for a score that is not a whole number on the scale, NaN and infinity, for a scale that is not 2 to 10, for boxes that are not 1 to scale − 1, and for other options, each with its path; 22004 when scale or options is NULL; 22003 for a score beyond the range of numbers of the extension.
Source: docs/metrics.md, D5.$$;
