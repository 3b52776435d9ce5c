#include "linkplugin/pe/record_object.h"

#include "stub/include/weakrt/record.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/BinaryFormat/COFF.h>
#include <llvm/ObjectYAML/yaml2obj.h>
#include <llvm/Support/YAMLTraits.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

#include <cstddef>
#include <vector>

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

// What linkers read as if it stood on their command line.
static std::string directive_section(const std::string &directive) {
  return fmt::format("  - Name: .drectve\n"
                     "    Characteristics: [ IMAGE_SCN_LNK_INFO, IMAGE_SCN_LNK_REMOVE ]\n"
                     "    Alignment: 1\n    SectionData: {}\n",
                     llvm::toHex(directive));
}

Result<std::string> make_record_object(const std::string &record, const Machine &machine,
                                       bool has_pseudo_relocations) {
  struct Field {
    size_t offset;
    std::string symbol;
  };
  std::vector<Field> fields = {
      {offsetof(record::Header, self), machine.symbol("weakrt_record")},
      {offsetof(record::Header, init), machine.stdcall_symbol("weakrt_entry", 3)},
      {offsetof(record::Header, init_array), machine.stdcall_symbol("weakrt_start", 1)},
      {offsetof(record::Header, fini), machine.stdcall_symbol("weakrt_callback", 3)},
  };
  // A relocation adds to what is there: of ELF's records, lists.
  record::List nothing{};
  std::string bytes = record;
  bytes.replace(offsetof(record::Header, pseudo_relocations), sizeof nothing,
                reinterpret_cast<const char *>(&nothing), sizeof nothing);
  if (has_pseudo_relocations) {
    fields.push_back({offsetof(record::Header, pseudo_relocations.offset),
                      machine.symbol("__RUNTIME_PSEUDO_RELOC_LIST__")});
    fields.push_back({offsetof(record::Header, pseudo_relocations.count),
                      machine.symbol("__RUNTIME_PSEUDO_RELOC_LIST_END__")});
  }
  std::string relocations, symbols;
  for (const Field &field : fields) {
    relocations += fmt::format("      - {{ VirtualAddress: {}, SymbolName: \"{}\", Type: {} }}\n",
                               field.offset, field.symbol, machine.distance);
    bool is_own = field.offset == offsetof(record::Header, self);
    symbols +=
        fmt::format("  - {{ Name: \"{}\", Value: 0, SectionNumber: {}, SimpleType: IMAGE_SYM_TYPE_NULL, "
                    "ComplexType: IMAGE_SYM_DTYPE_NULL, StorageClass: IMAGE_SYM_CLASS_EXTERNAL }}\n",
                    field.symbol, is_own ? 1 : 0);
  }
  // "There is no exception handler in here": without that /safeseh refuses it.
  if (machine.id == llvm::COFF::IMAGE_FILE_MACHINE_I386)
    symbols += "  - { Name: \"@feat.00\", Value: 1, SectionNumber: -1, SimpleType: IMAGE_SYM_TYPE_NULL, "
               "ComplexType: IMAGE_SYM_DTYPE_NULL, StorageClass: IMAGE_SYM_CLASS_STATIC }\n";
  // Where nothing is exported by name, mingw's linkers export all that is not excluded.
  std::string exclusion;
  if (has_pseudo_relocations)
    exclusion = directive_section(" -exclude-symbols:weakrt_record");
  std::string yaml =
      fmt::format("--- !COFF\n"
                  "header:\n  Machine: {}\n  Characteristics: [ ]\n"
                  "sections:\n"
                  "  - Name: .weakrt\n"
                  "    Characteristics: [ IMAGE_SCN_CNT_INITIALIZED_DATA, IMAGE_SCN_MEM_READ ]\n"
                  "    Alignment: 8\n    SectionData: {}\n    Relocations:\n{}{}"
                  "symbols:\n{}...\n",
                  machine.id_name, llvm::toHex(bytes), relocations, exclusion, symbols);
  return to_object(yaml);
}

Result<std::string> make_export_object(std::string_view name, const Machine &machine) {
  return to_object(fmt::format("--- !COFF\n"
                               "header:\n  Machine: {}\n  Characteristics: [ ]\n"
                               "sections:\n{}symbols: [ ]\n...\n",
                               machine.id_name, directive_section(fmt::format(" -export:{},data", name))));
}

} // namespace weakrt::pe
