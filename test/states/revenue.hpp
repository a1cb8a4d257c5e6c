// Examples of the revenue domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<revenue::MrrHistoryView> {
  static constexpr std::string_view golden = "mrr_history_v1";
  using Value = MrrHistory;
  static constexpr std::string_view text =
      "{[\"4714-11-24 BC\",\"0044-03-15 BC\")=0.000001,[2026-01-01,2026-04-01)=100.00,[2026-04-01,2026-04-02)=120.50,"
      "[5874897-12-31,)=7859936757367493808.8833284062}";
};

// What both kinds of timelines have in front.
inline void forge_timeline(Forgery& state, std::uint32_t items) {
  state.refuses<std::uint32_t>(4, {items - 1, 0xffffffff});
  state.refuses<std::uint32_t>(8, {items + 1, 0xffffffff});                                          // sorted
  state.refuses<std::int32_t>(12, {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX});  // as_of
  state.refuses<std::int32_t>(16, {-1, INT32_MIN});                                                  // grace
  state.refuses<std::uint16_t>(20, {11, 1012, 65534});                                               // grain
  state.refuses<std::uint16_t>(22, {11, 18, 1012, 65535});  // of snapshots: no block of days, either
  state.refuses<std::uint8_t>(24, {2});                     // content
  state.refuses<std::uint8_t>(25, {2});
  state.refuses<std::uint16_t>(26, {1});
  state.refuses<std::int32_t>(28, {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX});  // day
  state.takes<std::uint32_t>(8, {0, items - 1});
  state.takes<PackedMoney>(32, {PackedMoney()});
}

struct TimelineOfSnapshots : ExampleOf<revenue::MovementsOfRows<revenue::Snapshot>> {
  static constexpr std::string_view golden = "mrr_timeline_snapshots_v1";
  static State::Parameters parameters() { return {{Grain::parse("quarter"), day("2026-06-30")}}; }
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({day("2026-01-15"), money("100")});
    aggregate.add({day("2026-02-28"), money("-5")});
    aggregate.add({day("2026-02-01"), money("7")});  // of several days of a month the last one counts
    aggregate.add({day("2026-02-28"), money("5")});
    aggregate.add({day("2026-04-30"), money("120.50")});
    aggregate.add({day("2025-12-31"), money("90")});
  }
  static std::size_t size() { return 28 + 4 * 16; }
  static void read(const Result& list) {
    const auto is = [&](std::size_t i, revenue::MovementKind kind, std::string_view amount, std::string_view mrr) {
      const revenue::Movement& movement = list.movements[i];
      return movement.kind == kind && movement.amount == money(amount) && movement.mrr == money(mrr);
    };
    REQUIRE(list.movements.size() == 2);
    REQUIRE(is(0, revenue::MovementKind::new_business, "90", "90"));  // in the last quarter of 2025
    REQUIRE(is(1, revenue::MovementKind::churn, "-90", "0"));         // in the first of 2026
    REQUIRE(list.movements[1].period == list.movements[0].period + 1);
  }
  static void forge(Forgery& state) {
    forge_timeline(state, 4);
    state.refuses<std::int32_t>(28, {day("2026-01-15").value});  // twice
    state.takes<std::int32_t>(28 + 3 * 16, {last_day.value});
  }
};

template <>
struct Example<revenue::Timeline> : ExampleOf<revenue::HistoryOfRows<revenue::Subscription>> {
  using More = TypeList<TimelineOfSnapshots>;
  static constexpr std::string_view golden = "mrr_timeline_changes_v1";
  static void write(Aggregate<State>& aggregate) {
    aggregate.add(subscription("2026-01-01", "2026-04-01", "100"));
    aggregate.add(subscription("2026-04-01", "", "3660068268.5931650032"));  // 2^64 units
    aggregate.add(subscription("0044-03-15 BC", "2026-01-01", "0.000001"));
  }
  static std::size_t size() { return 28 + 3 * 16; }
  static void read(const Result& history) {
    REQUIRE(text_of(MrrHistory(history).view()) ==
            "{[\"0044-03-15 BC\",2026-01-01)=0.000001,[2026-01-01,2026-04-01)=100.00,"
            "[2026-04-01,)=3660068268.5931650032}");
  }
  static void forge(Forgery& state) {
    forge_timeline(state, 3);
    state.refuses<std::int32_t>(28, {day("2026-01-01").value});  // twice
  }

  // A state of rows of one kind answers one of two questions: what was paid when, and what changed in each period.
  template <class Row>
  static void use_rows(ConstBytes bytes, const std::vector<Row>& rows, auto use) {
    if (revenue::Timeline::read(bytes).grain == revenue::Timeline::no_grain)
      use.template operator()<revenue::HistoryOfRows<Row>>(bytes, rows);
    else
      use.template operator()<revenue::MovementsOfRows<Row>>(bytes, rows);
  }
  // In the place of rows(): use.operator()<State>(bytes, rows of State).
  static void use_with_rows(ConstBytes bytes, const AnyValues& any, auto use);
  static void promises(const StateBuffer& history) {
    revenue::MrrHistoryView::validate(revenue::MrrHistoryView(history.bytes()).value_bytes());
  }
  static void promises(const revenue::MovementList&) {}
};

// What the fuzzer's rows know of a customer.
inline std::vector<revenue::MrrHistoryView> mrr_histories() {
  static const MrrHistory recent("{[2026-01-01,2026-02-01)=7859936757367493808.8833284062,[2026-03-01,)=0.000001}"),
      none("{}"), long_ago("{[\"4714-11-24 BC\",\"4714-11-25 BC\")=1,[2025-01-01,2025-07-01)=100,[2025-07-01,)=20.5}");
  return {recent.view(), none.view(), long_ago.view()};
}

void Example<revenue::Timeline>::use_with_rows(ConstBytes bytes, const AnyValues& any, auto use) {
  const Money amount = any.amount;
  if (revenue::Timeline::read(bytes).content == revenue::Timeline::Content::snapshots) {
    use_rows<revenue::Snapshot>(
        bytes, {{any.day, amount}, {first_day, amount}, {last_day, Money() - amount}, {any.day, {}}}, use);
  } else {
    use_rows<revenue::Subscription>(
        bytes, {{any.day, {}, amount}, {first_day, any.day, amount}, {any.day, last_day, Money() - amount}}, use);
    use_rows<revenue::MrrHistoryView>(bytes, mrr_histories(), use);
  }
}

template <>
struct Example<revenue::Bridge> : ExampleOf<revenue::Bridge> {
  static constexpr std::string_view golden = "mrr_bridge_v1";
  static State::Parameters parameters() { return {{Grain::parse("month"), day("2026-05-15")}}; }
  static void write(Aggregate<State>& aggregate) {
    const MrrHistory steady("{[2026-01-10,2026-02-10)=100,[2026-02-10,2026-03-10)=150,[2026-03-10,)=120}"),
        back("{[2026-01-20,2026-02-20)=50,[2026-03-05,)=40}"),
        short_time("{[2026-02-03,2026-02-04)=3660068268.5931650032}");
    for (const MrrHistory* customer : {&steady, &back, &short_time}) aggregate.add(customer->view());
  }
  static std::size_t size() { return 32 + 3 * 128; }
  static void read(const Result& rows) {
    const auto amount = [&](std::size_t row, revenue::MovementKind kind) {
      return rows[row].amounts[static_cast<std::size_t>(kind)];
    };
    using enum revenue::MovementKind;
    REQUIRE(rows.size() == 5);
    REQUIRE(rows[0].period == day("2026-01-01").value);
    REQUIRE(amount(0, new_business) == money("150"));
    REQUIRE(rows[0].customers[static_cast<std::size_t>(new_business)] == 2);
    REQUIRE(amount(1, expansion) == money("50"));
    REQUIRE(amount(1, churn) == money("-50"));
    REQUIRE(rows[1].transient == 1);
    REQUIRE(rows[1].retained == money("100"));
    REQUIRE(amount(2, contraction) == money("-30"));
    REQUIRE(amount(2, reactivation) == money("40"));
    REQUIRE(rows[4].ending == money("160"));
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {4, 40'001, 0xffffffff});  // periods
    const std::int64_t may = 2026 * 12 + 4;
    state.refuses<std::int64_t>(8, {INT64_MIN, may - 40'000, may - 1, may, INT64_MAX});  // the first one
    state.takes<std::int64_t>(8, {may - 39'999, may - 2});
    // Nor has such a state an answer, should it ever get so far: a reader trusts no count.
    for (const std::int64_t first : {INT64_MIN, may - 40'000, may})
      state.refuses(state.with(8, first), [](ConstBytes bytes) { State::result(bytes, result_memory()); });
    state.refuses<std::int32_t>(16, {INT32_MIN, first_day.value - 1, day("2026-02-28").value, last_day.value,
                                     last_day.value + 1, INT32_MAX});  // as_of
    state.refuses<std::uint16_t>(20, {10, 11, 1012, 65535});           // grain
    state.refuses<std::uint16_t>(22, {1});
    state.refuses<std::int32_t>(24, {-1, INT32_MIN});  // grace
    state.refuses<std::uint32_t>(28, {1});
    // new, expansion, contraction, churn, reactivation: what is gained is above zero, what is lost below.
    const std::size_t amounts = 32, customers = amounts + 5 * 16, transient = customers + 5 * 8;
    const std::int64_t too_many = std::int64_t{1} << 48;
    for (std::size_t kind = 0; kind < 5; ++kind) {
      const bool loses = kind == 2 || kind == 3;
      state.refuses<Money>(amounts + kind * 16, {Money::from_units(loses ? 1 : -1)});
      state.refuses<std::int64_t>(customers + kind * 8, {INT64_MIN, -1, too_many, INT64_MAX});
    }
    state.refuses<std::int64_t>(transient, {INT64_MIN, -1, too_many, INT64_MAX});
    // More customers leave than there are, or the running total would not fit.
    state.refuses<std::int64_t>(customers + 3 * 8, {2, 3});
    state.takes<std::int64_t>(customers + 3 * 8, {1});
    state.takes<std::int64_t>(customers, {too_many - 1});
    Bytes both = state.with(customers, too_many - 1);
    overwrite(both, customers + 128, too_many - 1);
    state.refuses(both);
  }
  static std::vector<State::Row> rows(const AnyValues&) { return mrr_histories(); }
  static void promises(const Result& rows) {
    Money mrr;
    for (const revenue::BridgeRow& row : rows) {
      REQUIRE(row.starting == mrr);
      mrr = row.ending;
    }
  }
};

template <>
struct Example<revenue::RevenueRetention> : ExampleOf<revenue::RevenueRetention> {
  static constexpr std::string_view golden = "revenue_retention_v1";
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({money("100"), money("150")});
    aggregate.add({money("50"), money("0")});
    aggregate.add({money("3660068268.593166"), money("3660068268.593165")});
  }
  static std::size_t size() { return 72; }
  static void read(const Result& sums) {
    REQUIRE(sums.start == money("3660068418.593166"));
    REQUIRE(sums.end == money("3660068418.593165"));
    REQUIRE(sums.retained == money("3660068368.593165"));
    REQUIRE(sums.customers == 3);
    REQUIRE(sums.kept == 2);
  }
  static void forge(Forgery& state) {
    for (const std::size_t sum : {8u, 24u, 40u}) state.refuses<Money>(sum, {Money::from_units(-1)});
    state.refuses<Money>(8, {money("3660068368.593164")});   // retained more than was there
    state.refuses<Money>(24, {money("3660068368.593164")});  // or is there
    state.refuses<Money>(40, {money("3660068418.593166")});
    state.refuses<std::int64_t>(56, {INT64_MIN, -1, 0, 1, std::int64_t{1} << 48, INT64_MAX});  // customers
    state.refuses<std::int64_t>(64, {INT64_MIN, -1, 4, INT64_MAX});                            // still there
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{any.amount, Money() - any.amount}, {any.amount, any.amount}, {any.amount, {}}, {{}, any.amount}};
  }
};

}  // namespace c360::testing
