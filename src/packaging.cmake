# What is installed, and in which part: the packages of packaging/cpack.cmake are made of these parts.
# A plain installation has all parts but those that are for Debian's rules or give access.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)
set(only_debian COMPONENT program_debian EXCLUDE_FROM_ALL)
set(not_debian COMPONENT program_elsewhere)

find_program(JOULES_GZIP gzip REQUIRED)
set(compressed_folder "${PROJECT_BINARY_DIR}/compressed")
file(MAKE_DIRECTORY "${compressed_folder}")
function(compress file name) # into ${compressed_folder}/${name}.gz, the same bytes each time
  add_custom_command(OUTPUT "${compressed_folder}/${name}.gz" DEPENDS "${file}" VERBATIM
    COMMAND "${JOULES_GZIP}" -9nc "${file}" > "${compressed_folder}/${name}.gz")
  set_property(GLOBAL APPEND PROPERTY JOULES_COMPRESSED "${compressed_folder}/${name}.gz")
endfunction()

install(TARGETS joules RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
foreach(page joules.1 joules-report.5 joules-method.7)
  string(REGEX MATCH "[0-9]$" section ${page})
  compress("${PROJECT_SOURCE_DIR}/man/${page}" ${page})
  install(FILES "${compressed_folder}/${page}.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}")
endforeach()
install(FILES "${PROJECT_SOURCE_DIR}/completions/joules.bash" RENAME joules
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${PROJECT_SOURCE_DIR}/completions/joules.fish"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${PROJECT_SOURCE_DIR}/completions/_joules"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" ${not_debian})
install(FILES "${PROJECT_SOURCE_DIR}/completions/_joules" # Debian's zsh leaves site-functions to the administrator
        DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" ${only_debian})
# The schemas of the JSON documents, and the table behind the estimate: for programs and for readers;
# joules itself needs neither.
install(FILES "${PROJECT_SOURCE_DIR}/src/report/json/report-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/diff-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/doctor-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/merge-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/recording-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/sensors/specpower.csv"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/joules")
compress("${PROJECT_SOURCE_DIR}/.github/CHANGELOG.md" changelog)
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${compressed_folder}/changelog.gz"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" ${not_debian})

# Read access to the counters for a group: a package of its own, so that nobody opens a side channel
# by installing joules. Its files name one another below /usr: give --prefix /usr without a package.
set(access "${PROJECT_SOURCE_DIR}/src/access")
set(access_part COMPONENT access EXCLUDE_FROM_ALL)
install(PROGRAMS "${access}/joules-rapl-access" DESTINATION lib/joules ${access_part})
install(FILES "${access}/70-joules-rapl-access.rules" DESTINATION lib/udev/rules.d ${access_part})
install(FILES "${access}/joules-rapl-access.conf" DESTINATION lib/sysusers.d ${access_part})
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" COMPONENT access_elsewhere EXCLUDE_FROM_ALL
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/joules-rapl-access")

include(src/packaging/history.cmake)
compress("${JOULES_DEBIAN_CHANGELOG}" changelog.Debian)
foreach(package joules joules-rapl-access)
  set(part ${only_debian})
  if(package MATCHES access)
    set(part COMPONENT access_debian EXCLUDE_FROM_ALL)
  endif()
  install(FILES "${PROJECT_SOURCE_DIR}/src/packaging/copyright" "${compressed_folder}/changelog.Debian.gz"
          DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/${package}" ${part})
endforeach()

get_property(compressed_files GLOBAL PROPERTY JOULES_COMPRESSED)
add_custom_target(compressed ALL DEPENDS ${compressed_files})
include(src/packaging/cpack.cmake)
