#include "stub/core/story.h"

#include "stub/core/strings.h"

namespace weakrt {

const char debug_help[] = "WEAKRT_DEBUG can be one or more of these words, with commas between them:\n"
                          "  choice    who was looked at, chosen or refused, and why\n"
                          "  modules   the same, and each module of the process\n"
                          "  bindings  the same, and where each import was found\n"
                          "  all       all of these\n"
                          "  help      this text\n"
                          "It goes to stderr, or to the end of the file that WEAKRT_DEBUG_OUTPUT names.\n";

namespace {
struct Word {
  char text[15];
  uint8_t topics;
};
} // namespace

static const Word words[] = {
    {"modules", topic_choice | topic_modules},
    {"choice", topic_choice},
    {"bindings", topic_choice | topic_bindings},
    {"all", topic_modules | topic_choice | topic_bindings},
};

uint32_t read_topics(const char *text) {
  uint32_t topics = 0;
  for (const Word &word : words)
    if (strstr(text, word.text))
      topics |= word.topics;
  return topics ? topics : topic_help;
}

uint32_t debug_topics;

bool Story::tell(const char *format, const char *a, const char *b) {
  size_t before = length();
  add(format, a, b);
  if (debug_topics & topic_choice)
    write_debug(c_str() + before, length() - before);
  return false;
}

void Story::show(Topic topic, const char *format, const char *a, const char *b) {
  if (!(debug_topics & topic))
    return;
  size_t before = length();
  add(format, a, b);
  write_debug(c_str() + before, length() - before);
  cut(before);
}

} // namespace weakrt
