// What keeps a linked image from being detached.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/pe/image.h"

namespace weakrt::pe {

/// Whether what the linker made can be detached at all. Fails with the reason.
Result<void> check_detachable(const Image &image);

} // namespace weakrt::pe
