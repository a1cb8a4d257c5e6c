// What the grammar cannot say of a rubric is checked here. The document is hostile.
// Must not know: metrics' values, sessions.
#include "core/scorecard/rubric_compiler.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"
#include "core/scorecard/grammar.hpp"

namespace c360::scorecard {

namespace {

using document::Faults;
using document::Object;
using document::Path;

std::string number_text(Micro value) { return plain_text(Millionths::from_units(value)); }

class Compiler {
 public:
  Compiler(Rubric& rubric, Faults& faults) : rubric_(rubric), faults_(faults) {}

  void compile(const Json& json) {
    const Path root;
    Object document(json, root, grammar::rubric, faults_);
    if (!document) return;
    if (const auto format = document.number("rubric"); format && !grammar::format.holds(*format))
      fault("unsupported_format", document.at("rubric"),
            concat("The format is ", number_text(*format), "; this build reads format 1. Write \"rubric\": 1."));
    rubric_.name = document.text("name");
    rubric_.version = document.text("version");
    document.text("description");
    rubric_.max_points = size(document, "max_points", rubric_.max_points);
    rubric_.scale = size(document, "scale", rubric_.scale);
    compile_missing(document, missing_, missing_points_);
    rubric_.unreadable_is_missing =
        policy(document, "unreadable", "values that cannot be read. Use \"error\" or \"missing\".") == "missing";
    rubric_.min_coverage = document.number("min_coverage");
    if (rubric_.min_coverage && !grammar::share.holds(*rubric_.min_coverage))
      fault("min_coverage_out_of_range", document.at("min_coverage"),
            concat("min_coverage is ", number_text(*rubric_.min_coverage),
                   ". Use a fraction from 0 to 1: the share of the weight that must have data."));
    compile_groups(document);
    compile_metrics(document);
    compile_segments(document);
    compile_caps(document);
    if (const Json* bands = document.value("bands")) compile_bands(*bands, document.at("bands"));
    number_inputs();
  }

 private:
  void fault(const char* code, const Path& path, std::string message) { faults_.tell(code, path, std::move(message)); }

  // ---- numbers

  Micro size(Object& document, std::string_view name, Micro otherwise) {
    const auto value = document.number(name);
    if (!value) return otherwise;
    if (grammar::size.holds(*value)) return *value;
    fault("number_out_of_range", document.at(name),
          concat(name, " is ", number_text(*value), ". Use a number above 0 and up to ",
                 number_text(grammar::size.most), "."));
    return otherwise;
  }
  Micro checked_points(std::optional<Micro> value, const Path& path) {
    if (!value) return 0;
    if (*value < 0 || *value > rubric_.max_points)
      fault("points_out_of_range", path,
            concat("The points are ", number_text(*value), ". Use 0 to max_points, which is ",
                   number_text(rubric_.max_points), "."));
    return std::clamp<Micro>(*value, 0, rubric_.max_points);
  }
  Micro points(Object& object, std::string_view name) { return checked_points(object.number(name), object.at(name)); }
  Micro points(const Json& value, const Path& path) {
    return checked_points(document::read_number(value, path, faults_), path);
  }
  Micro checked_weight(std::optional<Micro> weight, Micro most, const Path& path) {
    if (!weight) return 0;
    if (*weight >= 0 && *weight <= most) return *weight;
    fault("weight_out_of_range", path,
          concat("The weight is ", number_text(*weight), ". Use 0 to ", number_text(most), "."));
    return 0;
  }
  // Of a metric; those of a group with a weight of its own are parts of that.
  Micro metric_weight(std::optional<Micro> weight, const Path& path) {
    return checked_weight(weight, normalize_ || own_groups_ ? grammar::largest_weight : grammar::whole_weight, path);
  }
  Micro group_weight(std::optional<Micro> weight, const Path& path) {
    return checked_weight(weight, normalize_ ? grammar::largest_weight : grammar::whole_weight, path);
  }
  // Of the metrics, or of the groups where they have weights of their own.
  void check_total(Micro total, const Path& path) {
    if (!normalize_ && total != grammar::whole_weight)
      fault("weights_total", path,
            concat("The weights add up to ", number_text(total), ". They must total 100: change them by ",
                   number_text(grammar::whole_weight - total), " in all, or write \"normalize\": true."));
    else if (normalize_ && (total == 0 || total > grammar::largest_weight))
      fault("weights_total", path,
            concat("The weights add up to ", number_text(total), ". They must total more than 0 and at most ",
                   number_text(grammar::largest_weight), "."));
  }

  // ---- inputs: numbered as they come, and in jsonb's order when all are known

  InputId input(std::string_view name) {
    const auto [found, is_new] = input_ids_.emplace(name, static_cast<InputId>(rubric_.inputs.size()));
    if (is_new) rubric_.inputs.emplace_back(name);
    return found->second;
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
      sorted.push_back(std::move(rubric_.inputs[order[i]]));
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

  // ---- parts of metrics

  void compile_missing(Object& parent, Missing& missing, Micro& missing_points) {
    const Json* value = parent.value("missing");
    if (!value) return;
    const Path at = parent.at("missing");
    if (value->kind == Json::Kind::object) {
      if (Object policy(*value, at, grammar::missing_points, faults_); policy) {
        missing = Missing::points;
        missing_points = points(policy, "points");
      }
      return;
    }
    constexpr Missing policies[] = {Missing::zero, Missing::exclude, Missing::exclude_in_group, Missing::error};
    const auto word = std::ranges::find(grammar::missing_words, value->text);
    if (value->kind == Json::Kind::string && word != std::end(grammar::missing_words))
      missing = policies[word - std::begin(grammar::missing_words)];
    else
      fault("unknown_policy", at,
            "This is not a policy for missing values. Use \"zero\", \"exclude\", \"exclude_in_group\", \"error\", or "
            "{\"points\": 2}.");
  }

  Condition compile_condition(Object& parent, std::string_view name) {
    Condition condition;
    const Json* value = parent.value(name);
    if (!value) return condition;
    const Path at = parent.at(name);
    if (value->kind != Json::Kind::object || value->members.empty()) {
      fault("empty_condition", at,
            "This is not a condition. Write an object such as {\"tier\": [\"starter\", \"free\"]}.");
      return condition;
    }
    document::each_member(*value, at, faults_, [&](const std::string& key, const Json& values, const Path& here) {
      if (check_values(values, here)) condition.choices.push_back({input(key), values.items});
    });
    return condition;
  }
  // Without a value a condition would hold for nobody, or for all.
  bool check_values(const Json& values, const Path& path) {
    if (values.kind != Json::Kind::array || values.items.empty()) {
      fault("empty_condition", path, "Give a list of at least one value, such as [\"starter\"].");
      return false;
    }
    for (std::size_t i = 0; i < values.items.size(); ++i)
      document::check_plain(values.items[i], path.element(i), faults_);
    return true;
  }

  std::vector<PointRange> compile_ranges(const std::vector<Json>& items, const Path& path) {
    std::vector<PointRange> ranges;
    if (items.empty())
      fault("no_ranges", path, "There are no ranges. Give at least one, such as {\"ge\": 0.8, \"points\": 5}.");
    bool whole = !items.empty();
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Path at = path.element(i);
      Object item(items[i], at, grammar::range, faults_);
      if (!item) {
        whole = false;
        continue;
      }
      const std::size_t before = faults_.count();
      PointRange range{item.number("ge"), item.number("lt"), 0};
      if (range.ge && range.lt && *range.ge >= *range.lt)
        fault("empty_range", at,
              concat("The range is empty: it reaches from ", number_text(*range.ge), " to less than ",
                     number_text(*range.lt), "."));
      whole = whole && faults_.count() == before;
      range.points = points(item, "points");
      ranges.push_back(range);
    }
    if (whole) check_borders(ranges, path);  // neighbours of a faulty range would only be faulty, too
    return ranges;
  }
  void check_borders(const std::vector<PointRange>& ranges, const Path& path) {
    if (ranges.front().ge)
      fault("hole", path.element(0),
            concat("No range covers values below ", number_text(*ranges.front().ge),
                   ". Leave \"ge\" out of the first range."));
    if (ranges.back().lt)
      fault("hole", path.element(ranges.size() - 1),
            concat("No range covers values from ", number_text(*ranges.back().lt),
                   " on. Leave \"lt\" out of the last range."));
    for (std::size_t i = 1; i < ranges.size(); ++i) {
      const PointRange &below = ranges[i - 1], &above = ranges[i];
      const Path at = path.element(i);
      if (!below.lt || !above.ge)
        fault("overlap", at,
              concat("Ranges ", i - 1, " and ", i, " have no boundary between them. Give \"lt\" to range ", i - 1,
                     " and the same number as \"ge\" to range ", i, "; list ranges in ascending order."));
      else if (*below.lt > *above.ge)
        fault("overlap", at,
              concat("Range ", i - 1, " reaches up to ", number_text(*below.lt), " and range ", i, " begins at ",
                     number_text(*above.ge), ": both contain ", number_text(*above.ge),
                     ". Let one end where the other begins."));
      else if (*below.lt < *above.ge)
        fault("hole", at,
              concat("No range covers the values from ", number_text(*below.lt), " to less than ",
                     number_text(*above.ge), ". Let range ", i, " begin at ", number_text(*below.lt), "."));
    }
  }

  // ---- groups

  void compile_groups(Object& document) {
    normalize_ = document.boolean("normalize").value_or(false);
    const std::vector<Json>* items = document.list("groups");
    if (!items) return;
    own_groups_ = true;
    const Path path = document.at("groups");
    if (items->empty()) fault("no_groups", path, "There are no groups. Give at least one, or leave \"groups\" out.");
    if (items->size() > grammar::most_groups) too_many_groups(items->size(), path);
    const std::size_t before = faults_.count();
    for (std::size_t i = 0; i < std::min(items->size(), grammar::most_groups); ++i) {
      const Path at = path.element(i);
      Object item((*items)[i], at, grammar::group, faults_);
      if (!item) continue;
      Group group;
      group.name = item.text("name");
      group.weight = group_weight(item.number("weight"), item.at("weight"));
      item.text("description");
      const auto id = static_cast<GroupId>(rubric_.groups.size());
      if (!group.name.empty() && !group_of_name_.emplace(group.name, id).second)
        fault("duplicate_key", item.at("name"),
              concat("The group \"", excerpt(group.name), "\" occurs twice. Give every group its own name."));
      total_group_weight_ += *group.weight;
      rubric_.groups.push_back(std::move(group));
    }
    weights_of_groups_.resize(rubric_.groups.size());
    has_group_faults_ = items->empty() || items->size() > grammar::most_groups || faults_.count() != before;
    if (!has_group_faults_) check_total(total_group_weight_, path);
  }
  void too_many_groups(std::size_t count, const Path& path) {
    fault("too_many_groups", path,
          concat("There are ", count, " groups. Use at most ", grammar::most_groups, " where weights go by groups."));
  }

  // The group whose weight a metric shares: one of those that have weights, or all metrics of one label.
  GroupId group_of(Object& item, const Metric& metric) {
    if (!own_groups_) {
      const bool stays = metric.missing == Missing::exclude_in_group || metric.gate_policy == Gate::exclude_in_group;
      if (stays && metric.group.empty())
        fault(
            "missing_property", item.path(),
            "\"exclude_in_group\" leaves the weight to the other metrics of the group, and this one has no \"group\". "
            "Give it one, or use \"exclude\".");
      groups_weigh_ = groups_weigh_ || stays;
      return group_of_name_.emplace(metric.group, static_cast<GroupId>(group_of_name_.size())).first->second;
    }
    const auto found = group_of_name_.find(metric.group);
    if (found != group_of_name_.end()) return found->second;
    if (metric.group.empty()) {
      fault("missing_property", item.path(),
            "The property \"group\" is missing. The rubric has \"groups\": every metric is in one of them.");
    } else {
      const std::string_view meant = nearest_group(metric.group);
      unknown("unknown_group", "No group with a weight has the name", metric.group, meant, item.at("group"));
    }
    has_group_faults_ = true;
    return 0;
  }
  std::string_view nearest_group(std::string_view name) {
    if (faults_.are_many()) return {};
    std::vector<std::string_view> names;
    names.reserve(rubric_.groups.size());
    for (const Group& group : rubric_.groups) names.push_back(group.name);
    return document::nearest_name(name, names);
  }

  // What a group's metrics weigh is what they share its weight by.
  void check_group(GroupId id, Micro weight, Micro of_metrics, const Path& path) {
    if (weight != 0 && of_metrics == 0)
      fault("empty_group", path,
            concat("The group \"", excerpt(rubric_.groups[id].name), "\" has the weight ", number_text(weight),
                   ", and no metric with a weight. Give it one, or make its weight 0."));
  }
  void finish_groups(Object& document, const Path& metrics) {
    if (own_groups_) {
      if (has_group_faults_ || has_weight_faults_) return;
      const Path path = document.at("groups");
      for (const Metric& metric : rubric_.metrics) weights_of_groups_[metric.group_id] += metric.weight;
      for (GroupId id = 0; id < rubric_.groups.size(); ++id)
        check_group(id, *rubric_.groups[id].weight, weights_of_groups_[id], path.element(id));
    } else if (groups_weigh_ && group_of_name_.size() > grammar::most_groups) {
      too_many_groups(group_of_name_.size(), metrics);
    } else if (groups_weigh_) {
      rubric_.groups.resize(group_of_name_.size());
      for (const auto& [name, id] : group_of_name_) rubric_.groups[id].name = name;
    }
  }

  // ---- metrics

  void compile_metrics(Object& document) {
    const std::vector<Json>* items = document.list("metrics");
    if (!items) return;
    const Path path = document.at("metrics");
    if (items->empty()) fault("no_metrics", path, "There are no metrics. Give at least one.");
    for (std::size_t i = 0; i < items->size(); ++i) compile_metric((*items)[i], path.element(i));
    for (const Metric& metric : rubric_.metrics) total_weight_ += metric.weight;
    if (!own_groups_ && !rubric_.metrics.empty() && !has_weight_faults_) check_total(total_weight_, path);
    if (!rubric_.metrics.empty()) finish_groups(document, path);
  }

  void compile_metric(const Json& json, const Path& path) {
    Object item(json, path, grammar::metric, faults_);
    if (!item) return;
    Metric metric;
    metric.missing = missing_;
    metric.missing_points = missing_points_;
    metric.key = item.text("key");
    metric.label = item.text("label");
    if (metric.label.empty()) metric.label = metric.key;
    metric.group = item.text("group");
    item.text("description");
    const auto index = static_cast<std::uint32_t>(rubric_.metrics.size());
    if (!metric.key.empty() && !metric_of_key_.emplace(metric.key, index).second)
      fault("duplicate_key", item.at("key"),
            concat("The key \"", excerpt(metric.key), "\" occurs twice. Give every metric its own key."));
    metric.input = input(metric.key);
    const std::size_t before = faults_.count();
    metric.weight = metric_weight(item.number("weight"), item.at("weight"));
    has_weight_faults_ = has_weight_faults_ || faults_.count() != before;

    const std::string type = item.text("type");
    const auto word = std::ranges::find(grammar::type_words, type);
    if (word != std::end(grammar::type_words)) {
      metric.type = static_cast<Metric::Type>(word - std::begin(grammar::type_words));
      item.choose(type);
      compile_type(item, metric);
    } else if (!type.empty()) {
      fault("unknown_type", item.at("type"),
            concat("The type \"", excerpt(type), "\" is unknown. Use ranges, binary, linear or map."));
    }
    compile_missing(item, metric.missing, metric.missing_points);
    compile_gate(item, metric);
    compile_staleness(item, metric);
    metric.group_id = group_of(item, metric);
    rubric_.metrics.push_back(std::move(metric));
  }

  void compile_type(Object& item, Metric& metric) {
    switch (metric.type) {
      case Metric::Type::ranges:
        if (const std::vector<Json>* ranges = item.list("ranges"))
          metric.ranges = compile_ranges(*ranges, item.at("ranges"));
        break;
      case Metric::Type::binary:
        metric.points = item.given("points") ? points(item, "points") : rubric_.max_points;
        break;
      case Metric::Type::linear:
        compile_linear(item, metric);
        break;
      case Metric::Type::map:
        compile_map(item, metric);
        break;
    }
  }

  void compile_linear(Object& item, Metric& metric) {
    const auto from = item.number("from"), to = item.number("to");
    if (from && to && *from == *to)
      fault("empty_range", item.path(),
            concat("\"from\" and \"to\" are both ", number_text(*from), ". They must differ."));
    metric.from = from.value_or(0);
    metric.to = to && *to != metric.from ? *to : metric.from + micro;
    if (const std::vector<Json>* ends = item.list("points")) {
      const Path at = item.at("points");
      if (ends->size() != metric.ends.size())
        fault("wrong_type", at, "Give two numbers: the points at \"from\" and at \"to\".");
      for (std::size_t i = 0; i < metric.ends.size() && i < ends->size(); ++i)
        metric.ends[i] = points((*ends)[i], at.element(i));
    }
    metric.outside_is_missing = policy(item, "outside", "values outside. Use \"clamp\" or \"missing\".") == "missing";
  }
  // One of the grammar's words; empty where none is given.
  std::string policy(Object& item, std::string_view name, std::string_view expected) {
    const std::size_t before = faults_.count();
    const bool is_given = item.given(name);
    std::string word = item.text(name);
    const auto& words = item.node(name).words;
    if (is_given && faults_.count() == before && std::ranges::find(words, word) == words.end())
      fault("unknown_policy", item.at(name), concat("\"", excerpt(word), "\" is not a policy for ", expected));
    return word;
  }

  void compile_map(Object& item, Metric& metric) {
    if (const Json* map = item.value("map")) {
      const Path at = item.at("map");
      if (map->kind != Json::Kind::object || map->members.empty())
        fault("empty_map", at,
              "This is not a map. Write an object such as {\"red\": 0, \"yellow\": 2.5, \"green\": 5}.");
      document::each_member(*map, at, faults_, [&](const std::string& label, const Json& value, const Path& here) {
        metric.map.emplace_back(label, points(value, here));
      });
    }
    if (item.given("other")) metric.other = points(item, "other");
  }

  void compile_gate(Object& item, Metric& metric) {
    const Json* value = item.value("gate");
    if (!value) return;
    const Path at = item.at("gate");
    Object gate(*value, at, grammar::gate, faults_);
    if (!gate) return;
    metric.gate = compile_condition(gate, "unless");
    const std::string word = policy(gate, "policy", "gates. Use \"zero\", \"exclude\" or \"exclude_in_group\".");
    metric.gate_policy = word == "exclude"            ? Gate::exclude
                         : word == "exclude_in_group" ? Gate::exclude_in_group
                                                      : Gate::zero;
  }

  void compile_staleness(Object& item, Metric& metric) {
    const bool has_age = item.given("stale_after"), has_day = item.given("observed_at");
    if (has_age != has_day)
      fault("missing_property", item.path(),
            "\"stale_after\" (how old a value may be) and \"observed_at\" (which input has its day) must be given "
            "together.");
    const std::size_t before = faults_.count();
    const std::string after = item.text("stale_after"), observed = item.text("observed_at");
    if (has_age != has_day || !has_age || faults_.count() != before) return;
    std::int32_t days = 0;
    const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), days);
    const std::string_view unit(end, static_cast<std::size_t>(after.data() + after.size() - end));
    if (error != std::errc{} || (unit != " days" && unit != " day") || days < 1 || days > grammar::most_days) {
      fault("invalid_duration", item.at("stale_after"),
            concat("\"", excerpt(after), "\" is not a number of days. Write \"90 days\"."));
      return;
    }
    metric.stale_after_days = days;
    metric.observed_at = input(observed);
    rubric_.needs_as_of = true;
  }

  // ---- segments

  void compile_segments(Object& document) {
    const std::vector<Json>* items = document.list("segments");
    if (!items) return;
    const Path path = document.at("segments");
    std::unordered_set<std::string> names;
    for (std::size_t i = 0; i < items->size(); ++i) {
      const Path at = path.element(i);
      Object item((*items)[i], at, grammar::segment, faults_);
      if (!item) continue;
      Segment segment;
      segment.name = item.text("name");
      if (!segment.name.empty() && !names.insert(segment.name).second)
        fault("duplicate_key", item.at("name"), concat("The segment \"", excerpt(segment.name), "\" occurs twice."));
      segment.when = compile_condition(item, "when");
      compile_weights(item, segment);
      each_metric(item, "ranges", [&](std::uint32_t metric, const Json& value, const Path& here) {
        if (rubric_.metrics[metric].type != Metric::Type::ranges)
          fault("wrong_type", here,
                concat("The metric \"", excerpt(rubric_.metrics[metric].key), "\" is not of the type ranges."));
        else if (value.kind != Json::Kind::array)
          document::wrong_kind(value, here, "an array", faults_);
        else
          segment.ranges.emplace_back(metric, compile_ranges(value.items, here));
      });
      std::ranges::sort(segment.weights);
      std::ranges::sort(segment.groups);
      std::ranges::sort(segment.ranges, {}, [](const auto& override) { return override.first; });
      rubric_.segments.push_back(std::move(segment));
    }
  }
  void compile_weights(Object& item, Segment& segment) {
    const std::size_t before = faults_.count();
    Micro total = total_weight_, total_of_groups = total_group_weight_;
    std::map<GroupId, Micro> weights, of_metrics;  // of the groups that the segment touches
    const auto touch = [&](GroupId id) {
      weights.emplace(id, rubric_.groups[id].weight.value_or(0));
      return &of_metrics.emplace(id, weights_of_groups_[id]).first->second;
    };
    const bool has_whole_groups = own_groups_ && !has_group_faults_;
    each_metric(item, "weights", [&](std::uint32_t metric, const Json& value, const Path& here) {
      const Micro weight = metric_weight(document::read_number(value, here, faults_), here);
      const Micro more = weight - rubric_.metrics[metric].weight;
      total += more;
      if (has_whole_groups) *touch(rubric_.metrics[metric].group_id) += more;
      segment.weights.emplace_back(metric, weight);
    });
    each_override(item, "groups", [&](const std::string& name, const Json& value, const Path& here) {
      const auto group = group_of_name_.find(name);
      if (!own_groups_ || group == group_of_name_.end()) {
        unknown("unknown_group",
                own_groups_ ? "No group with a weight has the name" : "The rubric has no \"groups\":", name,
                own_groups_ ? nearest_group(name) : std::string_view(), here);
        return;
      }
      const Micro weight = group_weight(document::read_number(value, here, faults_), here);
      total_of_groups += weight - *rubric_.groups[group->second].weight;
      if (has_whole_groups) {
        touch(group->second);
        weights[group->second] = weight;
      }
      segment.groups.emplace_back(group->second, weight);
    });
    if (faults_.count() != before || has_weight_faults_ || rubric_.metrics.empty()) return;
    if (!own_groups_) check_total(total, item.at("weights"));
    if (!has_whole_groups) return;
    if (!segment.groups.empty()) check_total(total_of_groups, item.at("groups"));
    for (const auto& [id, weight] : weights) check_group(id, weight, of_metrics[id], item.path());
  }
  template <class Compile>
  void each_override(Object& segment, std::string_view name, Compile compile) {
    const Json* overrides = segment.value(name);
    if (!overrides) return;
    const Path at = segment.at(name);
    if (overrides->kind == Json::Kind::object)
      document::each_member(*overrides, at, faults_, compile);
    else
      document::wrong_kind(*overrides, at, "an object", faults_);
  }
  template <class Compile>
  void each_metric(Object& segment, std::string_view name, Compile compile) {
    each_override(segment, name, [&](const std::string& key, const Json& value, const Path& here) {
      const auto metric = metric_of_key_.find(key);
      if (metric != metric_of_key_.end())
        compile(metric->second, value, here);
      else
        unknown("unknown_metric", "No metric has the key", key, nearest_key(key), here);
    });
  }
  void unknown(const char* code, std::string_view what, std::string_view name, std::string_view meant,
               const Path& path) {
    const std::string sentence = concat(what, " \"", excerpt(name), "\".");
    fault(code, path, meant.empty() ? sentence : concat(sentence, " Did you mean \"", meant, "\"?"));
  }
  std::string_view nearest_key(std::string_view key) {
    if (faults_.are_many()) return {};
    std::vector<std::string_view> keys;
    for (const Metric& metric : std::span(rubric_.metrics).first(std::min(rubric_.metrics.size(), most_keys)))
      keys.push_back(metric.key);
    return document::nearest_name(key, keys);
  }
  static constexpr std::size_t most_keys = document::most_names_compared;

  // ---- caps and bands

  void compile_caps(Object& document) {
    const std::vector<Json>* items = document.list("caps");
    if (!items) return;
    const Path path = document.at("caps");
    for (std::size_t i = 0; i < items->size(); ++i) {
      const Path at = path.element(i);
      Object item((*items)[i], at, grammar::cap, faults_);
      if (!item) continue;
      Cap cap;
      cap.unreadable_is_missing = rubric_.unreadable_is_missing;
      cap.reason = item.text("reason");
      if (const auto max = item.number("max")) {
        if (*max < 0 || *max > rubric_.scale)
          fault("cap_out_of_range", item.at("max"),
                concat("The cap is ", number_text(*max), ". Use 0 to the scale, which is ", number_text(rubric_.scale),
                       "."));
        cap.max = std::clamp<Micro>(*max, 0, rubric_.scale);
      }
      if (const Json* when = item.value("when")) compile_cap_condition(*when, item.at("when"), cap);
      cap.input = input(cap.key);
      rubric_.caps.push_back(std::move(cap));
    }
  }
  void compile_cap_condition(const Json& json, const Path& path, Cap& cap) {
    Object when(json, path, grammar::cap_condition, faults_);
    if (!when) return;
    cap.key = when.text("key");
    cap.ge = when.number("ge");
    cap.lt = when.number("lt");
    if (when.given("in"))
      if (const Json& values = *when.value("in"); check_values(values, when.at("in"))) cap.in = values.items;
    if (cap.ge && cap.lt && *cap.ge >= *cap.lt)
      fault("empty_range", path,
            concat("The condition is never true: no number is at least ", number_text(*cap.ge), " and less than ",
                   number_text(*cap.lt), "."));
    const bool has_borders = when.given("ge") || when.given("lt");
    if (!has_borders && !when.given("in"))
      fault("empty_condition", path, "Say when the cap applies: with \"ge\", \"lt\", or \"in\" and a list of values.");
    if (has_borders && when.given("in"))
      fault("unused_property", when.at("in"), "Use either \"in\", or \"ge\" and \"lt\".");
  }

  void compile_bands(const Json& json, const Path& path) {
    const std::size_t before = faults_.count();
    rubric_.bands = Bands::read(json, path, faults_);
    if (faults_.count() != before) return;
    // Every score must have a band.
    if (!rubric_.bands->find(*Decimal::parse("0")) || !rubric_.bands->find(*Decimal::parse(number_text(rubric_.scale))))
      fault("bands_do_not_cover", path,
            concat("Not every score from 0 to ", number_text(rubric_.scale),
                   " has a band. Leave \"ge\" out of the first band and \"lt\" out of the last."));
  }

  Rubric& rubric_;
  Faults& faults_;
  Missing missing_ = Missing::zero;
  Micro missing_points_ = 0;
  bool normalize_ = false;
  bool own_groups_ = false;    // groups with weights
  bool groups_weigh_ = false;  // without such: a metric leaves its weight to those of its label
  bool has_group_faults_ = false;
  bool has_weight_faults_ = false;
  Micro total_weight_ = 0, total_group_weight_ = 0;
  std::vector<Micro> weights_of_groups_;  // of their metrics
  std::unordered_map<std::string, GroupId> group_of_name_;
  std::unordered_map<std::string, std::uint32_t> metric_of_key_;
  std::unordered_map<std::string, InputId> input_ids_;
};

}  // namespace

void compile(const Json& document, Rubric& rubric, Faults& faults) { Compiler(rubric, faults).compile(document); }

}  // namespace c360::scorecard
