// Which class reads the bytes of a flat aggregate state that came from outside.
// Must not know: how the bytes travelled.
#pragma once

#include "core/base/bytes.hpp"

namespace c360 {

// Throws invalid_binary unless the bytes are a state that some aggregate can go on with.
void validate_aggregate_state(ConstBytes bytes);

}  // namespace c360
