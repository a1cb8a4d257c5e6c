-- Onboarding status: by the days since the signature, as of a day.
SET datestyle = ISO;
SET timezone = 'America/New_York';

-- Not live: it gets older. 45 days are watched, more than 90 are late.
SELECT as_of, as_of - date '2026-01-01' AS age, onboarding_status('2026-01-01', NULL, as_of)
  FROM unnest(ARRAY['2025-12-31', '2026-01-01', '2026-02-14', '2026-02-15', '2026-04-01', '2026-04-02', '2036-01-01']::date[]) AS as_of;
-- Live, in time or late.
SELECT live_on, live_on - date '2026-01-01' AS days, onboarding_status('2026-01-01', live_on, '2026-12-31')
  FROM unnest(ARRAY['2026-01-01', '2026-02-20', '2026-04-01', '2026-04-02']::date[]) AS live_on;
-- A go-live that is still to come has not happened; nor has one that was never typed.
SELECT as_of, onboarding_status('2026-01-01', '2026-03-01', as_of) FROM unnest(ARRAY['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-01']::date[]) AS as_of;
-- Somebody typed a day before the signature: an error to be shown, and no error of the query.
SELECT onboarding_status('2026-01-01', '2025-12-26', '2026-06-30') AS shown, onboarding_status('2026-01-01', '2025-12-26', '2025-12-28') AS not_signed_yet;

-- Other limits; of a NULL only live_on says something.
SELECT onboarding_status('2026-01-01', NULL, '2026-01-20', 10, 20) AS watched, onboarding_status('2026-01-01', NULL, '2026-01-22', 10, 20) AS overdue,
       onboarding_status('2026-01-01', '2026-01-22', '2026-03-01', limit_days => 45, watch_days => 21) AS live, onboarding_status('2026-01-01', NULL, '2026-01-01', 0, 0) AS at_once;
SELECT onboarding_status(NULL, NULL, '2026-01-20') AS no_signature, onboarding_status('2026-01-01', '2026-01-02', NULL) AS no_day, onboarding_status('2026-01-01', NULL, '2026-01-20', NULL) AS no_watch,
       onboarding_status('2026-01-01', NULL, '2026-01-20', 1, NULL) AS no_limit;
-- Instants are the local days they lie in: 03:00 UTC is the evening before.
SELECT onboarding_status(timestamptz '2026-01-02 03:00+00', timestamptz '2026-04-02 03:00+00', timestamp '2026-04-01 23:00');
-- The calendar's ends.
SELECT onboarding_status('4714-11-24 BC', NULL, '5874897-12-31') AS ages, onboarding_status('4714-11-24 BC', '5874897-12-31', '5874897-12-31', 0, 2147483647) AS most;
