// Reading and checking of rubrics. The document is hostile; all of its faults are told at once.
// Must not know: metrics' values, sessions.
#include "core/scorecard/rubric.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <span>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"

namespace c360::scorecard {

namespace {

constexpr Micro largest = 1'000'000 * micro * 1'000'000;  // 10^12

std::string number_text(Micro value) { return plain_text(Millionths::from_units(value)); }

// Insertions, deletions and exchanges that make one word of the other; for short words.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchange = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchange});
    }
  }
  return row[b.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t least = 4;
  if (word.size() <= 64)
    for (const std::string_view name : known)
      if (const std::size_t d = distance(word, name); d < least && d < name.size()) best = name, least = d;
  return best;
}

std::string quoted_list(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) append(out, concat(out.empty() ? "" : ", ", word));
  return out;
}

class Reader {
 public:
  Reader(Rubric& rubric, std::vector<Fault>& faults) : rubric_(rubric), faults_(faults) {}

  void read(const Json& document) {
    static constexpr std::string_view known[] = {"rubric",     "name",     "version", "description",
                                                 "max_points", "scale",    "missing", "min_coverage",
                                                 "metrics",    "segments", "caps",    "bands"};
    if (!object(document, "$", known)) return;
    read_format(document);
    rubric_.name = text(document, "$", "name", false);
    rubric_.version = text(document, "$", "version", false);
    text(document, "$", "description", false);
    rubric_.max_points = positive(document, "max_points", 5 * micro, 1'000'000 * micro);
    rubric_.scale = positive(document, "scale", 100 * micro, 1'000'000 * micro);
    read_missing(document, "$", missing_, missing_points_);
    if (const auto coverage = number(document, "$", "min_coverage", false)) {
      if (*coverage < 0 || *coverage > micro)
        fault("min_coverage_out_of_range", "$.min_coverage",
              concat("min_coverage is ", number_text(*coverage),
                     ". Use a fraction from 0 to 1: the share of the weight that must have data."));
      rubric_.min_coverage = coverage;
    }
    read_metrics(document);
    read_segments(document);
    read_caps(document);
    read_bands(document);
    number_inputs();
  }

 private:
  // ---- faults, and values of a kind

  void fault(const char* code, std::string path, std::string message,
             Fault::Severity severity = Fault::Severity::error) {
    faults_.push_back({severity, code, std::move(path), std::move(message)});
  }
  void wrong_kind(const Json& value, const std::string& path, std::string_view wanted) {
    fault("wrong_type", path, concat("This is ", kind_name(value.kind), "; it must be ", wanted, "."));
  }

  bool object(const Json& value, const std::string& path, std::span<const std::string_view> known) {
    if (value.kind != Json::Kind::object) {
      wrong_kind(value, path, "an object");
      return false;
    }
    for (std::size_t i = 0; i < value.members.size(); ++i) {
      const std::string& name = value.members[i].name;
      if (std::ranges::find(known, name) == known.end()) {
        const std::string_view meant = nearest(name, known);
        fault("unknown_property", member(path, name),
              meant.empty() ? concat("Unknown property. Known ones are ", quoted_list(known), ".")
                            : concat("Unknown property. Did you mean \"", meant, "\"?"));
      }
      for (std::size_t j = 0; j < i; ++j)
        if (value.members[j].name == name) {
          fault("duplicate_property", member(path, name), "The property stands twice. Remove one of them.");
          break;
        }
    }
    return true;
  }

  static std::string member(const std::string& path, std::string_view name) {
    const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    return plain ? concat(path, ".", name) : concat(path, "[\"", excerpt(name), "\"]");
  }
  static std::string element(const std::string& path, std::size_t i) { return concat(path, "[", i, "]"); }

  const Json* property(const Json& parent, const std::string& path, std::string_view name, bool needed) {
    const Json* value = parent.find(name);
    if (value && value->kind == Json::Kind::null) value = nullptr;
    if (!value && needed) fault("missing_property", path, concat("The property \"", name, "\" is missing."));
    return value;
  }

  std::string text(const Json& parent, const std::string& path, std::string_view name, bool needed) {
    const Json* value = property(parent, path, name, needed);
    if (!value) return {};
    if (value->kind != Json::Kind::string) {
      wrong_kind(*value, member(path, name), "a string");
      return {};
    }
    if (needed && value->text.empty()) fault("empty_text", member(path, name), "The text is empty. Give a name.");
    return value->text;
  }

  // A plain number with at most six decimals.
  std::optional<Micro> number(const Json& value, const std::string& path) {
    if (value.kind != Json::Kind::number) {
      wrong_kind(value, path, "a number");
      return {};
    }
    std::string plain = value.text;
    if (plain.size() > 40 || plain.find_first_of("eE") != std::string::npos) {
      fault("number_out_of_range", path,
            concat("The number ", excerpt(plain),
                   " is not a plain decimal. Write it without exponent, with at most six decimals."));
      return {};
    }
    const std::size_t point = plain.find('.');
    while (point != std::string::npos && plain.size() > point + 7 && plain.back() == '0') plain.pop_back();
    std::optional<Millionths> units;
    if (point == std::string::npos || plain.size() <= point + 7) {
      try {
        units = parse_exact<Millionths>(plain);
      } catch (const Error&) {
        // too large for any amount: told below
      }
    }
    if (!units || units->units() > largest || units->units() < -largest) {
      fault("number_out_of_range", path,
            concat("The number ", excerpt(plain),
                   " cannot be kept exactly. Use at most six decimals, and sizes up to 1000000000000."));
      return {};
    }
    return static_cast<Micro>(units->units());
  }
  std::optional<Micro> number(const Json& parent, const std::string& path, std::string_view name, bool needed) {
    const Json* value = property(parent, path, name, needed);
    if (!value) return {};
    return number(*value, member(path, name));
  }

  Micro positive(const Json& document, std::string_view name, Micro otherwise, Micro most) {
    const auto value = number(document, "$", name, false);
    if (!value) return otherwise;
    if (*value <= 0 || *value > most) {
      fault("number_out_of_range", member("$", name),
            concat(name, " is ", number_text(*value), ". Use a number above 0 and up to ", number_text(most), "."));
      return otherwise;
    }
    return *value;
  }

  Micro points(const Json& parent, const std::string& path, std::string_view name) {
    const auto value = number(parent, path, name, true);
    return value ? checked_points(*value, member(path, name)) : 0;
  }
  Micro checked_points(Micro value, std::string path) {
    if (value < 0 || value > rubric_.max_points)
      fault("points_out_of_range", std::move(path),
            concat("The points are ", number_text(value), ". Use 0 to max_points, which is ",
                   number_text(rubric_.max_points), "."));
    return std::clamp<Micro>(value, 0, rubric_.max_points);
  }

  const std::vector<Json>* list(const Json& parent, const std::string& path, std::string_view name, bool needed) {
    static const std::vector<Json> none;
    const Json* value = property(parent, path, name, needed);
    if (!value) return &none;
    if (value->kind != Json::Kind::array) {
      wrong_kind(*value, member(path, name), "an array");
      return &none;
    }
    return &value->items;
  }

  // Names in the order of appearance; numbered in jsonb's order when all are known.
  InputId input(std::string_view name) {
    const auto found = std::ranges::find(rubric_.inputs, name);
    if (found != rubric_.inputs.end()) return static_cast<InputId>(found - rubric_.inputs.begin());
    rubric_.inputs.emplace_back(name);
    return static_cast<InputId>(rubric_.inputs.size() - 1);
  }

  void number_inputs() {
    std::vector<InputId> order(rubric_.inputs.size());
    for (InputId i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, [&](InputId a, InputId b) {
      const std::string &x = rubric_.inputs[a], &y = rubric_.inputs[b];
      return x.size() != y.size() ? x.size() < y.size() : x < y;
    });
    std::vector<InputId> place(order.size());
    std::vector<std::string> sorted;
    for (InputId i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      sorted.push_back(rubric_.inputs[order[i]]);
    }
    rubric_.inputs = std::move(sorted);
    const auto renumber = [&](Condition& condition) {
      for (auto& choice : condition.choices) choice.input = place[choice.input];
    };
    for (Metric& metric : rubric_.metrics) {
      metric.input = place[metric.input];
      if (metric.stale_after_days) metric.observed_at = place[metric.observed_at];
      if (metric.gate) renumber(*metric.gate);
    }
    for (Segment& segment : rubric_.segments) renumber(segment.when);
    for (Cap& cap : rubric_.caps) cap.input = place[cap.input];
  }

  // ---- the parts of the document

  void read_format(const Json& document) {
    const auto format = number(document, "$", "rubric", true);
    if (format && *format != micro)
      fault("unsupported_format", "$.rubric",
            concat("The format is ", number_text(*format), "; this build reads format 1. Write \"rubric\": 1."));
  }

  void read_missing(const Json& parent, const std::string& path, Missing& missing, Micro& missing_points) {
    const Json* value = property(parent, path, "missing", false);
    if (!value) return;
    const std::string at = member(path, "missing");
    if (value->kind == Json::Kind::object) {
      static constexpr std::string_view known[] = {"points"};
      if (object(*value, at, known)) {
        missing = Missing::points;
        missing_points = points(*value, at, "points");
      }
    } else if (value->kind == Json::Kind::string && value->text == "zero") {
      missing = Missing::zero;
    } else if (value->kind == Json::Kind::string && value->text == "exclude") {
      missing = Missing::exclude;
    } else if (value->kind == Json::Kind::string && value->text == "error") {
      missing = Missing::error;
    } else {
      fault("unknown_policy", at,
            "This is no policy for missing values. Use \"zero\", \"exclude\", \"error\", or {\"points\": 2}.");
    }
  }

  Condition read_condition(const Json& parent, const std::string& path, std::string_view name) {
    Condition condition;
    const Json* value = property(parent, path, name, true);
    if (!value) return condition;
    const std::string at = member(path, name);
    if (value->kind != Json::Kind::object || value->members.empty()) {
      fault("empty_condition", at,
            "This is no condition. Write an object such as {\"tier\": [\"starter\", \"free\"]}.");
      return condition;
    }
    for (const auto& [key, values] : value->members) {
      const std::string here = member(at, key);
      if (values.kind != Json::Kind::array || values.items.empty()) {
        fault("empty_condition", here, "Give a list of at least one value, such as [\"starter\"].");
        continue;
      }
      for (std::size_t i = 0; i < values.items.size(); ++i) check_plain(values.items[i], element(here, i));
      condition.choices.push_back({input(key), values.items});
    }
    return condition;
  }
  void check_plain(const Json& value, const std::string& path) {
    if (value.kind == Json::Kind::number)
      number(value, path);
    else if (value.kind != Json::Kind::string && value.kind != Json::Kind::boolean)
      wrong_kind(value, path, "a string, a number or a boolean");
  }

  std::vector<PointRange> read_ranges(const std::vector<Json>& items, const std::string& path) {
    static constexpr std::string_view known[] = {"ge", "lt", "points"};
    std::vector<PointRange> ranges;
    bool whole = true;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string at = element(path, i);
      if (!object(items[i], at, known)) {
        whole = false;
        continue;
      }
      const std::size_t before = faults_.size();
      PointRange range{number(items[i], at, "ge", false), number(items[i], at, "lt", false), 0};
      if (range.ge && range.lt && *range.ge >= *range.lt)
        fault("empty_range", at,
              concat("The range is empty: it reaches from ", number_text(*range.ge), " to less than ",
                     number_text(*range.lt), "."));
      whole = whole && faults_.size() == before;
      range.points = points(items[i], at, "points");
      ranges.push_back(range);
    }
    if (items.empty()) {
      fault("no_ranges", path, "There is no range. Give at least one, such as {\"ge\": 0.8, \"points\": 5}.");
      return ranges;
    }
    if (!whole) return ranges;  // neighbours of a faulty range would only be faulty, too
    if (ranges.front().ge)
      fault("hole", element(path, 0),
            concat("No range holds values below ", number_text(*ranges.front().ge),
                   ". Leave \"ge\" out of the first range."));
    if (ranges.back().lt)
      fault("hole", element(path, ranges.size() - 1),
            concat("No range holds values from ", number_text(*ranges.back().lt),
                   " on. Leave \"lt\" out of the last range."));
    for (std::size_t i = 1; i < ranges.size(); ++i) {
      const PointRange &below = ranges[i - 1], &above = ranges[i];
      const std::string at = element(path, i);
      if (!below.lt || !above.ge)
        fault("overlap", at,
              concat("Ranges ", i - 1, " and ", i, " have no border between them. Give \"lt\" to range ", i - 1,
                     " and the same number as \"ge\" to range ", i, "; list ranges in ascending order."));
      else if (*below.lt > *above.ge)
        fault("overlap", at,
              concat("Range ", i - 1, " reaches up to ", number_text(*below.lt), " and range ", i, " begins at ",
                     number_text(*above.ge), ": both hold ", number_text(*above.ge),
                     ". Let one end where the other begins."));
      else if (*below.lt < *above.ge)
        fault("hole", at,
              concat("No range holds the values from ", number_text(*below.lt), " to less than ",
                     number_text(*above.ge), ". Let range ", i, " begin at ", number_text(*below.lt), "."));
    }
    return ranges;
  }

  Micro read_weight(const Json& value, const std::string& path) {
    const auto weight = number(value, path);
    if (!weight) return 0;
    if (*weight < 0 || *weight > 100 * micro) {
      fault("weight_out_of_range", path, concat("The weight is ", number_text(*weight), ". Use 0 to 100."));
      return 0;
    }
    return *weight;
  }

  void read_metrics(const Json& document) {
    const std::vector<Json>& items = *list(document, "$", "metrics", true);
    if (const Json* metrics = document.find("metrics"); metrics && metrics->kind == Json::Kind::array && items.empty())
      fault("no_metrics", "$.metrics", "There is no metric. Give at least one.");
    for (std::size_t i = 0; i < items.size(); ++i) read_metric(items[i], element("$.metrics", i));
    std::vector<Micro> weights;
    for (const Metric& metric : rubric_.metrics) weights.push_back(metric.weight);
    if (!weights.empty() && !weight_faults_) check_total(weights, "$.metrics");
  }
  void check_total(const std::vector<Micro>& weights, const std::string& path) {
    Micro total = 0;
    for (const Micro weight : weights) total += weight;
    if (total != 100 * micro)
      fault("weights_total", path,
            concat("The weights add up to ", number_text(total), ". They must total 100: change them by ",
                   number_text(100 * micro - total), " in all."));
  }

  void read_metric(const Json& item, const std::string& path) {
    static constexpr std::string_view known[] = {
        "key",     "label", "group", "weight",  "type", "ranges",      "points",      "from",       "to",
        "outside", "map",   "other", "missing", "gate", "stale_after", "observed_at", "description"};
    Metric metric;
    metric.missing = missing_;
    metric.missing_points = missing_points_;
    if (!object(item, path, known)) return;
    metric.key = text(item, path, "key", true);
    metric.label = text(item, path, "label", false);
    if (metric.label.empty()) metric.label = metric.key;
    metric.group = text(item, path, "group", false);
    text(item, path, "description", false);
    for (const Metric& other : rubric_.metrics)
      if (other.key == metric.key && !metric.key.empty())
        fault("duplicate_key", member(path, "key"),
              concat("The key \"", excerpt(metric.key), "\" stands twice. Give every metric a key of its own."));
    metric.input = input(metric.key);
    const std::size_t before = faults_.size();
    if (const Json* weight = property(item, path, "weight", true))
      metric.weight = read_weight(*weight, member(path, "weight"));
    weight_faults_ = weight_faults_ || faults_.size() != before;

    const std::string type = text(item, path, "type", true);
    if (type == "ranges") {
      metric.type = Metric::Type::ranges;
      only(item, path, type, {"ranges"});
      if (property(item, path, "ranges", true))
        metric.ranges = read_ranges(*list(item, path, "ranges", true), member(path, "ranges"));
    } else if (type == "binary") {
      metric.type = Metric::Type::binary;
      only(item, path, type, {"points"});
      metric.points = property(item, path, "points", false) ? points(item, path, "points") : rubric_.max_points;
    } else if (type == "linear") {
      metric.type = Metric::Type::linear;
      only(item, path, type, {"points", "from", "to", "outside"});
      read_linear(item, path, metric);
    } else if (type == "map") {
      metric.type = Metric::Type::map;
      only(item, path, type, {"map", "other"});
      read_map(item, path, metric);
    } else if (!type.empty()) {
      fault("unknown_type", member(path, "type"),
            concat("The type \"", excerpt(type), "\" is unknown. Use ranges, binary, linear or map."));
    }
    read_missing(item, path, metric.missing, metric.missing_points);
    read_gate(item, path, metric);
    read_staleness(item, path, metric);
    rubric_.metrics.push_back(std::move(metric));
  }

  // A property of another type of metric would silently do nothing.
  void only(const Json& item, const std::string& path, std::string_view type,
            std::initializer_list<std::string_view> own) {
    static constexpr std::string_view of_types[] = {"ranges", "points", "from", "to", "outside", "map", "other"};
    for (const std::string_view name : of_types)
      if (item.find(name) && std::ranges::find(own, name) == own.end())
        fault("unused_property", member(path, name),
              concat("A metric of the type ", type, " has no \"", name, "\". Remove it, or change the type."));
  }

  void read_linear(const Json& item, const std::string& path, Metric& metric) {
    const auto from = number(item, path, "from", true), to = number(item, path, "to", true);
    if (from && to && *from == *to)
      fault("empty_range", path, concat("\"from\" and \"to\" are both ", number_text(*from), ". They must differ."));
    metric.from = from.value_or(0);
    metric.to = to && *to != metric.from ? *to : metric.from + micro;
    const std::string at = member(path, "points");
    const std::vector<Json>& ends = *list(item, path, "points", true);
    if (const Json* value = property(item, path, "points", false);
        value && value->kind == Json::Kind::array && ends.size() != 2)
      fault("wrong_type", at, "Give two numbers: the points at \"from\" and at \"to\".");
    for (std::size_t i = 0; i < 2 && i < ends.size(); ++i)
      if (const auto value = number(ends[i], element(at, i))) metric.ends[i] = checked_points(*value, element(at, i));
    const std::string outside = text(item, path, "outside", false);
    if (outside == "missing")
      metric.outside_is_missing = true;
    else if (!outside.empty() && outside != "clamp")
      fault("unknown_policy", member(path, "outside"),
            concat("\"", excerpt(outside), "\" is no policy for values outside. Use \"clamp\" or \"missing\"."));
  }

  void read_map(const Json& item, const std::string& path, Metric& metric) {
    const std::string at = member(path, "map");
    if (const Json* map = property(item, path, "map", true)) {
      if (map->kind != Json::Kind::object || map->members.empty())
        fault("empty_map", at, "This is no map. Write an object such as {\"red\": 0, \"yellow\": 2.5, \"green\": 5}.");
      for (const auto& [label, value] : map->members)
        if (const auto given = number(value, member(at, label)))
          metric.map.emplace_back(label, checked_points(*given, member(at, label)));
    }
    if (const auto other = number(item, path, "other", false))
      metric.other = checked_points(*other, member(path, "other"));
  }

  void read_gate(const Json& item, const std::string& path, Metric& metric) {
    const Json* gate = property(item, path, "gate", false);
    if (!gate) return;
    static constexpr std::string_view known[] = {"unless", "policy"};
    const std::string at = member(path, "gate");
    if (!object(*gate, at, known)) return;
    metric.gate = read_condition(*gate, at, "unless");
    const std::string policy = text(*gate, at, "policy", true);
    if (policy == "exclude")
      metric.gate_excludes = true;
    else if (!policy.empty() && policy != "zero")
      fault("unknown_policy", member(at, "policy"),
            concat("\"", excerpt(policy), "\" is no policy for gates. Use \"zero\" or \"exclude\"."));
  }

  void read_staleness(const Json& item, const std::string& path, Metric& metric) {
    const std::string after = text(item, path, "stale_after", false), observed = text(item, path, "observed_at", false);
    if (after.empty() && observed.empty()) return;
    if (after.empty() || observed.empty()) {
      fault(
          "missing_property", path,
          "\"stale_after\" and \"observed_at\" need each other: how old a value may be, and which input has its day.");
      return;
    }
    std::int32_t days = 0;
    const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), days);
    const std::string_view unit(end, static_cast<std::size_t>(after.data() + after.size() - end));
    if (error != std::errc{} || (unit != " days" && unit != " day") || days < 1 || days > 100'000) {
      fault("invalid_duration", member(path, "stale_after"),
            concat("\"", excerpt(after), "\" is no number of days. Write \"90 days\"."));
      return;
    }
    metric.stale_after_days = days;
    metric.observed_at = input(observed);
    rubric_.needs_as_of = true;
  }

  void read_segments(const Json& document) {
    static constexpr std::string_view known[] = {"name", "when", "weights", "ranges"};
    const std::vector<Json>& items = *list(document, "$", "segments", false);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string path = element("$.segments", i);
      if (!object(items[i], path, known)) continue;
      Segment segment;
      segment.name = text(items[i], path, "name", true);
      for (const Segment& other : rubric_.segments)
        if (other.name == segment.name && !segment.name.empty())
          fault("duplicate_key", member(path, "name"),
                concat("The segment \"", excerpt(segment.name), "\" stands twice."));
      segment.when = read_condition(items[i], path, "when");
      for (const Metric& metric : rubric_.metrics) segment.weights.push_back(metric.weight);
      segment.ranges.resize(rubric_.metrics.size());
      const std::size_t before = faults_.size();
      each_metric(items[i], path, "weights", [&](std::size_t metric, const Json& value, const std::string& at) {
        segment.weights[metric] = read_weight(value, at);
      });
      if (faults_.size() == before && !weight_faults_ && !rubric_.metrics.empty())
        check_total(segment.weights, member(path, "weights"));
      each_metric(items[i], path, "ranges", [&](std::size_t metric, const Json& value, const std::string& at) {
        if (rubric_.metrics[metric].type != Metric::Type::ranges)
          fault("wrong_type", at,
                concat("The metric \"", rubric_.metrics[metric].key, "\" is not of the type ranges."));
        else if (value.kind != Json::Kind::array)
          wrong_kind(value, at, "an array");
        else
          segment.ranges[metric] = read_ranges(value.items, at);
      });
      rubric_.segments.push_back(std::move(segment));
    }
  }
  template <class Read>
  void each_metric(const Json& parent, const std::string& path, std::string_view name, Read read) {
    const Json* overrides = property(parent, path, name, false);
    if (!overrides) return;
    const std::string at = member(path, name);
    if (overrides->kind != Json::Kind::object) {
      wrong_kind(*overrides, at, "an object");
      return;
    }
    for (const auto& [key, value] : overrides->members) {
      const auto metric = std::ranges::find(rubric_.metrics, key, &Metric::key);
      if (metric == rubric_.metrics.end()) {
        std::vector<std::string_view> keys;
        for (const Metric& each : rubric_.metrics) keys.push_back(each.key);
        const std::string_view meant = nearest(key, keys);
        fault("unknown_metric", member(at, key),
              meant.empty() ? concat("No metric has the key \"", excerpt(key), "\".")
                            : concat("No metric has the key \"", excerpt(key), "\". Did you mean \"", meant, "\"?"));
      } else {
        read(static_cast<std::size_t>(metric - rubric_.metrics.begin()), value, member(at, key));
      }
    }
  }

  void read_caps(const Json& document) {
    static constexpr std::string_view known[] = {"when", "max", "reason"}, known_when[] = {"key", "ge", "lt", "in"};
    const std::vector<Json>& items = *list(document, "$", "caps", false);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string path = element("$.caps", i), at = member(path, "when");
      if (!object(items[i], path, known)) continue;
      Cap cap;
      cap.reason = text(items[i], path, "reason", true);
      if (const auto max = number(items[i], path, "max", true)) {
        if (*max < 0 || *max > rubric_.scale)
          fault("cap_out_of_range", member(path, "max"),
                concat("The cap is ", number_text(*max), ". Use 0 to the scale, which is ", number_text(rubric_.scale),
                       "."));
        cap.max = std::clamp<Micro>(*max, 0, rubric_.scale);
      }
      if (const Json* when = property(items[i], path, "when", true); when && object(*when, at, known_when)) {
        cap.key = text(*when, at, "key", true);
        cap.ge = number(*when, at, "ge", false);
        cap.lt = number(*when, at, "lt", false);
        cap.in = *list(*when, at, "in", false);
        for (std::size_t j = 0; j < cap.in.size(); ++j) check_plain(cap.in[j], element(member(at, "in"), j));
        if (cap.ge && cap.lt && *cap.ge >= *cap.lt)
          fault("empty_range", at,
                concat("The condition is never true: no number is at least ", number_text(*cap.ge), " and less than ",
                       number_text(*cap.lt), "."));
        if (!when->find("ge") && !when->find("lt") && !when->find("in"))
          fault("empty_condition", at, "Say when the cap holds: with \"ge\", \"lt\", or \"in\" and a list of values.");
        if (when->find("in") && (when->find("ge") || when->find("lt")))
          fault("unused_property", member(at, "in"), "Use either \"in\", or \"ge\" and \"lt\".");
      }
      cap.input = input(cap.key);
      rubric_.caps.push_back(std::move(cap));
    }
  }

  void read_bands(const Json& document) {
    const Json* bands = property(document, "$", "bands", false);
    if (!bands) return;
    std::vector<BandFault> band_faults;
    rubric_.bands = Bands::read(*bands, band_faults);
    for (const BandFault& found : band_faults)
      fault(found.code, found.band ? concat("$.bands[", *found.band, "]") : std::string("$.bands"),
            concat(found.detail, " ", found.hint));
    if (!band_faults.empty()) return;
    // Every score must have a band.
    if (!rubric_.bands->find(*Decimal::parse("0")) || !rubric_.bands->find(*Decimal::parse(number_text(rubric_.scale))))
      fault("bands_do_not_cover", "$.bands",
            concat("Not every score from 0 to ", number_text(rubric_.scale),
                   " has a band. Leave \"ge\" out of the first band and \"lt\" out of the last."));
  }

  Rubric& rubric_;
  std::vector<Fault>& faults_;
  Missing missing_ = Missing::zero;
  Micro missing_points_ = 0;
  bool weight_faults_ = false;
};

}  // namespace

Rubric Rubric::read(const Json& document, std::vector<Fault>& faults) {
  Rubric rubric;
  Reader(rubric, faults).read(document);
  if (std::ranges::none_of(faults, [](const Fault& fault) { return fault.severity == Fault::Severity::error; }))
    rubric.compile_steps();
  return rubric;
}

void Rubric::compile_steps() {
  for (const Metric& metric : metrics) {
    Step& step = steps.emplace_back();
    step.input = metric.input;
    step.weight = metric.weight;
    whole_weight += metric.weight;
    if (metric.gate || metric.stale_after_days) continue;
    step.first_limit = static_cast<std::uint32_t>(limits.size());
    step.first_points = static_cast<std::uint32_t>(points.size());
    switch (metric.type) {
      case Metric::Type::ranges:
        step.kind = Step::Kind::ranges;
        step.limits = static_cast<std::uint32_t>(metric.ranges.size() - 1);
        for (const PointRange& range : metric.ranges) {
          if (&range != &metric.ranges.front()) limits.push_back(*range.ge);
          points.push_back(range.points);
        }
        break;
      case Metric::Type::binary:
        step.kind = Step::Kind::binary;
        points.push_back(metric.points);
        break;
      case Metric::Type::linear:
        if (!metric.outside_is_missing) step.kind = Step::Kind::linear;
        break;
      case Metric::Type::map:
        break;
    }
  }
  // scale · 10^6 ÷ (max_points · whole_weight): scores are counts of 10^-12.
  __int128 above = static_cast<__int128>(scale) * 1'000'000, below = static_cast<__int128>(max_points) * whole_weight;
  for (__int128 a = above, b = below; b != 0;) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
    if (b == 0) {
      above /= a;
      below /= a;
    }
  }
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (below > 0 && above <= most && below <= most) {
    numerator = static_cast<std::int64_t>(above);
    denominator = static_cast<std::int64_t>(below);
  }
}

Rubric Rubric::read(std::string_view json, std::vector<Fault>& faults) {
  try {
    return read(parse_json(json), faults);
  } catch (const Error& error) {
    faults.push_back({Fault::Severity::error, "unreadable", "$", concat(error.detail(), " ", error.hint())});
    return {};
  }
}

Rubric Rubric::parse(const Json& document) {
  std::vector<Fault> faults;
  Rubric rubric = read(document, faults);
  for (const Fault& fault : faults)
    if (fault.severity == Fault::Severity::error)
      throw Error(ErrorKind::invalid_parameter, "invalid rubric", concat("At ", fault.path, ": ", fault.message),
                  faults.size() == 1
                      ? std::string("Correct it; rubric_errors(rubric) names every fault.")
                      : concat("It has ", faults.size(), " faults: rubric_errors(rubric) names them all."));
  return rubric;
}

}  // namespace c360::scorecard
