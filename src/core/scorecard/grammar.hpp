// The grammar of rubrics, bands and playbooks (METRICS C2, C6, C7). docs/rubric.schema.json is printed from it. What it
// cannot say, the compilers check: totals, borders, what one part says of another.
// Must not know: what the values do to a score.
#pragma once

#include "core/base/grammar.hpp"

namespace c360::scorecard::grammar {

using document::Bond;
using document::Need;
using document::Node;
using document::one;
using document::Property;
using document::Variant;
using Kind = Node::Kind;

inline constexpr Node free_text{.kind = Kind::text};
inline constexpr Node name{.kind = Kind::text, .fewest = 1};
inline constexpr Node number{.kind = Kind::number, .name = "number"};
inline constexpr Node plain{.kind = Kind::plain, .name = "plain"};

// ---- bands

inline constexpr Node border{.kind = Kind::decimal};
inline constexpr Property band_properties[] = {
    {"label", name, Need::needed},
    {"ge", border, Need::never_null},
    {"lt", border, Need::never_null},
    {"leave", border, Need::never_null},
};
inline constexpr Node band{.kind = Kind::object, .name = "band", .properties = band_properties};
inline constexpr Node bands{
    .kind = Kind::list, .description = "Ascending, without overlap or hole.", .fewest = 1, .item = &band};

// ---- playbooks

inline constexpr Node priority{.kind = Kind::whole, .least = one, .most = 1'000'000 * one};
inline constexpr Property rule_properties[] = {
    {"play", name, Need::needed},
    {"when", name, Need::needed, "An SQL/JSON path over the metrics."},
    {"action", name, Need::needed, "{name} stands for a metric, {name%} for its percentage."},
    {"owner", free_text},
    {"priority", priority, Need::optional, "1: the most urgent."},
    {"reason", free_text, Need::optional, "Has places for metrics, as the action."},
};
inline constexpr Node rule{.kind = Kind::object, .name = "rule", .properties = rule_properties};
inline constexpr Node playbook{.kind = Kind::list, .item = &rule};

// ---- rubrics: points

inline constexpr Node points{.kind = Kind::number, .name = "points", .description = "At most max_points.", .least = 0};
inline constexpr Property missing_properties[] = {{"points", points, Need::needed}};
inline constexpr Node missing_points{.kind = Kind::object, .properties = missing_properties};
inline constexpr std::string_view missing_words[] = {"zero", "exclude", "exclude_in_group", "error"};
inline constexpr Node missing_word{.kind = Kind::word, .words = missing_words};
inline constexpr const Node* missing_choices[] = {&missing_word, &missing_points};
inline constexpr Node missing{.kind = Kind::either,
                              .name = "missing",
                              .description = "What a metric without a value does.",
                              .choices = missing_choices};

inline constexpr Property range_properties[] = {
    {"ge", number},
    {"lt", number},
    {"points", points, Need::needed},
};
inline constexpr Node range{.kind = Kind::object, .properties = range_properties};
inline constexpr Node ranges{
    .kind = Kind::list,
    .name = "ranges",
    .description = "Ascending, without overlap or hole; the first without ge, the last without lt.",
    .fewest = 1,
    .item = &range};
inline constexpr Node ends{.kind = Kind::list, .fewest = 2, .at_most = 2, .item = &points};
inline constexpr Node map{.kind = Kind::members, .fewest = 1, .item = &points};

// ---- rubrics: conditions

inline constexpr Node plain_values{.kind = Kind::list, .fewest = 1, .item = &plain};
inline constexpr Node condition{.kind = Kind::members,
                                .name = "condition",
                                .description = "Every member must have one of the values listed.",
                                .fewest = 1,
                                .item = &plain_values};
inline constexpr std::string_view gate_words[] = {"zero", "exclude", "exclude_in_group"};
inline constexpr Node gate_policy{.kind = Kind::word, .words = gate_words};
inline constexpr Property gate_properties[] = {
    {"unless", condition, Need::needed},
    {"policy", gate_policy, Need::needed},
};
inline constexpr Node gate{.kind = Kind::object, .properties = gate_properties};

// ---- rubrics: metrics

// Of a rubric that says how its weights add up: by groups, or to anything. In all others they are at most 100.
inline constexpr std::int64_t largest_weight = 1'000'000 * one, whole_weight = 100 * one;
inline constexpr Node weight{.kind = Kind::number, .name = "weight", .least = 0, .most = largest_weight};
inline constexpr std::int64_t most_days = 100'000;
inline constexpr Node days{.kind = Kind::text, .fewest = 1, .pattern = "^0*([1-9][0-9]{0,4}|100000) days?$"};
inline constexpr std::string_view outside_words[] = {"clamp", "missing"};
inline constexpr Node outside{.kind = Kind::word, .words = outside_words};
inline constexpr std::string_view type_words[] = {"ranges", "binary", "linear", "map"};
inline constexpr Node type{.kind = Kind::word, .fewest = 1, .words = type_words};

inline constexpr Property of_ranges[] = {{"ranges", ranges, Need::needed}};
inline constexpr Property of_binary[] = {{"points", points, Need::optional, "Of true; max_points where absent."}};
inline constexpr Property of_linear[] = {
    {"points", ends, Need::needed, "At from and at to."},
    {"from", number, Need::needed},
    {"to", number, Need::needed, "Another number than from."},
    {"outside", outside},
};
inline constexpr Property of_map[] = {
    {"map", map, Need::needed},
    {"other", points, Need::optional, "Of all other values."},
};
inline constexpr Variant metric_types[] = {
    {"ranges", of_ranges},
    {"binary", of_binary},
    {"linear", of_linear},
    {"map", of_map},
};
inline constexpr Property metric_properties[] = {
    {"key", name, Need::needed, "Every metric has one of its own."},
    {"label", free_text},
    {"group", free_text},
    {"description", free_text},
    {"weight", weight, Need::needed},
    {"type", type, Need::needed},
    {"missing", missing},
    {"gate", gate},
    {"stale_after", days},
    {"observed_at", name, Need::optional, "The input that has the day of the value."},
};
inline constexpr std::string_view stale_after_name[] = {"stale_after"}, observed_at_name[] = {"observed_at"};
inline constexpr Bond metric_bonds[] = {{Bond::Kind::together, stale_after_name, observed_at_name}};
inline constexpr Node metric{.kind = Kind::object,
                             .name = "metric",
                             .properties = metric_properties,
                             .variants = metric_types,
                             .bonds = metric_bonds};
inline constexpr Node metrics{
    .kind = Kind::list,
    .description = "Their weights total 100; of a group with a weight of its own, or with normalize, anything.",
    .fewest = 1,
    .item = &metric};

// ---- rubrics: groups

inline constexpr std::size_t most_groups = 100;
inline constexpr Property group_properties[] = {
    {"name", name, Need::needed, "Every group has one of its own; the metrics' \"group\" is one of them."},
    {"weight", weight, Need::needed, "Shared among the group's metrics, by their weights."},
    {"description", free_text},
};
inline constexpr Node group{.kind = Kind::object, .name = "group", .properties = group_properties};
inline constexpr Node groups{.kind = Kind::list,
                             .description = "Their weights total 100; with normalize, anything.",
                             .fewest = 1,
                             .at_most = most_groups,
                             .item = &group};
inline constexpr Node normalize{.kind = Kind::boolean};

// ---- rubrics: segments and caps

inline constexpr Node weights{.kind = Kind::members, .item = &weight};
inline constexpr Node segment_ranges{.kind = Kind::members, .item = &ranges};
inline constexpr Property segment_properties[] = {
    {"name", name, Need::needed, "Every segment has one of its own."},
    {"when", condition, Need::needed},
    {"weights", weights, Need::optional, "By key; with those of all other metrics they total what the rubric's do."},
    {"groups", weights, Need::optional, "Weights of groups, by name; with those of all others they total the same."},
    {"ranges", segment_ranges, Need::optional, "By key, of metrics of the type ranges."},
};
inline constexpr Node segment{.kind = Kind::object, .name = "segment", .properties = segment_properties};
inline constexpr Node segments{.kind = Kind::list, .item = &segment};

inline constexpr Property cap_condition_properties[] = {
    {"key", name, Need::needed},
    {"ge", number},
    {"lt", number, Need::optional, "Greater than ge."},
    {"in", plain_values},
};
inline constexpr std::string_view cap_list[] = {"in"}, cap_borders[] = {"ge", "lt"};
inline constexpr Bond cap_bonds[] = {{Bond::Kind::one_of, cap_list, cap_borders}};
inline constexpr Node cap_condition{.kind = Kind::object, .properties = cap_condition_properties, .bonds = cap_bonds};
inline constexpr Node cap_limit{.kind = Kind::number, .description = "At most scale.", .least = 0};
inline constexpr Property cap_properties[] = {
    {"when", cap_condition, Need::needed},
    {"max", cap_limit, Need::needed},
    {"reason", name, Need::needed},
};
inline constexpr Node cap{.kind = Kind::object, .name = "cap", .properties = cap_properties};
inline constexpr Node caps{.kind = Kind::list, .item = &cap};

// ---- rubrics

inline constexpr Node format{.kind = Kind::number, .least = one, .most = one};
inline constexpr Node size{.kind = Kind::number, .least = 0, .most = 1'000'000 * one, .above_least = true};
inline constexpr Node share{.kind = Kind::number, .least = 0, .most = one};
inline constexpr std::string_view unreadable_words[] = {"error", "missing"};
inline constexpr Node unreadable{.kind = Kind::word, .words = unreadable_words};
inline constexpr Property rubric_properties[] = {
    {"rubric", format, Need::needed, "The format."},
    {"name", free_text},
    {"version", free_text},
    {"description", free_text},
    {"max_points", size, Need::optional, "5 where absent."},
    {"scale", size, Need::optional, "100 where absent."},
    {"missing", missing},
    {"unreadable", unreadable, Need::optional,
     "What becomes of a value of another type than its metric's, or without points in its map: an error where absent."},
    {"min_coverage", share, Need::optional, "The share of the weight that must have data."},
    {"normalize", normalize, Need::optional, "true: weights total anything, and count by their share of it."},
    {"groups", groups, Need::optional, "Groups with weights of their own; every metric is in one of them."},
    {"metrics", metrics, Need::needed},
    {"segments", segments},
    {"caps", caps},
    {"bands", bands, Need::optional, "Every score from 0 to scale has one."},
};
inline constexpr Node rubric{
    .kind = Kind::object,
    .description =
        "How metrics become points and points a score. A schema cannot say all: rubric_errors(rubric) also "
        "checks totals of weights, points and caps above their limits, keys and names that stand twice or "
        "that no metric has, overlaps and holes of ranges and bands, and that numbers are written without "
        "exponent and with at most six decimals.",
    .properties = rubric_properties};

}  // namespace c360::scorecard::grammar
