// What the last report() said, for plugin_run().
#pragma once

#include <string>

extern std::string last_report;
