// LLD in this process.
//
// Two things to know. Without CrashRecoveryContext::Enable() LLD's fatal() ends
// the process, and its message is lost when the streams are strings. And there
// is one CommonLinkerContext in a process: two links at once crash, so a link is
// run to its end before anything else happens. What it leaves is cleared away only
// for another one: lldMain() would do it in any case, and that takes as long as a small link.
#include "linkplugin/linker/real_linker.h"

#include <fmt/format.h>
#include <lld/Common/CommonLinkerContext.h>
#include <lld/Common/Driver.h>
#include <llvm/ADT/ScopeExit.h>
#include <llvm/Support/CrashRecoveryContext.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdlib>

LLD_HAS_DRIVER(coff)
LLD_HAS_DRIVER(elf)
LLD_HAS_DRIVER(mingw)

namespace lld {
// No header of LLD's declares it: what lldMain() and LLD's own program call.
int unsafeLldMain(llvm::ArrayRef<const char *> args, llvm::raw_ostream &stdoutOS, llvm::raw_ostream &stderrOS,
                  llvm::ArrayRef<DriverDef> drivers, bool exitEarly);
} // namespace lld

namespace weakrt {

// By the name that it is called by, and by -m, LLD itself sees which of them it is.
static const lld::DriverDef drivers[] = {
    {lld::Gnu, &lld::elf::link}, {lld::MinGW, &lld::mingw::link}, {lld::WinLink, &lld::coff::link}};

// What LLD says when it is the wrong linker for this link, as opposed to a link
// that is wrong. Its texts, of the version that is linked in here.
static bool is_wrong_linker(std::string_view messages, const LinkLine &line) {
  for (std::string_view sign :
       {"unknown emulation: ", "unknown argument '", "unsupported option", ": unknown directive: "})
    if (messages.find(sign) != std::string_view::npos)
      return true;
  return !line.script.empty() && messages.find(line.script + ":") != std::string_view::npos;
}

static void end_process(void *clean_up, const char *reason, bool) {
  fmt::print(stderr, "ld.lld: error: {}\n", reason);
  if (auto &call = *static_cast<std::function<void()> *>(clean_up))
    call();
  std::_Exit(1);
}

static int run_lld(const std::vector<const char *> &arguments, llvm::raw_ostream &output,
                   llvm::raw_ostream &messages) {
  static bool has_run = false;
  if (has_run)
    lld::CommonLinkerContext::destroy();
  has_run = true;
  int exit_code = 0;
  llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext recovery;
  if (!recovery.RunSafely(
          [&] { exit_code = lld::unsafeLldMain(arguments, output, messages, drivers, /*exitEarly=*/false); }))
    return recovery.RetCode;
  return exit_code;
}

LinkResult link_with_lld(const std::vector<std::string> &arguments, const LinkLine &line,
                         std::string *fallback, std::function<void()> clean_up) {
  // raw_fd_ostream ends the process where it cannot write.
  llvm::install_fatal_error_handler(end_process, &clean_up);
  auto uninstall = llvm::make_scope_exit(llvm::remove_fatal_error_handler);
  std::vector<const char *> pointers{line.msvc_style ? "lld-link" : "ld.lld"};
  for (size_t i = 1; i < arguments.size(); ++i)
    pointers.push_back(arguments[i].c_str());

  LinkResult result{0, "LLD " LLVM_VERSION_STRING " (in this process)"};
  if (!fallback) {
    result.exit_code = run_lld(pointers, llvm::outs(), llvm::errs());
    llvm::outs().flush();
    return result;
  }
  std::string output;
  std::string messages;
  llvm::raw_string_ostream output_stream(output);
  llvm::raw_string_ostream message_stream(messages);
  message_stream.enable_colors(llvm::errs().has_colors());
  result.exit_code = run_lld(pointers, output_stream, message_stream);
  if (result.exit_code != 0 && is_wrong_linker(messages, line)) {
    *fallback = messages.substr(0, messages.find('\n'));
    return result;
  }
  llvm::outs() << output;
  llvm::outs().flush();
  llvm::errs() << messages;
  return result;
}

} // namespace weakrt
