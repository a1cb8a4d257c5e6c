// Reader and writer of {[from,to),…}. The reader's input is hostile.
// Must not know: DateStyle, sessions.
#include "core/activity/history_text.hpp"

#include <vector>

namespace c360::activity {

namespace {

void append_bound(std::string& out, std::int64_t value) {
  const Day day{static_cast<std::int32_t>(value)};
  const std::size_t from = out.size();
  append(out, day);
  if (out.ends_with("BC")) {  // has a space: quoted, as multiranges do
    out.insert(from, 1, '"');
    out += '"';
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<DayRun> read() {
    skip_space();
    expect('{', "an opening brace");
    skip_space();
    if (!take('}')) {
      do read_range();
      while (take(','));
      expect('}', "a comma or a closing brace");
    }
    skip_space();
    if (at_ != text_.size()) fail("nothing more");
    return std::move(runs_);
  }

 private:
  [[noreturn]] void fail(std::string_view expected) const {
    throw Error(ErrorKind::invalid_text, "malformed activity_history literal",
                concat("Expected ", expected, " at position ", at_ + 1, "."),
                "Write ranges of days such as {[2026-01-01,2026-01-04),[2026-01-06,2026-01-07)}.");
  }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c, std::string_view name) {
    if (!take(c)) fail(name);
  }

  std::int64_t read_bound() {
    skip_space();
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (quoted) ++at_;
    const std::size_t begin = at_;
    const auto ends = [&](char c) { return quoted ? c == '"' : c == ',' || c == ']' || c == ')' || c == '}'; };
    while (at_ < text_.size() && !ends(text_[at_])) ++at_;
    std::size_t end = at_;
    while (!quoted && end > begin && text_[end - 1] == ' ') --end;
    const auto day = parse_day(text_.substr(begin, end - begin));
    if (!day) {
      at_ = begin;
      fail("a day such as 2026-01-31 (a history has no open or infinite ends)");
    }
    if (quoted) expect('"', "a closing quote");
    return day->value;
  }

  void read_range() {
    skip_space();
    if (text_.substr(at_).starts_with("empty")) {
      at_ += 5;
      skip_space();
      return;
    }
    const bool from_inclusive = take('[');
    if (!from_inclusive) expect('(', "an opening bracket or parenthesis");
    const std::size_t at = at_;
    const std::int64_t lower = read_bound();
    expect(',', "a comma");
    const std::int64_t upper = read_bound();
    const bool to_inclusive = take(']');
    if (!to_inclusive) expect(')', "a closing bracket or parenthesis");
    if (lower > upper) {
      at_ = at;
      fail("a range whose lower bound is not after its upper bound");
    }
    const DayRun run{lower + !from_inclusive, upper + to_inclusive};
    if (run.from < run.to) runs_.push_back(run);
    skip_space();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<DayRun> runs_;
};

}  // namespace

std::string to_text(const HistoryView& history) {
  std::string out = "{";
  history.for_each_run([&](DayRun run) {
    if (out.size() > 1) out += ',';
    // The calendar's last day has no successor to name as an open end.
    const bool closed = run.to > last_day.value;
    out += '[';
    append_bound(out, run.from);
    out += ',';
    append_bound(out, closed ? run.to - 1 : run.to);
    out += closed ? ']' : ')';
  });
  out += '}';
  return out;
}

void from_text(std::string_view text, Block& result) {
  add_runs(Reader(text).read(), result);
}

}  // namespace c360::activity
