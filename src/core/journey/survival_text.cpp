// Reader and writer of {5,12*2,30+}. The reader's input is hostile.
// Must not know: locales, sessions.
#include "core/journey/survival_text.hpp"

#include <charconv>
#include <vector>

#include "core/base/range_text.hpp"

namespace c360::journey {

static void append_observations(std::string& out, std::int32_t at, std::string_view mark, std::int64_t count) {
  if (count == 0) return;
  if (out.size() > 1) out += ',';
  append(out, concat(at, mark));
  if (count > 1) append(out, concat('*', count));
}

std::string to_text(const SurvivalCurveView& curve) {
  std::string out = "{";
  for (std::size_t i = 0; i < curve.count(); ++i) {
    const SurvivalCounts counts = curve.item(i);
    append_observations(out, counts.at, "", counts.reached);
    append_observations(out, counts.at, "+", counts.censored);
  }
  out += '}';
  return out;
}

// Digits alone, from `least` on, up to `most`.
static std::int64_t read_number(RangeReader& reader, std::string_view ends, std::int64_t least, std::int64_t most,
                                std::string_view expected) {
  const std::size_t at = reader.position();
  const std::string_view digits = reader.word(ends);
  std::int64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || digits.front() == '-' || stop != end || error != std::errc() || number < least ||
      number > most) {
    reader.back_to(at);
    reader.fail(expected);
  }
  return number;
}

void from_text(std::string_view text, StateBuffer& result) {
  RangeReader reader(text, "survival_curve", "durations, with + where not reached, such as {5,12*2,30+}");
  std::vector<SurvivalCounts> observed;
  reader.expect('{', "an opening brace");
  if (!reader.take('}')) {
    do {
      const auto at =
          static_cast<std::int32_t>(read_number(reader, "+*,}", 0, INT32_MAX, "a whole number from 0 to 2147483647"));
      const bool censored = reader.take('+');
      std::int64_t count = 1;
      if (reader.take('*'))
        count =
            read_number(reader, ",}", 1, SurvivalCurveView::most_observations, "a number of observations such as 2");
      observed.push_back({at, censored ? 0 : count, censored ? count : 0});
    } while (reader.take(','));
    reader.expect('}', "a comma or a closing brace");
  }
  reader.expect_end();

  build_curve(result, [&](SurvivalAgg& curve) {
    for (const SurvivalCounts& counts : observed) curve.add(counts);
  });
}

}  // namespace c360::journey
