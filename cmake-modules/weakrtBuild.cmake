# Builds weakrt from this source folder by Meson, as a part of the surrounding project's build, and installs it into a
# folder of that build.
find_program(WEAKRT_MESON meson NO_CMAKE_FIND_ROOT_PATH DOC "Meson, which builds weakrt")
if(NOT WEAKRT_MESON)
  message(FATAL_ERROR "weakrt is built by Meson, which is not there. Install meson and ninja-build, or install weakrt "
    "and take it with -DWEAKRT_INSTALLED=ON.")
endif()
set(WEAKRT_MESON_OPTIONS "" CACHE STRING "further options of `meson setup` for weakrt, for example --native-file")

set(prefix "${CMAKE_CURRENT_BINARY_DIR}/installed")
set(build "${CMAKE_CURRENT_BINARY_DIR}/meson")
set(stamp "${CMAKE_CURRENT_BINARY_DIR}/weakrt.stamp")
# CMake asks for the folders of imported targets before anything is built.
file(MAKE_DIRECTORY "${prefix}/share/weakrt/include")

file(GLOB_RECURSE sources CONFIGURE_DEPENDS LIST_DIRECTORIES false
  cmake-modules/* linkplugin/* manifests/* meson-modules/* stub/*)
# What a project is compiled with, or for, is not what a tool of this machine is built with.
set(clean "${CMAKE_COMMAND}" -E env)
foreach(variable IN ITEMS AR CC CFLAGS CPPFLAGS CXX CXXFLAGS CC_LD CXX_LD LDFLAGS DESTDIR PKG_CONFIG_LIBDIR
        PKG_CONFIG_SYSROOT_DIR)
  list(APPEND clean "--unset=${variable}")
endforeach()

# Meson sees by itself what changes in its own files from then on.
add_custom_command(
  OUTPUT "${build}/build.ninja"
  COMMAND "${CMAKE_COMMAND}" -E rm -rf "${build}"
  COMMAND ${clean} "${WEAKRT_MESON}" setup "${build}" "${CMAKE_CURRENT_SOURCE_DIR}" --prefix "${prefix}"
    --buildtype release -Dunity=on -Dunity_size=8 -Dtests=false -Dexamples=false ${WEAKRT_MESON_OPTIONS}
  COMMENT "Configuring weakrt ${version} with Meson"
  USES_TERMINAL
  VERBATIM)
add_custom_command(
  OUTPUT "${stamp}"
  COMMAND ${clean} "${WEAKRT_MESON}" install -C "${build}" --quiet
  COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
  DEPENDS ${sources} meson.build meson_options.txt "${build}/build.ninja"
  COMMENT "Building weakrt ${version} with Meson"
  USES_TERMINAL
  VERBATIM)
add_custom_target(weakrt_build DEPENDS "${stamp}")

include("${CMAKE_CURRENT_LIST_DIR}/weakrtLink.cmake")
_weakrt_use("${prefix}")
# Not there yet, so its list of manifests cannot be looked at.
set_property(GLOBAL PROPERTY WEAKRT_MANIFESTS "${CMAKE_CURRENT_SOURCE_DIR}/manifests")
set_property(GLOBAL PROPERTY WEAKRT_LINK_DEPENDS "${stamp}")
set_property(GLOBAL PROPERTY WEAKRT_BUILD_TARGET weakrt_build)
