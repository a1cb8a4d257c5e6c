// Documents twice as large take twice the work, whatever is wrong with them. Counted in memory asked for and in faults,
// because clocks lie: pairs of 40,000 metrics would be 800 million.
#include <cstdlib>
#include <ctime>
#include <functional>
#include <new>

#include "core/scorecard/bands.hpp"
#include "core/scorecard/breakdown.hpp"
#include "core/scorecard/playbook.hpp"
#include "core/scorecard/rubric.hpp"
#include "core/scorecard/score_change.hpp"
#include "testing.hpp"

namespace {

thread_local std::size_t bytes_asked_for = 0;

}  // namespace

// Of the whole test program: they count, and are otherwise the ordinary ones.
[[gnu::noinline]] void* operator new(std::size_t size) {
  bytes_asked_for += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  bytes_asked_for += size;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace c360::scorecard {
namespace {

using namespace testing;

struct Work {
  std::size_t faults, bytes;
};

using Read = std::function<void(const Json&, document::Faults&)>;
using Make = std::function<std::string(std::size_t)>;

Work work_of(const Read& read, const std::string& json) {
  const Json document = parse_json(json);
  document::Faults faults;
  const std::size_t before = bytes_asked_for;
  read(document, faults);
  return {faults.count(), bytes_asked_for - before};
}

// make(n): a document with n of something; `faults` of them are faulty, a number for each one more.
void expect_linear(const Read& read, std::size_t n, std::size_t faults_each, const Make& make) {
  const Work once = work_of(read, make(n)), twice = work_of(read, make(2 * n));
  EXPECT_EQ(twice.faults - once.faults, n * faults_each);
  EXPECT_LT(static_cast<double>(twice.bytes), 2.5 * static_cast<double>(once.bytes));
}

std::string list_of(std::size_t n, const std::function<std::string(std::size_t)>& item,
                    std::string_view between = ",") {
  std::string list;
  for (std::size_t i = 0; i < n; ++i) append(list, concat(i ? between : "", item(i)));
  return list;
}

const Read read_rubric = [](const Json& json, document::Faults& faults) { Rubric::read(json, faults); };
const Read read_bands = [](const Json& json, document::Faults& faults) { Bands::read(json, {}, faults); };
const Read read_rules = [](const Json& json, document::Faults& faults) { read_playbook(json, faults); };

std::string rubric_of(const std::string& metrics, const std::string& rest = {}) {
  return concat(R"({"rubric": 1, "metrics": [)", metrics, "]", rest, "}");
}
// The first one has all the weight.
std::string metric(std::size_t i, std::string_view key = "m") {
  return concat(R"({"key": ")", key, i, R"(", "weight": )", i == 0 ? 100 : 0, R"(, "type": "binary"})");
}

TEST(Growth, OfGoodRubrics) {
  expect_linear(read_rubric, 20'000, 0,
                [](std::size_t n) { return rubric_of(list_of(n, [](std::size_t i) { return metric(i); })); });
  // Every metric in every way: gates, ages, ranges.
  expect_linear(read_rubric, 5'000, 0, [](std::size_t n) {
    return rubric_of(list_of(n, [](std::size_t i) {
      return concat(
          R"({"key": "m)", i, R"(", "weight": )", i == 0 ? 100 : 0,
          R"(, "type": "ranges", "ranges": [{"lt": 1, "points": 1}, {"ge": 1, "points": 2}], "gate": {"unless": {"g)",
          i, R"(": [1]}, "policy": "zero"}, "stale_after": "9 days", "observed_at": "o)", i, R"("})");
    }));
  });
}

TEST(Growth, OfMetricsOfOneKey) {
  expect_linear(read_rubric, 20'000, 1, [](std::size_t n) {
    return rubric_of(list_of(n, [](std::size_t i) {
      return concat(R"({"key": "same", "weight": )", i == 0 ? 100 : 0, R"(, "type": "binary"})");
    }));
  });
}

// As many segments as metrics: what a segment does not override is not kept for it.
TEST(Growth, OfSegments) {
  const auto segments = [](std::size_t n, std::string_view key) {
    return rubric_of(list_of(n, [](std::size_t i) { return metric(i); }),
                     concat(R"(, "segments": [)",
                            list_of(n,
                                    [&](std::size_t i) {
                                      return concat(R"({"name": "s)", i, R"(", "when": {"tier": [)", i,
                                                    R"(]}, "weights": {")", key, i, R"(": )",
                                                    i == 0 && key == "m" ? 100 : 0, "}}");
                                    }),
                            "]"));
  };
  expect_linear(read_rubric, 5'000, 0, [&](std::size_t n) { return segments(n, "m"); });
  expect_linear(read_rubric, 5'000, 1, [&](std::size_t n) { return segments(n, "n"); });
}

TEST(Growth, OfNamesThatNobodyKnows) {
  const auto names = [](std::size_t n) {
    return list_of(n, [](std::size_t i) { return concat('"', "x", i, R"(": 1)"); });
  };
  expect_linear(read_rubric, 20'000, 1, [&](std::size_t n) { return concat("{", names(n), "}"); });
  // The same name again and again: unknown, and twice.
  expect_linear(read_rubric, 20'000, 2, [](std::size_t n) {
    return concat("{", list_of(n, [](std::size_t) { return std::string(R"("x": 1)"); }), "}");
  });
  expect_linear(read_rubric, 20'000, 1, [&](std::size_t n) {
    return rubric_of(metric(0),
                     concat(R"(, "segments": [{"name": "s", "when": {"a": [1]}, "weights": {)", names(n), "}}]"));
  });
}

TEST(Growth, OfRangesMapsConditionsAndCaps) {
  const auto one_metric = [](const std::string& rest) {
    return rubric_of(concat(R"({"key": "a", "weight": 100, )", rest, "}"));
  };
  expect_linear(read_rubric, 20'000, 0, [&](std::size_t n) {
    return one_metric(concat(R"("type": "ranges", "ranges": [)",
                             list_of(n,
                                     [&](std::size_t i) {
                                       return concat("{", i > 0 ? concat(R"("ge": )", i, ", ") : std::string(),
                                                     i + 1 < n ? concat(R"("lt": )", i + 1, ", ") : std::string(),
                                                     R"("points": 1})");
                                     }),
                             "]"));
  });
  // Every one overlaps with the next.
  expect_linear(read_rubric, 20'000, 1, [&](std::size_t n) {
    return one_metric(concat(R"("type": "ranges", "ranges": [)",
                             list_of(n, [](std::size_t) { return std::string(R"({"points": 1})"); }), "]"));
  });
  expect_linear(read_rubric, 20'000, 0, [&](std::size_t n) {
    return one_metric(concat(R"("type": "map", "map": {)",
                             list_of(n, [](std::size_t i) { return concat(R"("l)", i, R"(": 1)"); }), "}"));
  });
  expect_linear(read_rubric, 20'000, 1, [&](std::size_t n) {
    return one_metric(
        concat(R"("type": "map", "map": {)", list_of(n, [](std::size_t) { return std::string(R"("l": 1)"); }), "}"));
  });
  expect_linear(read_rubric, 20'000, 0, [&](std::size_t n) {
    return one_metric(concat(R"("type": "binary", "gate": {"policy": "zero", "unless": {)",
                             list_of(n, [](std::size_t i) { return concat(R"("c)", i, R"(": [1])"); }), "}}"));
  });
  expect_linear(read_rubric, 20'000, 1, [&](std::size_t n) {
    return rubric_of(metric(0), concat(R"(, "caps": [)",
                                       list_of(n,
                                               [](std::size_t i) {
                                                 return concat(R"({"when": {"key": "k)", i,
                                                               R"(", "in": []}, "max": 5, "reason": "r"})");
                                               }),
                                       "]"));
  });
}

TEST(Growth, OfBands) {
  const auto bands = [](std::size_t n, std::string_view label) {
    return concat("[",
                  list_of(n,
                          [&](std::size_t i) {
                            return concat(R"({"label": ")", label, label == "same" ? std::string() : concat(i), '"',
                                          i > 0 ? concat(R"(, "ge": )", i) : std::string(),
                                          i + 1 < n ? concat(R"(, "lt": )", i + 1) : std::string(), "}");
                          }),
                  "]");
  };
  expect_linear(read_bands, 40'000, 0, [&](std::size_t n) { return bands(n, "b"); });
  expect_linear(read_bands, 40'000, 1, [&](std::size_t n) { return bands(n, "same"); });
  expect_linear(read_bands, 40'000, 1, [](std::size_t n) {
    return concat("[", list_of(n, [](std::size_t) { return std::string("7"); }), "]");
  });
}

TEST(Growth, OfPlaybooks) {
  const auto rules = [](std::size_t n, bool same) {
    return concat("[",
                  list_of(n,
                          [&](std::size_t i) {
                            return concat(R"({"play": "p)", same ? 0 : i, R"(", "when": "$.a", "action": "b"})");
                          }),
                  "]");
  };
  expect_linear(read_rules, 20'000, 0, [&](std::size_t n) { return rules(n, false); });
  expect_linear(read_rules, 20'000, 1, [&](std::size_t n) { return rules(n, true); });
}

// A band is found among 80,000 by as many comparisons as halve them, not by looking at each.
TEST(Growth, OfLookingUpABand) {
  std::string json = "[";
  for (int i = 0; i < 80'000; ++i)
    append(json, concat(i ? "," : "", R"({"label": "b)", i, '"', i > 0 ? concat(R"(, "ge": )", i) : std::string(),
                        i + 1 < 80'000 ? concat(R"(, "lt": )", i + 1) : std::string(), "}"));
  const Bands bands = Bands::parse(parse_json(json + "]"));
  for (int i = 0; i < 80'000; ++i) ASSERT_EQ(bands.find(*Decimal::parse(concat(i, ".5")))->label, concat("b", i));
}

TEST(Growth, OfGroups) {
  const auto segments = [](std::size_t n) {
    return list_of(n, [&](std::size_t i) {
      return concat(R"({"name": "s)", i, R"(", "when": {"t": [)", i, R"(]}, "groups": {"g)", i % 100,
                    R"(": 1}, "weights": {"m)", i, R"(": 3}})");
    });
  };
  expect_linear(read_rubric, 5'000, 0, [&](std::size_t n) {
    return concat(R"({"rubric": 1, "normalize": true, "groups": [)",
                  list_of(100, [](std::size_t i) { return concat(R"({"name": "g)", i, R"(", "weight": 1})"); }),
                  R"(], "metrics": [)",
                  list_of(n,
                          [](std::size_t i) {
                            return concat(R"({"key": "m)", i, R"(", "group": "g)", i % 100,
                                          R"(", "weight": 1, "type": "binary"})");
                          }),
                  R"(], "segments": [)", segments(n), "]}");
  });
}

// ---- breakdowns: each row says what a move of one metric would gain, and none goes through all metrics for it

// Seconds of processor time, the least of three.
double time_of(const std::function<void()>& work) {
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t before = std::clock();
    work();
    least = std::min(least, static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
  }
  return least;
}
// Rows are told, all with a gain; eight times as many take less than half of what squares would.
void expect_linear_breakdown(const std::function<std::string(std::size_t)>& make, std::size_t n, bool value) {
  const auto work = [&](std::size_t size) {
    const Rubric of = Rubric::parse(parse_json(make(size)));
    const std::vector<MetricValue> values(of.inputs.size(), MetricValue::of_boolean(value));
    return time_of([&] {
      Breakdown rows(of, values, {});
      std::size_t count = 0;
      while (rows.next()) ++count;
      EXPECT_GE(count, size);
    });
  };
  EXPECT_LT(work(8 * n), 32 * work(n));
}

TEST(Growth, OfBreakdowns) {
  const auto metrics = [](std::size_t n, const std::function<std::string(std::size_t)>& more) {
    return list_of(n, [&](std::size_t i) {
      return concat(R"({"key": "m)", i, R"(", "group": "g)", i % 90, R"(", "weight": 1, "type": "binary")", more(i),
                    "}");
    });
  };
  const auto whole = [](const std::string& of_metrics, std::string_view rest) {
    return concat(R"({"rubric": 1, "normalize": true, "metrics": [)", of_metrics, "]", rest, "}");
  };
  const auto nothing = [](std::size_t) { return std::string(); };
  expect_linear_breakdown([&](std::size_t n) { return whole(metrics(n, nothing), ""); }, 2'000, false);
  // Weights that stay in groups.
  expect_linear_breakdown(
      [&](std::size_t n) {
        return whole(metrics(n, [](std::size_t) { return std::string(R"(, "missing": "exclude_in_group")"); }), "");
      },
      200, false);
  // Each is in the gate of the next.
  expect_linear_breakdown(
      [&](std::size_t n) {
        return whole(metrics(n,
                             [n](std::size_t i) {
                               return concat(R"(, "gate": {"policy": "exclude", "unless": {"m)", (i + 1) % n,
                                             R"(": [true]}})");
                             }),
                     "");
      },
      2'000, false);
  // All are in one condition; each alone in a segment's, and in a cap's.
  const auto condition = [](std::size_t n) {
    return concat("{", list_of(n, [](std::size_t i) { return concat(R"("m)", i, R"(": [false])"); }), "}");
  };
  expect_linear_breakdown(
      [&](std::size_t n) {
        return whole(metrics(n, nothing), concat(R"(, "segments": [{"name": "s", "when": )", condition(n), "}]"));
      },
      2'000, false);
  expect_linear_breakdown(
      [&](std::size_t n) {
        return whole(metrics(n, nothing), concat(R"(, "segments": [)",
                                                 list_of(n,
                                                         [](std::size_t i) {
                                                           return concat(R"({"name": "s)", i, R"(", "when": {"m)", i,
                                                                         R"(": [true]}, "weights": {"m)", i,
                                                                         R"(": 2}})");
                                                         }),
                                                 "]"));
      },
      2'000, false);
  expect_linear_breakdown(
      [&](std::size_t n) {
        return whole(metrics(n, nothing), concat(R"(, "caps": [)",
                                                 list_of(n,
                                                         [](std::size_t i) {
                                                           return concat(
                                                               R"({"when": {"key": "m)", i,
                                                               R"(", "in": [false]}, "max": 99, "reason": "r"})");
                                                         }),
                                                 "]"));
      },
      2'000, false);
}

TEST(Growth, OfWhatChangedAScore) {
  const auto compiled = [](std::size_t n, std::string_view key) {
    return Rubric::parse(parse_json(rubric_of(list_of(n, [&](std::size_t i) { return metric(i, key); }))));
  };
  const auto work = [&](std::size_t n) {
    const Rubric old_rubric = compiled(n, "m"), new_rubric = compiled(n, "n");
    const std::vector<MetricValue> values(n, MetricValue::of_boolean(true));
    std::vector<MetricValue> other_values(n, MetricValue::of_boolean(false));
    other_values.front() = MetricValue::of_boolean(true);
    const Score old_score = explain(old_rubric, values, {}), between = explain(old_rubric, other_values, {});
    const Score new_score = explain(new_rubric, other_values, {});
    const std::size_t before = bytes_asked_for;
    OwnContributions own(old_rubric, old_score, between, other_values, {});
    EXPECT_EQ(changes(old_rubric, new_rubric, old_score, between, new_score, finish(own)).size(), 2 * n);
    return static_cast<double>(bytes_asked_for - before);
  };
  EXPECT_LT(work(20'000), 2.5 * work(10'000));
}

}  // namespace
}  // namespace c360::scorecard
