// The last of the stub's data (stub/meson.build): what comes before it and how a story begins are in one
// page, and the rest of a story's memory is most often never touched.
#include "stub/core/story.h"

namespace weakrt {

constinit char stories[record::max_runtimes][story_size] = {};

} // namespace weakrt
