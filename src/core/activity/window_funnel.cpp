// Moments in order to the deepest step.
// Must not know: SQL.
#include "core/activity/window_funnel.hpp"

#include <algorithm>

namespace c360::activity {

void WindowFunnel::Parameters::check() const {
  if (within < 0)
    throw Error(ErrorKind::invalid_parameter, "within must be zero or a positive length of time",
                "The interval is negative.", "Use, for example, '7 days'; 0 asks for all steps at one instant.");
  if (steps < 1 || steps > most_steps)
    throw Error(ErrorKind::invalid_parameter, "number of steps out of range",
                concat("The number of steps given is ", steps, "."), concat("Use 1 to ", most_steps, " steps."));
}

void WindowFunnel::create(StateBuffer& buffer, const Parameters& parameters) {
  parameters.check();
  buffer.reserve(items_at + 3 * sizeof(FunnelMoment));
  store(buffer.data(), Front{{{.type = type}, {0, 0}}, parameters.steps, parameters.within});
}

WindowFunnel::Front WindowFunnel::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  view(state);
  return load<Front>(state.data());
}

void WindowFunnel::validate(ConstBytes state) {
  const Front front = read(state);
  front.parameters().check();
  const std::uint64_t beyond = std::uint64_t{1} << front.steps;
  view(state).validate({}, name, [&](const FunnelMoment& moment) {
    return moment.steps != 0 && moment.steps < beyond && is_finite(Instant{moment.at});
  });
}

// One instant may fulfil several steps, in order.
void WindowFunnel::Final::pass(const FunnelMoment& moment) {
  for (std::int32_t step = 0; step <= deepest_ && step < parameters_.steps; ++step) {
    if ((moment.steps >> step & 1) == 0) continue;
    const auto at = static_cast<std::size_t>(step);
    if (step == 0) {
      begun_[0] = moment.at;
    } else {
      // Unsigned: the calendar is longer than an int64 of microseconds.
      if (static_cast<std::uint64_t>(moment.at) - static_cast<std::uint64_t>(begun_[at - 1]) >
          static_cast<std::uint64_t>(parameters_.within))
        continue;
      begun_[at] = begun_[at - 1];
    }
    deepest_ = std::max(deepest_, step + 1);
  }
}

bool WindowFunnel::Final::step() {
  const bool more = walk_.step([&](const FunnelMoment& moment) {
    if (current_.join(moment, {})) return;
    pass(current_);
    current_ = moment;
  });
  if (!more) pass(current_);
  return more && deepest_ < parameters_.steps;
}

WindowFunnel::Result WindowFunnel::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return finish(work).result();
}

}  // namespace c360::activity
