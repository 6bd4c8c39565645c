# What distributions harden their programs with, for who builds without a distribution's flags. joules
# reads files that others write, and may do so as root.

foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "JOULES_HAS${flag}" known)
  check_cxx_compiler_flag(${flag} ${known}) # not every processor has each of them
  target_compile_options(joules_settings INTERFACE $<$<BOOL:${${known}}>:${flag}>)
endforeach()

# Some compilers define it, to another level; without optimisation glibc warns that it does nothing.
target_compile_options(joules_settings INTERFACE
  $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)

# An executable that any address suits, which most compilers, but not all, make by default. CMake's own
# property would compile the archives for shared libraries, which is slower.
set(type $<TARGET_PROPERTY:TYPE>)
target_compile_options(joules_settings INTERFACE
  $<$<OR:$<STREQUAL:${type},STATIC_LIBRARY>,$<STREQUAL:${type},EXECUTABLE>>:-fPIE>)
target_link_options(joules_settings INTERFACE
  $<$<AND:$<STREQUAL:${type},EXECUTABLE>,$<NOT:$<BOOL:${JOULES_STATIC}>>>:-pie>)

# The same bytes from whichever folder. A debugger wants the names as they are.
target_compile_options(joules_settings INTERFACE
  $<$<NOT:$<CONFIG:Debug>>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=>)
