# The program. A short run is mostly the loading of it: it is linked statically, where this system has
# static libraries.

include(CheckCXXSourceCompiles)
set(empty_program "#include <string>\nint main() { return static_cast<int>(std::string().size()); }")
if(JOULES_STATIC AND NOT JOULES_SANITIZE)
  set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
  check_cxx_source_compiles("${empty_program}" JOULES_LINKS_STATICALLY)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
endif()

add_executable(joules main.cpp)
target_link_libraries(joules PRIVATE joules_app joules_settings)

# What comes in an object of its own is not taken from a library: see linked_statically.cpp. A warning
# would say that something else, too, needs libraries of the system.
if(JOULES_LINKS_STATICALLY)
  target_sources(joules PRIVATE program/linked_statically.cpp)
  target_compile_definitions(joules PRIVATE JOULES_LIBEXEC="${CMAKE_INSTALL_LIBEXECDIR}/joules")
  target_link_options(joules PRIVATE -static-pie $<$<BOOL:${JOULES_DEVELOP}>:LINKER:--fatal-warnings>)
  add_executable(joules_dynamic main.cpp)
  target_link_libraries(joules_dynamic PRIVATE joules_app joules_settings)
  set_target_properties(joules_dynamic PROPERTIES OUTPUT_NAME joules
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBEXECDIR}/joules")
endif()
