// The middle of every function: C++ that may throw, no PostgreSQL function but the memory resource.
// Must not know: what is computed.
#pragma once

#include "core/base/error.hpp"
#include "pg/boundary/postgres.hpp"

namespace c360::pg {

// Inside a catch block: keeps what is being handled as plain data, which outlives the exception.
void keep_exception() noexcept;
// Outside of any: reports what was kept.
[[noreturn]] void report_kept_exception();

// Runs `work`; nothing with a destructor may be alive around the call, because a failure leaves by longjmp.
// The catch block is left before the report: an exception reported from within would never be freed.
// Inlined, and without a buffer on the stack to guard: it stands in functions that are called for every row.
template <class Work>
[[gnu::always_inline]] inline void compute(Work&& work) {
  try {
    work();
    return;
  } catch (...) {
    keep_exception();
  }
  report_kept_exception();
}

// Long work (core/base/steps.hpp), with a look at interrupts between its steps: what it holds is left as it is then, so
// that its memory must be a memory context's.
template <class Work>
void in_steps(Work& work) {
  for (bool more = true; more;) {
    CHECK_FOR_INTERRUPTS();
    compute([&] { more = work.step(); });
  }
}

}  // namespace c360::pg
