// What may be read from the session, for the two functions that do (METRICS R1).
// Must not know: metrics.
#pragma once

#include "pg/boundary/postgres.hpp"

namespace c360::pg {

// The setting customer360.as_of, else the day in the zone on which the transaction began.
DateADT session_as_of(pg_tz* zone);

}  // namespace c360::pg
