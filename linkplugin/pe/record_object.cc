#include "linkplugin/pe/record_object.h"

#include "stub/include/weakrt/record.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ObjectYAML/yaml2obj.h>
#include <llvm/Support/YAMLTraits.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

#include <cstddef>

namespace weakrt::pe {

static Result<std::string> to_object(const std::string &yaml) {
  llvm::SmallString<0> object;
  std::string problem;
  llvm::raw_svector_ostream stream(object);
  llvm::yaml::Input input(yaml);
  if (!llvm::yaml::convertYAML(input, stream, [&](const llvm::Twine &text) { problem = text.str(); }))
    return fail({.message = fmt::format("internal: an object file: {}", problem)});
  return std::string(object.str());
}

Result<std::string> make_record_object(const std::string &record, const Machine &machine) {
  struct Field {
    size_t offset;
    std::string symbol;
  };
  const Field fields[] = {
      {offsetof(record::Header, self), machine.symbol("weakrt_record")},
      {offsetof(record::Header, init), machine.stdcall_symbol("weakrt_entry", 3)},
      {offsetof(record::Header, init_array), machine.stdcall_symbol("weakrt_start", 1)},
      {offsetof(record::Header, fini), machine.stdcall_symbol("weakrt_callback", 3)},
      {offsetof(record::Header, pseudo_relocations.offset), machine.symbol("__RUNTIME_PSEUDO_RELOC_LIST__")},
      {offsetof(record::Header, pseudo_relocations.count),
       machine.symbol("__RUNTIME_PSEUDO_RELOC_LIST_END__")},
  };
  std::string relocations, symbols, bytes = record;
  for (const Field &field : fields) {
    // A relocation adds to what is there: in a record of ELF's, lists.
    bytes.replace(field.offset, sizeof(uint32_t), sizeof(uint32_t), '\0');
    relocations += fmt::format("      - {{ VirtualAddress: {}, SymbolName: \"{}\", Type: {} }}\n",
                               field.offset, field.symbol, machine.distance);
    bool is_own = field.offset == offsetof(record::Header, self);
    symbols +=
        fmt::format("  - {{ Name: \"{}\", Value: 0, SectionNumber: {}, SimpleType: IMAGE_SYM_TYPE_NULL, "
                    "ComplexType: IMAGE_SYM_DTYPE_NULL, StorageClass: IMAGE_SYM_CLASS_EXTERNAL }}\n",
                    field.symbol, is_own ? 1 : 0);
  }
  std::string yaml =
      fmt::format("--- !COFF\n"
                  "header:\n  Machine: {}\n  Characteristics: [ ]\n"
                  "sections:\n"
                  "  - Name: .weakrt\n"
                  "    Characteristics: [ IMAGE_SCN_CNT_INITIALIZED_DATA, IMAGE_SCN_MEM_READ ]\n"
                  "    Alignment: 8\n    SectionData: {}\n    Relocations:\n{}"
                  "symbols:\n{}...\n",
                  machine.id_name, llvm::toHex(bytes), relocations, symbols);
  return to_object(yaml);
}

Result<std::string> make_export_object(std::string_view name, const Machine &machine) {
  std::string directive = fmt::format(" -export:{},data", name);
  return to_object(fmt::format("--- !COFF\n"
                               "header:\n  Machine: {}\n  Characteristics: [ ]\n"
                               "sections:\n"
                               "  - Name: .drectve\n"
                               "    Characteristics: [ IMAGE_SCN_LNK_INFO, IMAGE_SCN_LNK_REMOVE ]\n"
                               "    Alignment: 1\n    SectionData: {}\n"
                               "symbols: [ ]\n...\n",
                               machine.id_name, llvm::toHex(directive)));
}

} // namespace weakrt::pe
