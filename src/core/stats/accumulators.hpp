// What statistics of a complete series are made with: baselines, spread, slopes and trends. Boost.Accumulators has no
// merge, so that it never is a state; it reads a series in a final function, and is the unit tests' oracle.
// Must not know: what a series measures.
#pragma once

#include <boost/accumulators/accumulators.hpp>
#include <boost/accumulators/statistics/covariance.hpp>
#include <boost/accumulators/statistics/mean.hpp>
#include <boost/accumulators/statistics/stats.hpp>
#include <boost/accumulators/statistics/variance.hpp>
#include <boost/accumulators/statistics/variates/covariate.hpp>
#include <boost/math/statistics/univariate_statistics.hpp>

#include <cmath>
#include <vector>

namespace c360::stats {

// A series shown value by value, of which these statistics are asked: Series<statistic::mean> set; set(1.5); mean(set).
template <class... Statistics>
using Series = boost::accumulators::accumulator_set<double, boost::accumulators::stats<Statistics...>>;

// Exact, but for the rounding of doubles. Variance and covariance divide by n, not by n − 1.
namespace statistic {
using boost::accumulators::tag::immediate_mean;  // kept up to date with each value, which rounds each time
using boost::accumulators::tag::lazy_variance;   // Σx² ÷ n − mean²: cancels, so for small whole numbers only
using boost::accumulators::tag::mean;            // the sum ÷ n: exact as long as the sum is
using boost::accumulators::tag::variance;        // of the running mean: a large mean hides no small differences
using covariance = boost::accumulators::tag::covariance<double, boost::accumulators::tag::covariate1>;
}  // namespace statistic

using boost::accumulators::covariance;
using boost::accumulators::covariate1;
using boost::accumulators::lazy_variance;
using boost::accumulators::mean;
using boost::accumulators::variance;

// Not to be used: Boost.Accumulators' median, quantiles and density, which are estimates (P² and histograms), and
// boost::math's median_absolute_deviation, which up to 1.74 at least returns a value of the series and not its distance
// from the median.

// The median itself. Orders the values anew.
inline double exact_median(std::vector<double>& values) { return boost::math::statistics::median(values); }

// The median of the distances from the median, which puts these in the place of the values.
inline double exact_median_distance(std::vector<double>& values, double median) {
  for (double& value : values) value = std::abs(value - median);
  return exact_median(values);
}

}  // namespace c360::stats
