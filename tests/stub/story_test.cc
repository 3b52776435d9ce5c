#include "shown.h"

#include "stub/core/story.h"

#include <catch2/catch_test_macros.hpp>

std::string shown;

void weakrt::write_debug(const char *text, size_t length) {
  shown.append(text, length);
}

TEST_CASE("WEAKRT_DEBUG: words, with anything between them; none of ours asks for help") {
  using namespace weakrt;
  CHECK(read_topics("modules") == (topic_choice | topic_modules));
  CHECK(read_topics("choice") == topic_choice);
  CHECK(read_topics("bindings") == (topic_choice | topic_bindings));
  CHECK(read_topics("choice,modules") == (topic_choice | topic_modules));
  CHECK(read_topics(" bindings:choice ") == (topic_choice | topic_bindings));
  CHECK(read_topics("all") == (topic_modules | topic_choice | topic_bindings));
  CHECK(read_topics("help") == topic_help);
  CHECK(read_topics("1") == topic_help);
  CHECK(read_topics("") == topic_help);
}

TEST_CASE("help names every word") {
  const std::string help = weakrt::debug_help;
  for (const char *word : {"modules", "choice", "bindings", "all", "help", "WEAKRT_DEBUG_OUTPUT"})
    CHECK(help.find(word) != std::string::npos);
}

TEST_CASE("a story keeps what is about the choice, and shows what was asked for") {
  using namespace weakrt;
  struct Row {
    uint32_t topics;
    const char *wanted;
  };
  for (const Row &row : {Row{0, ""}, Row{topic_choice, "one: first\n"}, Row{topic_modules, "module"},
                         Row{topic_modules | topic_choice, "one: first\nmodule"}}) {
    char buffer[64] = "";
    Story story(buffer, sizeof buffer);
    shown.clear();
    debug_topics = row.topics;
    CHECK_FALSE(story.tell("%: %\n", "one", "first"));
    story.show(topic_modules, "%", "module", nullptr);
    debug_topics = 0;
    CHECK(shown == row.wanted);
    CHECK(std::string(story.c_str()) == "one: first\n");
  }
}
