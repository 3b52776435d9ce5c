// The object file with the record that weakrt adds to a link for Windows.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/pe/machine.h"

#include <string>
#include <string_view>

namespace weakrt::pe {

/// `record` is what make_record (linkplugin/linker/record_object.h) says. Fields of its header get the
/// addresses of the stub's entries, and, where the linker has it, of the ends of mingw's table of
/// pseudo-relocations; detach() takes them
/// out of there.
Result<std::string> make_record_object(const std::string &record, const Machine &machine,
                                       bool has_pseudo_relocations);

/// An object file that does nothing but have this datum exported.
Result<std::string> make_export_object(std::string_view name, const Machine &machine);

} // namespace weakrt::pe
