#include "linkplugin/linker/plugin_link.h"

#include "linkplugin/elf/detach.h"
#include "linkplugin/linker/borrow.h"
#include "linkplugin/linker/direct_access.h"
#include "linkplugin/linker/import_estimate.h"
#include "linkplugin/linker/libraries.h"
#include "linkplugin/linker/link_output.h"
#include "linkplugin/linker/linker_choice.h"
#include "linkplugin/linker/referrers.h"
#include "linkplugin/linker/side_files.h"
#include "linkplugin/linker/undefined.h"
#include "linkplugin/linker/version_script.h"
#include "linkplugin/linker/warnings.h"
#include "linkplugin/linker/weak_references.h"
#include "linkplugin/util/home.h"
#include "linkplugin/util/scratch.h"
#include "linkplugin/util/subprocess.h"

#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace fs = std::filesystem;

namespace weakrt {

void remove_output_file(const std::string &output) {
  std::error_code error;
  fs::file_type type = fs::symlink_status(output, error).type();
  if (type == fs::file_type::regular || type == fs::file_type::symlink)
    remove_in_background(output);
}

namespace {

/// The symbol that every plugin exports (stub/include/weakrt/weakrt.h).
constexpr std::string_view exported_symbol = "weakrt_plugin_1";

/// Room for at least this many imports is reserved. A plugin with more than were expected is linked twice,
/// and so is one with much less.
constexpr uint32_t least_capacity = 128;

/// One link of a plugin, pass by pass.
class PluginLink {
public:
  PluginLink(std::vector<std::string> arguments, WeakrtFlags flags)
      : arguments(std::move(arguments)), flags(std::move(flags)) {}

  /// Returns the real linker's exit code where that is not 0.
  Result<int> run();
  /// Leaves nothing beside the output.
  void end() { file.abandon(); }

private:
  Result<void> read_line();
  Result<void> borrow();
  Result<void> choose_linker();
  Result<void> prepare_inputs();
  Result<int> link();
  Result<void> read_output();
  Result<int> link_again_if_it_must();
  Result<void> check_dependencies();
  Result<void> warn();
  Result<void> detach();
  Result<void> correct_side_files();
  Result<void> finish();

  Result<void> write_record(const elf::RecordCapacity &capacity);
  fs::path stub_object() const;
  void replace_missing_libraries(const Borrowing::Interface &interface);

  std::vector<std::string> arguments;
  WeakrtFlags flags;
  Home home;
  LinkLine line;
  Target target;
  FoundInputs found_inputs;
  std::vector<fs::path> inputs; ///< all of them
  LinkOutput file;
  Borrowing borrowing;
  StubNeeds needs;
  References references; ///< of the inputs; read only where a linker loses weak ones
  LinkerChoice linker;
  std::unique_ptr<llvm::WritableMemoryBuffer> output;
  std::optional<elf::Image> image;
  std::vector<elf::Import> imports;
  std::vector<elf::ThreadLocalSlot> thread_locals;
};

} // namespace

Result<int> PluginLink::run() {
  for (auto pass :
       {&PluginLink::read_line, &PluginLink::borrow, &PluginLink::choose_linker, &PluginLink::prepare_inputs})
    if (auto done = (this->*pass)(); !done)
      return std::unexpected(done.error());
  if (auto code = link(); !code || *code != 0)
    return code;
  if (auto done = read_output(); !done)
    return std::unexpected(done.error());
  if (auto code = link_again_if_it_must(); !code || *code != 0)
    return code;
  for (auto pass : {&PluginLink::check_dependencies, &PluginLink::warn, &PluginLink::detach,
                    &PluginLink::correct_side_files, &PluginLink::finish})
    if (auto done = (this->*pass)(); !done)
      return std::unexpected(done.error());
  return 0;
}

Result<void> PluginLink::read_line() {
  line = read_link_line(arguments);
  if (line.relocatable)
    return fail({.message = "a relocatable link (-r) cannot borrow a runtime",
                 .file = line.output,
                 .help = "give the weakrt flags to the link that makes the library or the executable"});
  if (line.no_dynamic && !line.shared)
    return fail(
        {.message = "a static executable cannot borrow a runtime: it has no loader, and so no other modules",
         .file = line.output,
         .help = "link without -static and -static-pie"});
  auto found_target = find_target(line);
  if (!found_target)
    return std::unexpected(found_target.error());
  target = *found_target;
  line.machine = target.machine;
  if (line.output.empty())
    return fail({.message = "the name of the output is empty", .help = "name a file behind -o"});
  if (line.android_relocations)
    return fail({.message = "relocations packed for Android cannot be detached",
                 .file = line.output,
                 .help = "link without --pack-dyn-relocs=android"});
  auto found = find_home();
  if (!found)
    return std::unexpected(found.error());
  home = *found;
  std::error_code error;
  if (!fs::exists(stub_object(), error))
    return fail({.message = fmt::format("weakrt's stub for {} is not there", target.machine->name),
                 .file = stub_object(),
                 .help = "keep bin/, libexec/ and share/ of an installed weakrt together"});
  found_inputs = find_each_input(line);
  for (const std::vector<fs::path> &found_input : found_inputs)
    inputs.insert(inputs.end(), found_input.begin(), found_input.end());
  return {};
}

// Its C library is the loader, too.
static bool is_musl(const elf::Library &library) {
  return library.exports_all({"dlopen", "__dls3"});
}

Result<void> PluginLink::borrow() {
  auto requests = read_requests(flags, home.manifests);
  if (!requests)
    return std::unexpected(requests.error());
  if (auto opened = file.open(line, inputs); !opened)
    return opened;
  auto libraries = read_libraries(inputs, target);
  if (!libraries)
    return std::unexpected(libraries.error());
  needs.turns = std::ranges::any_of(*libraries, is_musl);
  auto found = find_borrowing(std::move(*requests), std::move(*libraries), find_missed(line, found_inputs),
                              target, file.scratch());
  if (!found)
    return std::unexpected(found.error());
  borrowing = std::move(*found);
  drop_refusal(borrowing.runtimes, "cannot be had on ELF: what cannot be bound is loaded all the same",
               borrowing.warnings);
  for (const LinkedRuntime &runtime : borrowing.runtimes) {
    needs.calls |= runtime.borrowed.bind == BorrowedRuntime::Bind::call;
    needs.more_ways |= needs_more_ways(runtime);
    needs.companions |= !runtime.borrowed.runtime.companions.empty();
  }
  needs.versions = !borrowing.versions.empty();
  return {};
}

Result<void> PluginLink::choose_linker() {
  auto chosen = weakrt::choose_linker(arguments[0], flags, line, inputs);
  if (!chosen)
    return std::unexpected(chosen.error());
  linker = std::move(*chosen);
  return {};
}

fs::path PluginLink::stub_object() const {
  return home.stubs / fmt::format("{}{}.o", target.machine->stub, needs.full() ? "-full" : "");
}

Result<void> PluginLink::write_record(const elf::RecordCapacity &capacity) {
  auto object = make_record_object(make_record(borrowing.runtimes, borrowing.versions, capacity),
                                   borrowing.runtimes, target, needs, capacity.imports);
  if (!object)
    return std::unexpected(object.error());
  return write_file(file.scratch() / "record.o", *object);
}

// A runtime's library may be named on the line and yet not be on this machine:
// then the interface stub stands in for it there too.
void PluginLink::replace_missing_libraries(const Borrowing::Interface &interface) {
  for (const LinkInput &input : line.inputs) {
    bool named = input.kind == LinkInput::Kind::library &&
                 std::ranges::find(interface.link_names, input.name) != interface.link_names.end();
    if (!named || has_library(line, input))
      continue;
    // "-lX" is one argument, "-l X" and "--library X" are two.
    arguments[input.place.index] = interface.path;
    if (input.place.prefix == 0)
      arguments[input.place.index - 1] = interface.path;
  }
}

// The linker gets everything that it was given, and further: the stub and the
// record, interface stubs at the end, eager binding, and an output of our own.
Result<void> PluginLink::prepare_inputs() {
  uint32_t expected = estimate_imports(inputs, borrowing, least_capacity);
  if (auto written = write_record({.imports = std::max(least_capacity, expected)}); !written)
    return written;
  if (!line.version_scripts.empty()) {
    Place place = line.version_scripts.front();
    std::string &argument = arguments[place.index];
    if (auto script = read_text(argument.substr(place.prefix))) {
      fs::path copy = file.scratch() / "version-script";
      if (auto written = write_file(copy, export_in_version_script(*script, exported_symbol)); !written)
        return written;
      argument = argument.substr(0, place.prefix) + copy.string();
    }
  }
  file.redirect(arguments, line);
  if (line.executable || linker.flavor == Flavor::mold)
    references = find_references(inputs);
  if (line.executable)
    if (auto kept = keep_weak_references(borrowing, references, target, file.scratch()); !kept)
      return kept;
  for (const Borrowing::Interface &interface : borrowing.interfaces) {
    replace_missing_libraries(interface);
    arguments.insert(arguments.end(), {"--no-as-needed", interface.path});
  }
  keep_libraries(arguments, line, found_inputs, borrowing);
  // From here on the places in `line` are no longer right.
  arguments.insert(arguments.begin() + 1, {stub_object(), file.scratch() / "record.o"});
  // A lazily bound call would go to the loader, which no longer knows the symbol.
  arguments.insert(arguments.end(), {"-z", "now"});
  // An executable exports what libraries refer to, and else nothing.
  if (line.executable)
    arguments.push_back(fmt::format("--export-dynamic-symbol={}", exported_symbol));
  return {};
}

Result<int> PluginLink::link() {
  // Before, as every linker does it: a file that takes the place of another one is written to the disk at
  // once.
  remove_output_file(line.output);
  auto result = run_linker(linker, arguments, line, file.scratch(), [this] {
    file.abandon();
    remove_output_file(line.output);
  });
  if (!result)
    return std::unexpected(result.error());
  if (line.verbose) {
    fmt::print(stderr, "weakrt: linked by {}\n", result->linker);
    if (!linker.why_not_lld.empty())
      fmt::print(stderr, "weakrt: not by LLD: {}\n", linker.why_not_lld);
  }
  return result->exit_code;
}

static std::vector<elf::Borrower> make_borrowers(const std::vector<LinkedRuntime> &runtimes,
                                                 const References &references) {
  std::vector<elf::Borrower> borrowers;
  for (const LinkedRuntime &linked : runtimes)
    borrowers.push_back(
        {linked.borrowed.runtime.name, linked.sonames,
         [api = api_of(linked.borrowed.runtime)](std::string_view name) { return matches_any(api, name); },
         [&linked, &references](std::string_view name) {
           return references.weak.contains(name) || matches_any(linked.borrowed.optional, name);
         },
         // Only that build of it is known by heart.
         linked.build_id.empty() ? "" : linked.provider});
  return borrowers;
}

Result<void> PluginLink::read_output() {
  auto buffer = llvm::WritableMemoryBuffer::getFile(file.linked().string());
  if (!buffer)
    return fail({.message = fmt::format("the linker succeeded, but what it linked cannot be read: {}",
                                        buffer.getError().message()),
                 .file = line.output});
  output = std::move(*buffer);
  auto opened = elf::Image::open(
      {reinterpret_cast<uint8_t *>(output->getBufferStart()), output->getBufferSize()}, line.output);
  if (!opened)
    return std::unexpected(opened.error());
  image = std::move(*opened);
  if (auto possible = elf::check_detachable(*image); !possible)
    return possible;
  for (const LinkedRuntime &runtime : borrowing.runtimes)
    if (elf::defines_all(*image, runtime.borrowed.runtime.identify))
      return fail(
          {.message = fmt::format("{} was linked into the plugin statically", runtime.borrowed.runtime.name),
           .file = line.output,
           .help = "link its shared library, or none"});
  auto found = elf::find_imports(*image, make_borrowers(borrowing.runtimes, references), borrowing.libraries);
  if (!found)
    return std::unexpected(found.error());
  if (!found->undefined.empty())
    return std::unexpected(describe_undefined(found->undefined, borrowing, inputs));
  if (!found->copied.empty() || !found->canonical.empty())
    return std::unexpected(describe_direct_access(*found, *image, inputs));
  imports = std::move(found->imports);
  auto slots = elf::find_thread_local_slots(*image, imports);
  if (!slots)
    return std::unexpected(slots.error());
  thread_locals = std::move(*slots);
  needs.thread_locals = !thread_locals.empty();
  return {};
}

// Members of archives and sections that the link dropped may have named many.
static bool is_wasteful(const elf::RecordCapacity &capacity, const elf::RecordCapacity &wanted) {
  return capacity.imports > wanted.imports + std::max(least_capacity, wanted.imports / 4);
}

// What the plugin imports is known only now: it may take more room in the record or much less, and the full
// stub.
Result<int> PluginLink::link_again_if_it_must() {
  auto capacity = elf::record_capacity(*image);
  if (!capacity)
    return std::unexpected(capacity.error());
  elf::RecordCapacity wanted = {static_cast<uint32_t>(imports.size()),
                                static_cast<uint32_t>(thread_locals.size())};
  if (capacity->holds(wanted) && !is_wasteful(*capacity, wanted))
    return 0;
  if (auto written = write_record(wanted); !written)
    return std::unexpected(written.error());
  arguments[1] = stub_object();
  if (auto code = link(); !code || *code != 0)
    return code;
  if (auto done = read_output(); !done)
    return std::unexpected(done.error());
  return 0;
}

static std::vector<std::string> all_sonames(const Borrowing &borrowing) {
  std::vector<std::string> names;
  for (const LinkedRuntime &runtime : borrowing.runtimes)
    names.insert(names.end(), runtime.sonames.begin(), runtime.sonames.end());
  return names;
}

Result<void> PluginLink::warn() {
  Diagnostics warnings = borrowing.warnings;
  warn_of_imports(borrowing, imports, line.output, warnings);
  warn_of_static_tls(borrowing.runtimes, imports, thread_locals, *image, inputs, warnings);
  print_diagnostics(warnings, stderr);
  return {};
}

Result<void> PluginLink::check_dependencies() {
  std::vector<std::string> gone = all_sonames(borrowing);
  std::vector<std::string> stay;
  for (std::string_view needed : image->needed())
    if (std::ranges::find(gone, needed) == gone.end())
      stay.emplace_back(needed);
  auto found = find_dependency(borrowing, line, stay);
  if (!found)
    return {};
  // A program is its own host, so it has this one copy; only it is never without.
  if (line.executable) {
    borrowing.warnings.push_back({.severity = Severity::warning,
                                  .message = fmt::format("{} is loaded whenever this program starts: {}",
                                                         found->runtime, found->chain),
                                  .file = line.output});
    return {};
  }
  return fail(
      {.message = fmt::format("{} would be loaded beside the host's: {}", found->runtime, found->chain),
       .file = line.output,
       .help = "link that library with weakrt too, or do not link against it"});
}

Result<void> PluginLink::detach() {
  elf::DetachRequest request;
  request.imports = imports;
  request.thread_locals = thread_locals;
  request.sonames = all_sonames(borrowing);
  request.linked_name = file.linked();
  request.output_name = line.output;
  request.referenced_by = [this](const std::string &symbol) { return find_referrers(inputs, symbol); };
  return elf::detach(*image, request);
}

Result<void> PluginLink::correct_side_files() {
  return weakrt::correct_side_files(line, file, stub_object().string(), borrowing.files);
}

Result<void> PluginLink::finish() {
  return file.place({output->getBufferStart(), output->getBufferSize()}, image->changes());
}

Result<int> link_plugin(std::vector<std::string> arguments, WeakrtFlags flags) {
  // The process ends with it, and to free all that it has read would take longer than a small link.
  static std::optional<PluginLink> link;
  link.emplace(std::move(arguments), std::move(flags));
  auto code = link->run();
  link->end();
  return code;
}

} // namespace weakrt
