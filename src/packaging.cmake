# What is installed, and the Debian packages.

install(TARGETS joules RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
foreach(page joules.1 joules-report.5 joules-method.7)
  string(REGEX MATCH "[0-9]$" section ${page})
  install(FILES "${PROJECT_SOURCE_DIR}/man/${page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}")
endforeach()
install(FILES "${PROJECT_SOURCE_DIR}/completions/joules.bash" RENAME joules
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${PROJECT_SOURCE_DIR}/completions/joules.fish"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
# Debian's zsh looks into vendor-completions, everybody else's into site-functions.
set(JOULES_ZSH_COMPLETIONS "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" CACHE STRING
    "Where zsh looks for completions")
install(FILES "${PROJECT_SOURCE_DIR}/completions/_joules" DESTINATION "${JOULES_ZSH_COMPLETIONS}")
# The schemas of the JSON documents, and the table behind the estimate: for programs and for readers;
# joules itself needs neither.
install(FILES "${PROJECT_SOURCE_DIR}/src/report/json/report-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/diff-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/doctor-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/merge-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/json/recording-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/sensors/specpower.csv"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/joules")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" RENAME copyright DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# Read access to the counters for a group: a package of its own, so that nobody opens a side channel
# by installing joules. Its files name one another below /usr: give --prefix /usr without a package.
set(access "${PROJECT_SOURCE_DIR}/src/access")
set(access_component COMPONENT rapl_access EXCLUDE_FROM_ALL)
install(PROGRAMS "${access}/joules-rapl-access" DESTINATION lib/joules ${access_component})
install(FILES "${access}/70-joules-rapl-access.rules" DESTINATION lib/udev/rules.d ${access_component})
install(FILES "${access}/joules-rapl-access.conf" DESTINATION lib/sysusers.d ${access_component})
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" RENAME copyright
        DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/joules-rapl-access" ${access_component})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "The joules developers <joules@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # else it would head both packages' descriptions
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL Unspecified rapl_access)

set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_NAME joules)
set(CPACK_DEBIAN_UNSPECIFIED_DESCRIPTION
"time(1) for joules: energy of a command and its process tree
Prefix any command with joules, and after it ended you know how many joules
its whole process tree used, out of how many the machine used: measured by
the processor's RAPL counters, or estimated, and then it says so.")
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SUGGESTS joules-rapl-access)

set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_NAME joules-rapl-access)
set(CPACK_DEBIAN_RAPL_ACCESS_DESCRIPTION
"read access to the RAPL energy counters for a group
Members of the group rapl may read the processor's energy counters, which
Linux keeps for root since they are a side channel (CVE-2020-8694).")
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_DEPENDS udev)
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_RECOMMENDS joules)
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_ENHANCES joules)
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_CONTROL_EXTRA "${access}/postinst" "${access}/prerm")
set(CPACK_DEBIAN_RAPL_ACCESS_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_STRIP_FILES ON)
include(CPack)
