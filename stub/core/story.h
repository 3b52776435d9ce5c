// The story: what was looked at for one runtime, and what came of it, in lines.
//
// The same lines are what WEAKRT_DEBUG shows while they happen. Some are only for
// that: each module, each binding would drown a story.
#pragma once

#include "stub/core/text.h"
#include "stub/include/weakrt/record.h"

namespace weakrt {

/// What WEAKRT_DEBUG can ask for, and what a line is about.
enum Topic : uint32_t {
  topic_modules = 1,  ///< each module of the process, and whether it has the runtime
  topic_choice = 2,   ///< the story: who was looked at, chosen, refused, and why
  topic_bindings = 4, ///< each import, and where it was found
  topic_help = 8      ///< the words that there are
};

/// The topics whose words are in a value of WEAKRT_DEBUG, with anything between them. A
/// value with none of our words asks for help.
uint32_t read_topics(const char *words);

/// What `help` shows.
extern const char debug_help[];

/// What WEAKRT_DEBUG asks for.
extern uint32_t debug_topics;

/// Shows what it asked for. The platform has it (stub/elf/environment.cc), and a test.
void write_debug(const char *text, size_t length);

/// One runtime's; pages that are not used cost nothing.
inline constexpr size_t story_size = 32 << 10;
extern char stories[record::max_runtimes][story_size];

class Story : public Text {
public:
  using Text::Text;

  /// Adds as Text::add does. Always returns false: most of what is told is why not.
  bool tell(const char *format, const char *a, const char *b);
  /// Not inlined: each of many callers is shorter.
  [[gnu::noinline]] bool tell(const char *format, const char *a = nullptr) {
    return tell(format, a, nullptr);
  }
  /// The same of what is not about the choice: shown if it was asked for, and forgotten.
  void show(Topic topic, const char *format, const char *a, const char *b);
};

} // namespace weakrt
