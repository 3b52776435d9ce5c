// What the stub's core showed through write_debug.
#pragma once

#include <string>

extern std::string shown;
