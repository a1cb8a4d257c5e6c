// Net and gross revenue retention and logo retention (METRICS B5): customer by customer, over those active at the
// start. Must not know: how start and end were chosen.
#pragma once

#include <memory_resource>

#include "core/base/money.hpp"
#include "core/base/state.hpp"

namespace c360::revenue {

class RevenueRetention {
 public:
  static constexpr StateType type = StateType::revenue_retention;
  struct Parameters {};
  struct Row {
    Money start, end;
  };
  struct Result {
    Money start, end;
    Money retained;  // Σ least(start, end)
    std::int64_t customers = 0, kept = 0;
  };

  static void create(StateBuffer& buffer, const Parameters&) {
    buffer.reserve(sizeof(Front));
    store(buffer.data(), Front{{.type = type}, 0, {}});
  }
  explicit RevenueRetention(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }
  void check(const Parameters&) const {}

  void add(const Row& row) {
    if (row.start < Money() || row.end < Money())
      throw Error(ErrorKind::invalid_parameter, "MRR below zero",
                  concat("A customer's MRR is ", row.start, " at the start and ", row.end, " at the end."),
                  "Net all subscriptions of a customer first, for example with mrr_agg and mrr_at.");
    if (row.start == Money()) return;  // no customer yet
    add(Result{row.start, row.end, std::min(row.start, row.end), 1, row.end > Money()});
  }
  void merge(ConstBytes other) { add(read(other)); }
  static Result result(ConstBytes state, std::pmr::memory_resource&) { return read(state); }

  static void validate(ConstBytes state) {
    const Result sums = read(state);
    const bool possible = sums.start >= Money() && sums.end >= Money() && sums.retained >= Money() &&
                          sums.retained <= sums.start && sums.retained <= sums.end && sums.kept >= 0 &&
                          sums.kept <= sums.customers && sums.customers >> 48 == 0;
    if (!possible) corrupt(state_name, "Its sums contradict each other.");
  }

 private:
  static constexpr std::string_view state_name = "revenue retention state";
  struct Front {
    StateHeader header;
    std::uint32_t unused;
    std::array<std::byte, sizeof(Result)> sums;  // at no aligned place
  };

  static Result read(ConstBytes state) {
    check_header(state, type, sizeof(Front), state_name);
    return load<Result>(state.data() + offsetof(Front, sums));
  }
  void add(const Result& more) {
    auto sums = load<Result>(bytes_ + offsetof(Front, sums));
    sums.start += more.start;
    sums.end += more.end;
    sums.retained += more.retained;
    sums.customers += more.customers;
    sums.kept += more.kept;
    store(bytes_ + offsetof(Front, sums), sums);
  }

  std::byte* bytes_;
};

}  // namespace c360::revenue
