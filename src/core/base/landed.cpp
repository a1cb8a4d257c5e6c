// Readers of what connectors land. Their input is hostile, and whatever they do not know for certain they do not read.
// Must not know: sessions, and types of columns.
#include "core/base/landed.hpp"

#include <algorithm>
#include <array>

namespace c360 {

namespace {

constexpr std::size_t longest_text = 400;
constexpr std::size_t most_whole_digits = 18;
constexpr int largest_exponent = 400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// Reads from left to right; what is not there is not taken.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  // A blank, wherever it breaks lines: the narrow ones stand between thousands.
  bool take_blank() {
    for (const std::string_view blank : {" ", "\t", "\n", "\r", "\u00a0", "\u2009", "\u202f"})
      if (take(blank)) return true;
    return false;
  }
  void skip_blanks() {
    while (take_blank()) {
    }
  }
  std::string_view digits() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const std::string_view found(rest_.begin(), end);
    rest_.remove_prefix(found.size());
    return found;
  }
  // A number of `least` to `most` digits.
  std::optional<int> number(std::size_t least, std::size_t most) {
    const std::string_view found = digits();
    if (found.size() < least || found.size() > most) return {};
    int value = 0;
    for (const char digit : found) value = value * 10 + (digit - '0');
    return value;
  }

 private:
  std::string_view rest_;
};

std::string_view trimmed(std::string_view text) {
  Scanner scanner(text);
  scanner.skip_blanks();
  text = scanner.rest();
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (const std::string_view blank : {" ", "\t", "\n", "\r", "\u00a0", "\u2009", "\u202f"})
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        shorter = true;
      }
  }
  return text;
}

// ---- numbers

struct Signs {
  int count = 0;
  bool negative = false;

  void take(Scanner& scanner) {
    for (const std::string_view minus : {"-", "\u2212"})
      if (scanner.take(minus)) {
        ++count;
        negative = true;
        return;
      }
    if (scanner.take("+")) ++count;
  }
};

// $, €, £ …: the signs of Unicode's block of them, and the older ones.
bool take_currency_sign(Scanner& scanner) {
  for (const std::string_view sign : {"$", "\u00a3", "\u00a5"})
    if (scanner.take(sign)) return true;
  const std::string_view rest = scanner.rest();
  if (rest.size() < 3 || !rest.starts_with("\xe2\x82")) return false;
  const auto last = static_cast<unsigned char>(rest[2]);
  return last >= 0xa0 && last <= 0xbf && scanner.take(rest.substr(0, 3));
}

// $, US$, EUR.
bool take_currency(Scanner& scanner) {
  if (take_currency_sign(scanner)) return true;
  const std::string_view rest = scanner.rest();
  const auto letters = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_capital) - rest.begin());
  if (letters >= 1 && letters <= 3 && rest.substr(letters).starts_with("$"))
    return scanner.take(rest.substr(0, letters + 1));
  return letters == 3 && scanner.take(rest.substr(0, 3));
}

// 1200, 1,200, 1'200, 1 200: digits in groups of three by one separator, or in none. Nothing where a group is short.
std::optional<std::string> grouped_digits(Scanner& scanner) {
  std::string digits(scanner.digits());
  if (digits.empty() || digits.size() > 3) return digits;
  for (const char separator : {',', '\'', ' '}) {
    bool found = false;
    for (;;) {
      Scanner ahead = scanner;  // a blank may stand before a currency
      if (!(separator == ' ' ? ahead.take_blank() : ahead.take({&separator, 1})) || !is_digit(ahead.peek())) break;
      const std::string_view group = ahead.digits();
      if (group.size() != 3) return {};
      digits += group;
      scanner = ahead;
      found = true;
    }
    if (found) break;
  }
  return digits;
}

// digits · 10^-decimals, without leading zeros.
struct Digits {
  std::string digits;
  std::int64_t decimals = 0;
};

std::optional<Digits> unsigned_digits(Scanner& scanner) {
  auto whole = grouped_digits(scanner);
  if (!whole) return {};
  Digits number{std::move(*whole), 0};
  if (scanner.take(".")) {
    const std::string_view fraction = scanner.digits();
    number.digits += fraction;
    number.decimals = static_cast<std::int64_t>(fraction.size());
  }
  if (number.digits.empty()) return {};
  if (scanner.take("e") || scanner.take("E")) {
    Signs sign;
    sign.take(scanner);
    const auto exponent = scanner.number(1, 3);
    if (!exponent || *exponent > largest_exponent) return {};
    number.decimals -= sign.negative ? -*exponent : *exponent;
  }
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  return number;
}

struct Number : Digits {
  bool negative = false;
};

std::optional<Number> read_number(std::string_view text, bool with_currency) {
  text = trimmed(text);
  if (text.empty() || text.size() > longest_text) return {};
  Signs signs;
  if (text.front() == '(' && text.back() == ')') {
    signs = {1, true};
    text = trimmed(text.substr(1, text.size() - 2));
  }
  Scanner scanner(text);
  const auto take_money = [&] {
    if (!with_currency) return false;
    Scanner ahead = scanner;
    ahead.skip_blanks();
    if (!take_currency(ahead)) return false;
    ahead.skip_blanks();
    scanner = ahead;
    return true;
  };
  signs.take(scanner);
  const bool currency_first = take_money();
  if (currency_first) signs.take(scanner);
  auto digits = unsigned_digits(scanner);
  if (!digits) return {};
  signs.take(scanner);
  if (!currency_first && take_money()) signs.take(scanner);
  if (!scanner.at_end() || signs.count > 1) return {};
  return Number{std::move(*digits), signs.negative};
}

// Of a whole number, zeros behind the point taken off or zeros put on; nothing where there is a fraction.
std::optional<std::string> whole_digits(const Number& number) {
  std::string digits = number.digits;
  if (digits.empty()) return "0";
  if (number.decimals < 0) {
    if (static_cast<std::int64_t>(digits.size()) - number.decimals > 20) return {};
    digits.append(static_cast<std::size_t>(-number.decimals), '0');
    return digits;
  }
  for (std::int64_t i = 0; i < number.decimals; ++i) {
    if (digits.empty()) return {};
    if (digits.back() != '0') return {};
    digits.pop_back();
  }
  return digits.empty() ? "0" : digits;
}

// ---- days and instants

constexpr std::int64_t microseconds_a_second = 1'000'000;
constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::int64_t microseconds_a_day = seconds_a_day * microseconds_a_second;
constexpr std::int64_t unix_epoch = days_from_civil(1970, 1, 1);

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::optional<Day> civil_day(int year, int month, int day) {
  constexpr std::array lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return {};
  if (day > lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year))) return {};
  return Day{static_cast<std::int32_t>(days_from_civil(year, month, day))};
}

int two_digits(std::string_view digits, std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); }

std::optional<Day> compact_day(std::string_view digits) {
  return civil_day(two_digits(digits, 0) * 100 + two_digits(digits, 2), two_digits(digits, 4), two_digits(digits, 6));
}

std::optional<Day> written_day(Scanner& scanner) {
  const std::string_view first = scanner.digits();
  if (first.size() == 8) return compact_day(first);
  if (first.size() != 4) return {};
  const char separator = scanner.peek();
  if (separator != '-' && separator != '/') return {};
  scanner.take({&separator, 1});
  const auto month = scanner.number(1, 2);
  if (!month || !scanner.take({&separator, 1})) return {};
  const auto day = scanner.number(1, 2);
  if (!day) return {};
  return civil_day(two_digits(first, 0) * 100 + two_digits(first, 2), *month, *day);
}

// Microseconds; nothing for 25:00, and for anything after 24:00.
std::optional<std::int64_t> time_of_day(int hour, int minute, int second, std::int64_t fraction) {
  if (hour > 24 || minute > 59 || second > 60) return {};
  const std::int64_t time = ((hour * 60 + minute) * 60 + second) * microseconds_a_second + fraction;
  if (time > microseconds_a_day) return {};
  return time;
}

// .123456789, cut behind the sixth digit as every clock does.
std::optional<std::int64_t> fraction_of_second(Scanner& scanner) {
  if (!scanner.take(".") && !scanner.take(",")) return 0;
  const std::string_view digits = scanner.digits();
  if (digits.empty()) return {};
  std::int64_t fraction = 0;
  for (std::size_t i = 0; i < 6; ++i) fraction = fraction * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return fraction;
}

std::optional<std::int64_t> written_time(Scanner& scanner) {
  const std::string_view first = scanner.digits();
  int hour, minute, second = 0;
  if (first.size() == 4 || first.size() == 6) {
    hour = two_digits(first, 0);
    minute = two_digits(first, 2);
    if (first.size() == 6) second = two_digits(first, 4);
  } else {
    if (first.empty() || first.size() > 2 || !scanner.take(":")) return {};
    hour = first.size() == 2 ? two_digits(first, 0) : first[0] - '0';
    const auto minutes = scanner.number(2, 2);
    if (!minutes) return {};
    minute = *minutes;
    if (scanner.take(":")) {
      const auto seconds = scanner.number(2, 2);
      if (!seconds) return {};
      second = *seconds;
    }
  }
  const auto fraction = fraction_of_second(scanner);
  if (!fraction) return {};
  return time_of_day(hour, minute, second, *fraction);
}

// Z, UTC, +02, +0200, +02:00, in microseconds east of Greenwich.
struct Offset {
  bool written = false;
  std::int64_t microseconds = 0;
};
std::optional<Offset> written_offset(Scanner& scanner) {
  scanner.skip_blanks();
  if (scanner.at_end()) return Offset{};
  for (const std::string_view name : {"Z", "z", "UTC", "GMT"})
    if (scanner.take(name)) return Offset{true, 0};
  Signs sign;
  sign.take(scanner);
  if (sign.count == 0) return {};
  const std::string_view digits = scanner.digits();
  int hours, minutes = 0;
  if (digits.size() == 4) {
    hours = two_digits(digits, 0);
    minutes = two_digits(digits, 2);
  } else if (digits.size() == 2) {
    hours = two_digits(digits, 0);
    if (scanner.take(":")) {
      const auto behind = scanner.number(2, 2);
      if (!behind) return {};
      minutes = *behind;
    }
  } else {
    return {};
  }
  if (hours > 15 || minutes > 59) return {};
  const std::int64_t size = (std::int64_t{hours} * 60 + minutes) * 60 * microseconds_a_second;
  return Offset{true, sign.negative ? -size : size};
}

LandedMoment local_moment(Day day, std::int64_t time) {
  return {LandedMoment::Kind::local, day.value * microseconds_a_day + time, day, time == 0};
}

std::optional<LandedMoment> written_moment(std::string_view text) {
  Scanner scanner(text);
  const auto day = written_day(scanner);
  if (!day) return {};
  if (scanner.at_end()) return local_moment(*day, 0);
  if (!scanner.take("T") && !scanner.take("t")) {
    if (!scanner.take_blank()) return {};
    scanner.skip_blanks();
  }
  const auto time = written_time(scanner);
  if (!time) return {};
  const auto offset = written_offset(scanner);
  if (!offset || !scanner.at_end()) return {};
  LandedMoment moment = local_moment(*day, *time);
  // 24:00 is the midnight of the next day.
  if (*time == microseconds_a_day) moment = local_moment(Day{day->value + 1}, 0);
  if (!offset->written) return moment;
  moment.kind = LandedMoment::Kind::instant;
  moment.microseconds -= offset->microseconds;
  return moment;
}

// A count since 1970 by the number of its digits, each of which stands for one unit and the years 1973 to 5138 at most.
std::optional<LandedMoment> counted_moment(std::string_view digits, std::int64_t fraction_of_unit) {
  std::int64_t count = 0;
  for (const char digit : digits)
    if (__builtin_mul_overflow(count, 10, &count) || __builtin_add_overflow(count, digit - '0', &count)) return {};
  std::int64_t microseconds;
  switch (digits.size()) {
    case 9:
    case 10:
    case 11:
      microseconds = count * microseconds_a_second + fraction_of_unit;
      break;
    case 13:
      microseconds = count * 1000 + fraction_of_unit / 1000;
      break;
    case 15:
    case 16:
      microseconds = count;
      break;
    case 18:
    case 19:
      microseconds = count / 1000;
      break;
    default:
      return {};
  }
  microseconds += unix_epoch * microseconds_a_day;
  const std::int64_t day = floor_div(microseconds, microseconds_a_day);
  return LandedMoment{LandedMoment::Kind::instant, microseconds, Day{static_cast<std::int32_t>(day)},
                      day * microseconds_a_day == microseconds};
}

std::optional<LandedMoment> compact_moment(std::string_view digits) {
  const auto day = compact_day(digits.substr(0, 8));
  const auto time = time_of_day(two_digits(digits, 8), two_digits(digits, 10), two_digits(digits, 12), 0);
  if (!day || !time || *time == microseconds_a_day) return {};
  return local_moment(*day, *time);
}

}  // namespace

std::optional<std::string> plain_number(std::string_view text, bool with_currency) {
  const auto number = read_number(text, with_currency);
  if (!number) return {};
  if (number->digits.empty()) return "0";
  const auto size = static_cast<std::int64_t>(number->digits.size());
  if (size - number->decimals > static_cast<std::int64_t>(most_whole_digits)) return {};
  std::string plain = number->negative ? "-" : "";
  if (number->decimals <= 0) {
    plain += number->digits;
    plain.append(static_cast<std::size_t>(-number->decimals), '0');
  } else if (number->decimals >= size) {
    plain += "0.";
    plain.append(static_cast<std::size_t>(number->decimals - size), '0');
    plain += number->digits;
  } else {
    const auto whole = static_cast<std::size_t>(size - number->decimals);
    plain += number->digits.substr(0, whole);
    plain += '.';
    plain += number->digits.substr(whole);
  }
  if (plain.size() > longest_text) return {};  // 7.E-400: what is read reads again as itself
  return plain;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  const auto number = read_number(text, false);
  if (!number) return {};
  const auto digits = whole_digits(*number);
  if (!digits || digits->size() > 19) return {};
  std::int64_t value = 0;
  for (const char digit : *digits) {
    // Downwards: the least number has no positive counterpart.
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, digit - '0', &value)) return {};
  }
  if (!number->negative && __builtin_sub_overflow(std::int64_t{0}, value, &value)) return {};
  return value;
}

std::optional<LandedMoment> landed_moment(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.size() > longest_text) return {};
  const std::size_t digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  if (digits == text.size()) {
    if (digits == 14) return compact_moment(text);
    if (digits != 8) return counted_moment(text, 0);
  } else if (digits >= 9 && text[digits] == '.') {
    Scanner fraction(text.substr(digits));
    const auto microseconds = fraction_of_second(fraction);
    return microseconds && fraction.at_end() ? counted_moment(text.substr(0, digits), *microseconds) : std::nullopt;
  } else if (text.find_first_of("eE") != std::string_view::npos) {
    // A double that was written with an exponent: 1.7670528E9.
    const auto plain = plain_number(text, false);
    return plain && plain->find_first_of("eE") == std::string::npos && is_digit(plain->front()) ? landed_moment(*plain)
                                                                                                : std::nullopt;
  }
  return written_moment(text);
}

}  // namespace c360
