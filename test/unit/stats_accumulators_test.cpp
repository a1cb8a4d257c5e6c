// What statistics of complete series are made with: which are exact, and why the others are not to be used.
#include "core/stats/accumulators.hpp"

#include <boost/accumulators/statistics/median.hpp>

#include "testing.hpp"

namespace c360::stats {
namespace {

TEST(Accumulators, MeanVarianceAndCovarianceOfSmallWholeNumbersAreExact) {
  Series<statistic::mean, statistic::variance, statistic::covariance> series;
  for (const double x : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) series(x, covariate1 = 2 * x);
  EXPECT_EQ(mean(series), 5);
  EXPECT_NEAR(variance(series), 4, 1e-12);  // ÷ n
  EXPECT_NEAR(covariance(series, covariate1), 8, 1e-12);
}

TEST(Accumulators, ALargeMeanHidesSmallDifferencesFromTheLazyVarianceOnly) {
  Series<statistic::variance> careful;
  Series<statistic::lazy_variance> lazy;
  for (const double x : {1e9, 1e9 + 1, 1e9 + 2}) {
    careful(x);
    lazy(x);
  }
  EXPECT_NEAR(variance(careful), 2.0 / 3, 1e-6);
  EXPECT_GT(std::abs(lazy_variance(lazy) - 2.0 / 3), 0.1);
}

TEST(Accumulators, TheMedianIsThatOfTheDefinition) {
  std::vector<double> odd{9, 1, 5}, even{7, 1, 3, 100};
  EXPECT_EQ(exact_median(odd), 5);
  EXPECT_EQ(exact_median(even), 5);
  EXPECT_EQ(exact_median_distance(even, 5), 3);  // of 2, 4, 2 and 95
}

TEST(Accumulators, ThatOfTheLibraryIsAnEstimate) {
  Series<boost::accumulators::tag::median> series;
  std::vector<double> values;
  for (int i = 0; i < 20; ++i) values.push_back(i * i % 17 * i);
  for (const double value : values) series(value);
  EXPECT_NE(boost::accumulators::median(series), exact_median(values));
}

}  // namespace
}  // namespace c360::stats
