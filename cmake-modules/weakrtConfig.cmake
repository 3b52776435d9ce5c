# What find_package(weakrt) reads. It lies in PREFIX/share/cmake/weakrt, and the prefix may be anywhere.
#
# It gives
#   weakrt_link()     links a plugin with weakrt: weakrtLink.cmake
#   weakrt::headers   an interface target with the include folder of <weakrt/weakrt.h>, for plugins and hosts
#                     that ask what a plugin is bound to
#   weakrt::weakrt    the tool
include_guard(DIRECTORY)

get_filename_component(weakrt_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
include("${CMAKE_CURRENT_LIST_DIR}/weakrtLink.cmake")
_weakrt_use("${weakrt_PREFIX}")
# All that an upgrade replaces: the program, and the folder of linkers, whose own time changes even where a
# package manager gives each file in it the time of its build.
set_property(GLOBAL PROPERTY WEAKRT_LINK_DEPENDS "${weakrt_PREFIX}/bin/weakrt" "${weakrt_PREFIX}/libexec/weakrt")
set_property(GLOBAL PROPERTY WEAKRT_BUILD_TARGET)
