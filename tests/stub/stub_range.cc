#include "stub_range.h"

#include "stub/core/version.h"

namespace agreement {

bool stub_takes(const std::string &version, const std::vector<Clause> &range) {
  std::vector<weakrt::record::VersionClause> clauses;
  for (const Clause &clause : range)
    clauses.push_back({clause.comparison, clause.count, {clause.parts[0], clause.parts[1], clause.parts[2]}});
  return weakrt::in_range(weakrt::parse_version(version.c_str()), clauses.data(), clauses.size());
}

} // namespace agreement
