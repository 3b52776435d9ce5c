#include "linkplugin/linker/pe_link.h"

#include "linkplugin/linker/link_output.h"
#include "linkplugin/linker/linker_choice.h"
#include "linkplugin/linker/pe_borrow.h"
#include "linkplugin/linker/pe_delay.h"
#include "linkplugin/linker/pe_delay_flags.h"
#include "linkplugin/linker/plugin_link.h"
#include "linkplugin/linker/side_files.h"
#include "linkplugin/linker/warnings.h"
#include "linkplugin/pe/detachable.h"
#include "linkplugin/pe/record_object.h"
#include "linkplugin/util/home.h"

#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace weakrt {

namespace {

/// Room for this many imports is reserved at first; a plugin with more is linked twice.
constexpr uint32_t imports_at_first = 128;

class PeLink {
public:
  PeLink(std::vector<std::string> arguments, WeakrtFlags flags, const pe::Machine &machine,
         const PeCommandLine &command_line)
      : arguments(std::move(arguments)), flags(std::move(flags)), machine(machine),
        command_line(command_line), line(command_line.line()) {}

  /// Returns the real linker's exit code where that is not 0.
  Result<int> run();

private:
  Result<void> read_line();
  Result<void> borrow();
  Result<void> choose_linker();
  Result<void> prepare_inputs();
  Result<int> link();
  Result<void> read_output();
  Result<int> link_again_if_it_must();
  Result<void> warn();
  Result<void> detach();
  Result<void> correct_side_files();
  Result<void> finish();

  Result<void> write_record(uint32_t capacity);
  fs::path stub_object() const {
    return home.stubs / fmt::format("{}{}.o", machine.stub, stub_variant(borrowing));
  }

  std::vector<std::string> arguments;
  WeakrtFlags flags;
  const pe::Machine &machine;
  const PeCommandLine &command_line;
  const LinkLine &line;
  Home home;
  std::vector<fs::path> inputs;
  LinkOutput file;
  PeBorrowing borrowing;
  LinkerChoice linker;
  bool writes_dependencies = false;
  std::unique_ptr<llvm::WritableMemoryBuffer> output;
  std::optional<pe::Image> image;
  pe::DetachRequest request;
};

} // namespace

Result<int> PeLink::run() {
  for (auto pass : {&PeLink::read_line, &PeLink::borrow, &PeLink::choose_linker, &PeLink::prepare_inputs})
    if (auto done = (this->*pass)(); !done)
      return std::unexpected(done.error());
  if (auto code = link(); !code || *code != 0)
    return code;
  if (auto done = read_output(); !done)
    return std::unexpected(done.error());
  if (auto code = link_again_if_it_must(); !code || *code != 0)
    return code;
  for (auto pass : {&PeLink::warn, &PeLink::detach, &PeLink::correct_side_files, &PeLink::finish})
    if (auto done = (this->*pass)(); !done)
      return std::unexpected(done.error());
  return 0;
}

Result<void> PeLink::read_line() {
  if (line.relocatable)
    return fail({.message = "a relocatable link (-r) cannot borrow a runtime",
                 .file = line.output,
                 .help = "give the weakrt flags to the link that makes the library or the executable"});
  if (line.output.empty())
    return fail({.message = "the name of the output is empty",
                 .help = fmt::format("name a file behind {}", command_line.output_flag())});
  auto found = find_home();
  if (!found)
    return std::unexpected(found.error());
  home = *found;
  inputs = command_line.inputs();
  return {};
}

Result<void> PeLink::borrow() {
  auto requests = read_requests(flags, home.manifests);
  if (!requests)
    return std::unexpected(requests.error());
  for (BorrowedRuntime &runtime : requests->runtimes)
    take_windows(runtime.runtime);
  if (auto opened = file.open(line, inputs); !opened)
    return opened;
  auto found = find_pe_borrowing(std::move(*requests), inputs, machine, file.scratch());
  if (!found)
    return std::unexpected(found.error());
  borrowing = std::move(*found);
  if (!line.shared)
    drop_refusal(borrowing.runtimes, "is of libraries only: a program is started all the same",
                 borrowing.warnings);
  std::error_code error;
  if (!fs::exists(stub_object(), error))
    return fail({.message = fmt::format("weakrt's stub for {} is not there", machine.name),
                 .file = stub_object(),
                 .help = "keep bin/, libexec/ and share/ of an installed weakrt together"});
  return check_delay_flags(arguments, borrowing);
}

// "--X=value", "-X value".
static void drop_flag(std::vector<std::string> &arguments, std::string_view name) {
  for (size_t i = 1; i < arguments.size(); ++i) {
    std::string_view rest = arguments[i];
    if (!rest.starts_with('-'))
      continue;
    rest.remove_prefix(rest.starts_with("--") ? 2 : 1);
    bool is_it = rest.starts_with(name) && (rest.size() == name.size() || rest[name.size()] == '=');
    if (!is_it)
      continue;
    auto first = arguments.begin() + static_cast<ptrdiff_t>(i--);
    arguments.erase(first, first + (rest.size() == name.size() && first + 1 != arguments.end() ? 2 : 1));
  }
}

Result<void> PeLink::choose_linker() {
  if (delays(borrowing))
    if (auto fine = ask_for_lld(flags, arguments[0], inputs); !fine)
      return fine;
  auto chosen = weakrt::choose_linker(arguments[0], flags, line, inputs);
  if (!chosen)
    return std::unexpected(chosen.error());
  linker = std::move(*chosen);
  // LLD's driver for mingw does not know this flag of GNU ld's.
  if (linker.program.empty() && !line.dependency_file.empty()) {
    writes_dependencies = true;
    drop_flag(arguments, "dependency-file");
  }
  return {};
}

Result<void> PeLink::write_record(uint32_t capacity) {
  auto object = pe::make_record_object(make_record(borrowing.runtimes, {}, {.imports = capacity}), machine,
                                       command_line.defines_pseudo_relocations());
  if (!object)
    return std::unexpected(object.error());
  return write_file(file.scratch() / "record.o", *object);
}

static void append(std::vector<std::string> &arguments, const std::vector<std::string> &more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
}

// Nothing refers to the stub's entries, so they are named as what must stay.
Result<void> PeLink::prepare_inputs() {
  if (auto written = write_record(imports_at_first); !written)
    return written;
  auto stub = command_line.stub(stub_object(), inputs, machine, file.scratch());
  if (!stub)
    return std::unexpected(stub.error());
  command_line.redirect(arguments, file);
  if (delays(borrowing))
    if (auto added = add_delayed_libraries(arguments, command_line, borrowing, machine, file.scratch());
        !added)
      return added;
  for (const fs::path &interface : borrowing.interfaces)
    arguments.push_back(interface);
  arguments.insert(arguments.begin() + 1, file.scratch() / "record.o");
  arguments.insert(arguments.begin() + 1, stub->begin(), stub->end());
  for (const std::string &symbol :
       {machine.stdcall_symbol("weakrt_entry", 3), machine.stdcall_symbol("weakrt_start", 1),
        machine.stdcall_symbol("weakrt_callback", 3), machine.symbol("weakrt_record"),
        machine.symbol("weakrt_plugin_1")})
    append(arguments, command_line.keep(symbol));
  append(arguments, command_line.export_table());
  return {};
}

Result<int> PeLink::link() {
  auto result = run_linker(linker, arguments, line, file.scratch(), [this] {
    file.abandon();
    remove_output_file(line.output);
  });
  if (!result)
    return std::unexpected(result.error());
  if (line.verbose)
    fmt::print(stderr, "weakrt: linked by {}\n", result->linker);
  return result->exit_code;
}

Result<void> PeLink::read_output() {
  auto buffer = llvm::WritableMemoryBuffer::getFile(file.linked().string());
  if (!buffer)
    return fail({.message = fmt::format("the linker succeeded, but what it linked cannot be read: {}",
                                        buffer.getError().message()),
                 .file = line.output});
  output = std::move(*buffer);
  auto opened = pe::Image::open(
      {reinterpret_cast<uint8_t *>(output->getBufferStart()), output->getBufferSize()}, line.output);
  if (!opened)
    return std::unexpected(opened.error());
  image.emplace(std::move(*opened));
  if (auto fine = pe::check_detachable(*image); !fine)
    return fine;
  auto found = find_pe_imports(borrowing, *image);
  if (!found)
    return std::unexpected(found.error());
  request = std::move(*found);
  return find_delayed_imports(borrowing, *image, request);
}

// Where there is too little room in the record; and where others are exported by name, so that nothing is by
// itself.
Result<int> PeLink::link_again_if_it_must() {
  auto exports = image->exports();
  auto capacity = pe::record_capacity(*image);
  if (!exports || !capacity)
    return std::unexpected(!exports ? exports.error() : capacity.error());
  bool is_exported =
      std::ranges::find(*exports, "weakrt_plugin_1", &pe::ExportedSymbol::name) != exports->end();
  bool has_room = request.imports.size() <= *capacity;
  if (is_exported && has_room)
    return 0;
  if (!has_room)
    if (auto written = write_record(static_cast<uint32_t>(request.imports.size())); !written)
      return std::unexpected(written.error());
  if (!is_exported) {
    auto object = pe::make_export_object("weakrt_plugin_1", machine);
    if (!object)
      return std::unexpected(object.error());
    if (auto written = write_file(file.scratch() / "export.o", *object); !written)
      return std::unexpected(written.error());
    arguments.insert(arguments.begin() + 1, file.scratch() / "export.o");
  }
  if (auto code = link(); !code || *code != 0)
    return code;
  if (auto done = read_output(); !done)
    return std::unexpected(done.error());
  return 0;
}

Result<void> PeLink::warn() {
  print_diagnostics(borrowing.warnings, stderr);
  print_diagnostics(find_useless_delay_flags(arguments, borrowing, *image), stderr);
  print_diagnostics(find_what_is_not_borrowed(borrowing, request, *image), stderr);
  return {};
}

Result<void> PeLink::detach() {
  return pe::detach(*image, request);
}

Result<void> PeLink::correct_side_files() {
  if (writes_dependencies)
    return write_dependencies(line, inputs, borrowing.files);
  return weakrt::correct_side_files(line, file, stub_object().string(), borrowing.files);
}

Result<void> PeLink::finish() {
  command_line.add_companions(file);
  return file.place({output->getBufferStart(), output->getBufferSize()});
}

Result<int> link_pe_plugin(std::vector<std::string> arguments, WeakrtFlags flags, const pe::Machine &machine,
                           const PeCommandLine &command_line) {
  return PeLink(std::move(arguments), std::move(flags), machine, command_line).run();
}

} // namespace weakrt
