#include "stub_range.h"

#include "stub/core/version.h"

namespace agreement {

bool stub_takes(const std::string &version, const std::vector<Interval> &range) {
  std::vector<weakrt::record::VersionInterval> intervals;
  for (const Interval &interval : range)
    intervals.push_back({interval.first, interval.span});
  return weakrt::in_range(weakrt::parse_version(version.c_str()), intervals.data(), intervals.size());
}

} // namespace agreement
