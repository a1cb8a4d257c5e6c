// Exact sums, and what a straight line through the points says.
// Must not know: SQL.
#include "core/stats/trend.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

namespace c360::stats {

namespace {

// The largest product below, of n²·Σxx·Σyy, has fewer than 500 bits whatever a state that was let in holds.
using Wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    1024, 1024, boost::multiprecision::signed_magnitude, boost::multiprecision::unchecked, void>>;

// No table has so many rows.
constexpr std::int64_t most_points = std::int64_t{1} << 48;

Wide wide(const std::array<std::uint64_t, 3>& words) {
  return (Wide(words[2]) << 128) + (Wide(words[1]) << 64) + words[0];
}

// The sums around the means, times n, without a division: exact.
struct Moments {
  Wide xx, xy, yy;

  explicit Moments(const Trend::Sums& sums)
      : xx(sums.count * Wide(sums.xx.units()) - Wide(sums.x.units()) * Wide(sums.x.units())),
        xy(sums.count * Wide(sums.xy.units()) - Wide(sums.x.units()) * Wide(sums.y.units())),
        yy(sums.count * wide(sums.yy) - Wide(sums.y.units()) * Wide(sums.y.units())) {}

  // 0 where the points lie on a line; never negative (Cauchy and Schwarz).
  Wide unexplained() const { return xx * yy - xy * xy; }
};

double nearest(const Wide& number) { return number.convert_to<double>(); }

}  // namespace

void Trend::add(const Row& row) {
  constexpr Millionths::Units most = std::numeric_limits<std::int64_t>::max();
  const Millionths::Units x = row.day.value, y = row.value.units();
  if (y > most || y < -most)
    throw Error(ErrorKind::out_of_range, "value out of range", concat("The value is ", row.value, "."),
                concat("Use values within ", Millionths::from_units(-most), " and ", Millionths::from_units(most),
                       ", for example in thousands."));
  const auto square = static_cast<unsigned __int128>(y * y);
  add(Sums{1,
           Whole::from_units(x),
           Whole::from_units(x * x),
           Whole::from_units(y),
           Whole::from_units(x * y),
           {static_cast<std::uint64_t>(square), static_cast<std::uint64_t>(square >> 64), 0}});
}

void Trend::add(const Sums& more) {
  auto front = load<Front>(bytes_);
  Sums& sums = front.sums;
  sums.x += more.x;
  sums.xx += more.xx;
  sums.y += more.y;
  sums.xy += more.xy;
  unsigned __int128 carry = 0;
  for (std::size_t word = 0; word < sums.yy.size(); ++word) {
    carry += static_cast<unsigned __int128>(sums.yy[word]) + more.yy[word];
    sums.yy[word] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  sums.count += more.count;
  store(bytes_, front);
}

Trend::Result Trend::result(ConstBytes state, std::pmr::memory_resource&) {
  const Sums sums = read(state);
  if (sums.count < 3) return {};
  const Moments moments(sums);
  if (moments.xx == 0) return {};
  Line line{nearest(30 * moments.xy) / nearest(Millionths::scale * moments.xx), {}, {}, sums.count, Direction::flat};
  if (moments.yy == 0) return line;

  const Wide unexplained = moments.unexplained(), explained = moments.xy * moments.xy * (sums.count - 2);
  // t² = explained ÷ unexplained, compared without the division.
  if (explained != 0 && explained >= t_limit * t_limit * unexplained)
    line.direction = moments.xy > 0 ? Direction::up : Direction::down;
  if (unexplained == 0) {
    line.r = moments.xy > 0 ? 1 : -1;
  } else {
    line.r = nearest(moments.xy) / std::sqrt(nearest(moments.xx * moments.yy));
    line.t = nearest(moments.xy) * std::sqrt(static_cast<double>(sums.count - 2) / nearest(unexplained));
  }
  return line;
}

void Trend::validate(ConstBytes state) {
  const Sums sums = read(state);
  const Wide count = sums.count, day_limit = -std::int64_t{first_day.value} + last_day.value;
  if (sums.count < 0 || sums.count > most_points) corrupt(state_name, "It has an impossible number of points.");
  const Moments moments(sums);
  const bool possible = abs(Wide(sums.x.units())) <= count * day_limit &&
                        Wide(sums.xx.units()) <= count * day_limit * day_limit && wide(sums.yy) <= count << 126 &&
                        moments.xx >= 0 && moments.yy >= 0 && moments.unexplained() >= 0 &&
                        (sums.count != 0 || (sums.xx == Whole() && sums.xy == Whole()));
  if (!possible) corrupt(state_name, "Its sums contradict each other.");
}

}  // namespace c360::stats
