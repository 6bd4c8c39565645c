# Six files of a folder are compiled at once, in less than half of the time, because most of it goes into what
# they include. JOULES_GROUPS=OFF compiles each by itself, and so says what one has forgotten to include.

option(JOULES_GROUPS "Compile six files of a folder at once" ON)

function(compile_in_groups target)
  if(NOT JOULES_GROUPS)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  get_target_property(sources ${target} SOURCES)
  list(SORT sources) # those of a folder are together
  set(last_folder "")
  set(number 0)
  foreach(source ${sources})
    cmake_path(GET source PARENT_PATH folder)
    if(NOT folder STREQUAL last_folder)
      set(last_folder "${folder}")
      set(number 0)
    endif()
    math(EXPR group "${number} / 6")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${folder}-${group}")
    math(EXPR number "${number} + 1")
  endforeach()
endfunction()
