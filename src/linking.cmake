# The program. A short run is mostly the loading of it: it is linked statically, where this system has
# static libraries, and what few runs execute lies apart.

include(CheckCXXSourceCompiles)
include(CheckCXXSourceRuns)
set(small_program "#include <string>\nint main() { return std::string().empty() ? 0 : 1; }")
set(rare_code "${CMAKE_CURRENT_SOURCE_DIR}/rare_code.ld")
if(NOT JOULES_SANITIZE)
  if(JOULES_STATIC)
    set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
    check_cxx_source_compiles("${small_program}" JOULES_LINKS_STATICALLY)
    # The linker may know how, and the C library may not.
    if(JOULES_LINKS_STATICALLY AND NOT CMAKE_CROSSCOMPILING)
      set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie LINKER:-z,pack-relative-relocs)
      check_cxx_source_runs("${small_program}" JOULES_PACKS_RELOCATIONS)
    endif()
  endif()
  set(CMAKE_REQUIRED_LINK_OPTIONS "LINKER:-T,${rare_code}")
  check_cxx_source_compiles("${small_program}" JOULES_KEEPS_RARE_CODE_APART)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
endif()

add_executable(joules main.cpp)
target_link_libraries(joules PRIVATE joules_app joules_settings)
if(JOULES_KEEPS_RARE_CODE_APART)
  target_link_options(joules PRIVATE "LINKER:-T,${rare_code}")
  set_property(TARGET joules APPEND PROPERTY LINK_DEPENDS "${rare_code}")
endif()

# What comes in an object of its own is not taken from a library: see linked_statically.cpp. A warning
# would say that something else, too, needs libraries of the system.
if(JOULES_LINKS_STATICALLY)
  target_sources(joules PRIVATE program/linked_statically.cpp)
  target_compile_definitions(joules PRIVATE JOULES_LIBEXEC="${CMAKE_INSTALL_LIBEXECDIR}/joules")
  target_link_options(joules PRIVATE -static-pie $<$<BOOL:${JOULES_DEVELOP}>:LINKER:--fatal-warnings>)
  if(JOULES_PACKS_RELOCATIONS)
    target_link_options(joules PRIVATE LINKER:-z,pack-relative-relocs)
  endif()
  add_executable(joules_dynamic main.cpp)
  target_link_libraries(joules_dynamic PRIVATE joules_app joules_settings)
  set_target_properties(joules_dynamic PROPERTIES OUTPUT_NAME joules
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBEXECDIR}/joules")
endif()
