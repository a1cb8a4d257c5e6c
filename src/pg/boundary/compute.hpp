// The middle of every function: C++ that may throw, no PostgreSQL function but the memory resource.
// Must not know: what is computed.
#pragma once

#include "core/support/error.hpp"
#include "pg/boundary/postgres.hpp"

namespace c360::pg {

// What was thrown, as plain data: it outlives the exception, and ereport may jump over it.
struct Failure {
  int sqlstate;
  char message[256];
  char detail[1024];
  char hint[512];
};

// Inside a catch block: describes the exception being handled.
void describe_exception(Failure& failure) noexcept;
// Outside of any: reports it.
[[noreturn]] void report(const Failure& failure);

// Runs `work`; nothing with a destructor may be alive around the call, because a failure leaves by longjmp.
// The catch block is left before the report: an exception reported from within would never be freed.
template <class Work>
void compute(Work&& work) {
  Failure failure;
  try {
    work();
    return;
  } catch (...) {
    describe_exception(failure);
  }
  report(failure);
}

}  // namespace c360::pg
