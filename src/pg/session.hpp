// What may be read from the session, for the two functions that do (METRICS R1), and limits.
// Must not know: metrics.
#pragma once

#include "pg/boundary/postgres.hpp"

namespace c360::pg {

// The setting customer360.as_of, else the day in the zone on which the transaction began.
DateADT session_as_of(pg_tz* zone);

// The setting customer360.population_memory, in kB. It bounds, and changes no answer.
int session_population_memory();

}  // namespace c360::pg
