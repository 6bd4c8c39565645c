# What is installed, and the Debian package.

install(TARGETS joules RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/man/joules.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
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
install(FILES "${PROJECT_SOURCE_DIR}/src/report/report-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/diff-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/doctor-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/report/merge-1.schema.json"
              "${PROJECT_SOURCE_DIR}/src/sensors/specpower.csv"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/joules")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" RENAME copyright DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "The joules developers <joules@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "time(1) for joules: energy of a command and its process tree")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Prefix any command with joules, and after it ended you know how many joules
its whole process tree used, out of how many the machine used: measured by
the processor's RAPL counters, or estimated, and then it says so.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_STRIP_FILES ON)
include(CPack)
