// Where LLVM is linked statically, and Polly is not there: LTO asks every extension that LLVM was built with
// for its passes, by this name. Polly's do nothing unless they are asked for with -mllvm -polly.
#include <llvm/Passes/PassPlugin.h>

// NOLINTNEXTLINE(readability-identifier-naming,misc-use-internal-linkage): the name is LLVM's.
llvm::PassPluginLibraryInfo getPollyPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "Polly", "0", [](llvm::PassBuilder &) {}};
}
