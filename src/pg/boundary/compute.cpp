// From a C++ exception to PostgreSQL's error report, in two steps that never overlap.
// Must not know: what was computed.
#include "pg/boundary/compute.hpp"

namespace c360::pg {

namespace {

// Plain data, which ereport may jump over. One is enough: a backend is one thread, and computations do not nest.
struct Failure {
  int sqlstate;
  char message[256];
  char detail[8192];  // the faults of a document, one a line
  char hint[512];
} failure;

int sqlstate_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_parameter:
      return ERRCODE_INVALID_PARAMETER_VALUE;
    case ErrorKind::invalid_text:
      return ERRCODE_INVALID_TEXT_REPRESENTATION;
    case ErrorKind::invalid_binary:
      return ERRCODE_INVALID_BINARY_REPRESENTATION;
    case ErrorKind::out_of_range:
      return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
    case ErrorKind::day_out_of_range:
      return ERRCODE_DATETIME_FIELD_OVERFLOW;
    case ErrorKind::null_not_allowed:
      return ERRCODE_NULL_VALUE_NOT_ALLOWED;
    case ErrorKind::program_limit:
      return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
    case ErrorKind::memory_limit:
      return ERRCODE_CONFIGURATION_LIMIT_EXCEEDED;
  }
  return ERRCODE_INTERNAL_ERROR;
}

// Cuts at a character's boundary: the core's texts are UTF-8.
template <std::size_t size>
void copy_text(char (&to)[size], std::string_view from) noexcept {
  std::size_t length = std::min(from.size(), size - 1);
  if (length < from.size())
    while (length > 0 && (from[length] & 0xC0) == 0x80) --length;
  std::memcpy(to, from.data(), length);
  to[length] = '\0';
}

}  // namespace

void keep_exception() noexcept {
  failure.detail[0] = failure.hint[0] = '\0';
  try {
    throw;
  } catch (const Error& error) {
    failure.sqlstate = sqlstate_of(error.kind());
    copy_text(failure.message, error.message());
    copy_text(failure.detail, error.detail());
    copy_text(failure.hint, error.hint());
  } catch (const std::bad_alloc&) {
    failure.sqlstate = ERRCODE_OUT_OF_MEMORY;
    copy_text(failure.message, "out of memory");
    copy_text(failure.detail, "A function of customer360 could not get the memory it needs.");
  } catch (const std::exception& error) {
    failure.sqlstate = ERRCODE_INTERNAL_ERROR;
    copy_text(failure.message, error.what());
  } catch (...) {
    failure.sqlstate = ERRCODE_INTERNAL_ERROR;
    copy_text(failure.message, "unknown C++ exception");
  }
}

void report_kept_exception() {
  ereport(ERROR,
          (errcode(failure.sqlstate), errmsg("%s", failure.message),
           failure.detail[0] ? errdetail("%s", failure.detail) : 0, failure.hint[0] ? errhint("%s", failure.hint) : 0));
  pg_unreachable();
}

}  // namespace c360::pg
