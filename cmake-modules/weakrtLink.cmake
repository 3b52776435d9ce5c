# weakrt_link(): the plugin's link goes through weakrt.
#[[ part: usage
weakrt_link(<plugin> RUNTIME <name> [VERSION <range>] [METADATA <file>])
weakrt_link(<plugin> MANIFEST <file> [METADATA <file>])
]] # end of usage
#
# <plugin> is a MODULE or SHARED library target, or an executable, in any folder of the project. It borrows the runtime <name>, one
# that weakrt has a manifest of, in a version of the range (">=3.9, <4"); or what the plugin manifest <file> says,
# relative to the current source folder. A further call adds a further runtime. METADATA writes what the plugin
# borrows and how that is searched for, as JSON, beside the library (or where an absolute <file> says).
#
# How: the compiler driver is given the folder of weakrt's linkers (-B) and a flag for them (-Xlinker, because -Wl,
# splits at commas). A linker that is not weakrt's does not know that flag, so nothing goes past weakrt unseen.

# The functions keep these policies, whatever the project's own are. (cmake_minimum_required() would change the
# project's CMAKE_MINIMUM_REQUIRED_VERSION.)
cmake_policy(VERSION 3.20...3.31)

function(weakrt_link target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RUNTIME;VERSION;MANIFEST;METADATA" "")
  set(call "weakrt_link(${target})")
  _weakrt_check_arguments()
  _weakrt_check_target()

  get_property(linkers GLOBAL PROPERTY WEAKRT_LINKERS)
  set(ld "ld")
  # Of clang with gcc's options CMake does not say MSVC.
  if(MSVC OR "${CMAKE_C_SIMULATE_ID},${CMAKE_CXX_SIMULATE_ID}" MATCHES "MSVC")
    set(ld "lld-link")
  endif()
  _weakrt_check_other_linkers()
  if(arg_MANIFEST)
    get_filename_component(manifest "${arg_MANIFEST}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT EXISTS "${manifest}" OR IS_DIRECTORY "${manifest}")
      message(FATAL_ERROR "${call}: there is no file ${manifest}. MANIFEST is relative to the folder of this "
              "CMakeLists.txt; for a runtime that needs no manifest of yours write weakrt_link(${target} RUNTIME "
              "<name>).")
    endif()
    set(flag "--weakrt-manifest=${manifest}")
  else()
    _weakrt_check_runtime()
    set(manifest)
    set(flag "--weakrt-runtime=${arg_RUNTIME}")
    if(arg_VERSION)
      string(APPEND flag "@${arg_VERSION}")
    endif()
  endif()

  # SHELL: keeps the pair together where options that repeat are dropped; it takes quotes and backslashes away.
  string(REPLACE "\\" "\\\\" flag "${flag}")
  string(REPLACE "\"" "\\\"" flag "${flag}")
  if(ld STREQUAL "lld-link")
    _weakrt_use_lld_link()
  else()
    target_link_options("${target}" BEFORE PRIVATE "-B${linkers}")
    target_link_options("${target}" PRIVATE "SHELL:-Xlinker \"${flag}\"")
  endif()
  # As code for an executable it would take copies of the runtime's variables. The last of -fPIE, which CMake may add,
  # and -fPIC counts, and gcc's link-time optimisation goes by those of the link, where libraries stand last.
  if(type STREQUAL "EXECUTABLE" AND NOT WIN32)
    target_compile_options("${target}" PRIVATE "$<$<COMPILE_LANGUAGE:C,CXX>:-fPIC>")
    set_property(TARGET "${target}" APPEND PROPERTY LINK_LIBRARIES "-fPIC")
  endif()

  get_property(depends GLOBAL PROPERTY WEAKRT_LINK_DEPENDS)
  set_property(TARGET "${target}" APPEND PROPERTY LINK_DEPENDS ${manifest} ${depends})
  get_property(build GLOBAL PROPERTY WEAKRT_BUILD_TARGET)
  if(build)
    add_dependencies("${target}" "${build}")
  endif()
  if(arg_METADATA)
    _weakrt_write_metadata()
  endif()
endfunction()

# What follows are parts of weakrt_link() and see its variables.

macro(_weakrt_check_arguments)
  if(arg_UNPARSED_ARGUMENTS)
    list(JOIN arg_UNPARSED_ARGUMENTS " " unknown)
    message(FATAL_ERROR "${call}: what is \"${unknown}\"? Write weakrt_link(${target} RUNTIME <name> [VERSION "
            "\"<range>\"]) or weakrt_link(${target} MANIFEST <file>), each with METADATA <file> behind it where "
            "that is wanted; a further runtime is a further call.")
  endif()
  if(arg_KEYWORDS_MISSING_VALUES)
    list(JOIN arg_KEYWORDS_MISSING_VALUES ", " empty)
    message(FATAL_ERROR "${call}: nothing stands behind ${empty}.")
  endif()
  if(arg_RUNTIME AND arg_MANIFEST)
    message(FATAL_ERROR "${call}: RUNTIME and MANIFEST do not go together. Write the runtime into "
            "${arg_MANIFEST}, or make it a call of its own: weakrt_link(${target} RUNTIME ${arg_RUNTIME}).")
  endif()
  if(NOT arg_RUNTIME AND NOT arg_MANIFEST)
    message(FATAL_ERROR "${call}: which runtime? Write weakrt_link(${target} RUNTIME <name> [VERSION "
            "\"<range>\"]) or weakrt_link(${target} MANIFEST <file>).")
  endif()
  if(DEFINED arg_VERSION AND arg_MANIFEST)
    message(FATAL_ERROR "${call}: VERSION goes with RUNTIME. In ${arg_MANIFEST} write version = \"${arg_VERSION}\" "
            "into the [[runtime]] that it is for.")
  endif()
endmacro()

macro(_weakrt_check_target)
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "${call}: there is no target ${target} (yet). Write weakrt_link() behind "
            "add_library(${target} MODULE <sources>).")
  endif()
  get_target_property(aliased "${target}" ALIASED_TARGET)
  if(aliased)
    message(FATAL_ERROR "${call}: this is another name of ${aliased}. Write weakrt_link(${aliased} ...).")
  endif()
  get_target_property(imported "${target}" IMPORTED)
  if(imported)
    message(FATAL_ERROR "${call}: this target is imported, so this project does not link it. Use weakrt_link() "
            "where it is built.")
  endif()
  get_target_property(type "${target}" TYPE)
  if(NOT type MATCHES "^(MODULE_LIBRARY|SHARED_LIBRARY|EXECUTABLE)$")
    string(REPLACE "_" " " type "${type}")
    string(TOLOWER "${type}" type)
    message(FATAL_ERROR "${call}: this is a target of the kind \"${type}\", which is not linked. Write "
            "add_library(${target} MODULE <sources>), or use weakrt_link() on the library that it becomes a part of.")
  endif()
  if(NOT CMAKE_SYSTEM_NAME MATCHES "^(Linux|Windows)$")
    message(FATAL_ERROR "${call}: weakrt links for Linux and Windows so far, and this build is for "
            "${CMAKE_SYSTEM_NAME}.")
  endif()
endmacro()

macro(_weakrt_check_runtime)
  get_property(manifests GLOBAL PROPERTY WEAKRT_MANIFESTS)
  if(NOT EXISTS "${manifests}/${arg_RUNTIME}.toml")
    file(GLOB known RELATIVE "${manifests}" "${manifests}/*.toml")
    list(TRANSFORM known REPLACE "\\.toml$" "")
    list(SORT known)
    list(JOIN known ", " known)
    message(FATAL_ERROR "${call}: weakrt has no manifest of \"${arg_RUNTIME}\"; it knows ${known}. For another "
            "runtime write a manifest with a [runtime.definition] and weakrt_link(${target} MANIFEST <file>); a "
            "range of versions goes behind VERSION.")
  endif()
endmacro()

# Flags of the whole project come first on the command line, and so does a -B among them.
macro(_weakrt_check_other_linkers)
  string(REGEX REPLACE "(_LIBRARY|CUTABLE)$" "" kind "${type}")
  string(TOUPPER "${CMAKE_BUILD_TYPE}" configuration)
  set(flags "${CMAKE_${kind}_LINKER_FLAGS} ${CMAKE_${kind}_LINKER_FLAGS_${configuration}}")
  string(REGEX REPLACE "(^| )-B +" "\\1-B" flags "${flags}")
  separate_arguments(flags UNIX_COMMAND "${flags}")
  foreach(other IN LISTS flags)
    if(NOT other MATCHES "^-B(.+)$")
      continue()
    endif()
    set(folder "${CMAKE_MATCH_1}")
    if(EXISTS "${folder}/${ld}" AND NOT folder STREQUAL linkers)
      message(FATAL_ERROR "${call}: CMAKE_${kind}_LINKER_FLAGS holds ${other}, where the compiler finds another ${ld} "
              "before it comes to weakrt's. Name the linker instead (-fuse-ld=mold), and weakrt runs it.")
    endif()
  endforeach()
endmacro()

# clang, and clang-cl, with MSVC's target. A linker of link.exe's kind passes over a flag that it does not know, with a
# warning; a symbol to be kept that weakrt's linker brings does not let that happen unseen.
macro(_weakrt_use_lld_link)
  set(keep "/include:weakrt_plugin_1")
  if(CMAKE_SIZEOF_VOID_P EQUAL 4)
    set(keep "/include:_weakrt_plugin_1")
  endif()
  if(CMAKE_C_COMPILER_FRONTEND_VARIANT STREQUAL "MSVC" OR CMAKE_CXX_COMPILER_FRONTEND_VARIANT STREQUAL "MSVC")
    # CMake runs the linker itself, one for all targets of a folder: weakrt's, without its flags, is lld-link.
    get_target_property(folder "${target}" SOURCE_DIR)
    # (What is deferred sees the variables of then.)
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [==[${folder}]==] CALL set CMAKE_LINKER [==[${linkers}/lld-link]==])")
    target_link_options("${target}" PRIVATE "SHELL:\"${flag}\"" "${keep}")
  else()
    target_link_options("${target}" BEFORE PRIVATE "-B${linkers}")
    target_link_options("${target}" PRIVATE "SHELL:-Xlinker \"${flag}\"" "SHELL:-Xlinker ${keep}")
  endif()
endmacro()

macro(_weakrt_write_metadata)
  get_target_property(folder "${target}" SOURCE_DIR)
  if(NOT folder STREQUAL CMAKE_CURRENT_SOURCE_DIR)
    message(FATAL_ERROR "${call}: METADATA can be asked for only where ${target} was added, in "
            "${folder}/CMakeLists.txt.")
  endif()
  get_target_property(already "${target}" WEAKRT_METADATA)
  if(already)
    message(FATAL_ERROR "${call}: METADATA ${already} holds all runtimes of ${target} already. Write METADATA into one "
            "call only.")
  endif()
  set_property(TARGET "${target}" PROPERTY WEAKRT_METADATA "${arg_METADATA}")

  # Where the target is, CMake tells to commands, but not to BYPRODUCTS.
  set(byproducts)
  if(IS_ABSOLUTE "${arg_METADATA}")
    set(metadata "${arg_METADATA}")
    set(byproducts BYPRODUCTS "${metadata}")
  elseif(arg_METADATA MATCHES "^\\$<")
    set(metadata "${arg_METADATA}")
  else()
    set(metadata "$<TARGET_FILE_DIR:${target}>/${arg_METADATA}")
  endif()
  get_filename_component(folder "${metadata}" DIRECTORY)
  get_property(tool GLOBAL PROPERTY WEAKRT_TOOL)
  add_custom_command(
    TARGET "${target}"
    POST_BUILD
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${folder}"
    COMMAND "${tool}" inspect --json "--output=${metadata}" "$<TARGET_FILE:${target}>"
    ${byproducts}
    COMMENT "Writing what ${target} borrows as JSON"
    VERBATIM)
endmacro()

# Makes the weakrt installed in PREFIX, or that will be, the one that weakrt_link() uses.
function(_weakrt_use prefix)
  set_property(GLOBAL PROPERTY WEAKRT_TOOL "${prefix}/bin/weakrt")
  set_property(GLOBAL PROPERTY WEAKRT_LINKERS "${prefix}/libexec/weakrt")
  set_property(GLOBAL PROPERTY WEAKRT_MANIFESTS "${prefix}/share/weakrt/manifests")
  if(NOT TARGET weakrt::weakrt)
    add_executable(weakrt::weakrt IMPORTED GLOBAL)
    add_library(weakrt::headers INTERFACE IMPORTED GLOBAL)
  endif()
  set_target_properties(weakrt::weakrt PROPERTIES IMPORTED_LOCATION "${prefix}/bin/weakrt")
  set_target_properties(weakrt::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${prefix}/share/weakrt/include")
endfunction()
