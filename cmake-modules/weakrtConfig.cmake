# What find_package(weakrt) reads. It lies in PREFIX/share/cmake/weakrt, and the prefix may be anywhere.
#
# It gives
#   weakrt_link()     links a plugin with weakrt: weakrtLink.cmake
#   weakrt::headers   an interface target with the include folder of <weakrt/weakrt.h>, for plugins and hosts
#                     that ask what a plugin is bound to
#   weakrt::weakrt    the tool
include_guard(DIRECTORY)

get_filename_component(weakrt_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

# Meson comes here too, from a project of this name, where pkg-config knows no weakrt. It takes the target that is named
# like the package, and its get_variable() takes variables: what weakrt.pc says.
if(CMAKE_PROJECT_NAME STREQUAL "MesonTemp")
  set(ld_dir "${weakrt_PREFIX}/libexec/weakrt")
  set(cmake_dir "${CMAKE_CURRENT_LIST_DIR}")
  set(manifest_dir "${weakrt_PREFIX}/share/weakrt/manifests")
  set(weakrt "${weakrt_PREFIX}/bin/weakrt")
  add_library(weakrt::weakrt INTERFACE IMPORTED)
  set_target_properties(weakrt::weakrt PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${weakrt_PREFIX}/share/weakrt/include"
    INTERFACE_LINK_LIBRARIES "${weakrt_PREFIX}/share/weakrt/relink.a"
    INTERFACE_LINK_OPTIONS "-B${ld_dir}")
  return()
endif()

include("${CMAKE_CURRENT_LIST_DIR}/weakrtLink.cmake")
_weakrt_use("${weakrt_PREFIX}")
# All that an upgrade replaces: the program, and the folder of linkers, whose own time changes even where a
# package manager gives each file in it the time of its build.
set_property(GLOBAL PROPERTY WEAKRT_LINK_DEPENDS "${weakrt_PREFIX}/bin/weakrt" "${weakrt_PREFIX}/libexec/weakrt")
set_property(GLOBAL PROPERTY WEAKRT_BUILD_TARGET)
