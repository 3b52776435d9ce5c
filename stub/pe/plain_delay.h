// Delay-loading of libraries that no manifest knows: as Windows' own helper does it.
#pragma once

#include "stub/pe/delay.h"

namespace weakrt::pe {

/// Loads the library where that is not done, and finds the function; the user's hooks have their say. Returns
/// the function; 0 where nobody has it, and info.error says why.
Address load_function(DelayInfo &info);

/// What Windows' own helper does where there is no function: an exception. Returns only where somebody
/// handles it and goes on; then with what they put there.
Address raise(DelayInfo &info);

} // namespace weakrt::pe
