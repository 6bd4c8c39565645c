# The changelogs of packages, whose forms are Debian's and RPM's: a line for each release that
# CHANGELOG.md has. The date of the last one is the date of all files in the packages, so that the same
# sources give the same bytes.
set(JOULES_PACKAGER "The joules developers <joules@joules.invalid>" CACHE STRING # there is no address yet
    "Who answers for the packages: NAME <ADDRESS>")

set(changelog "${PROJECT_SOURCE_DIR}/.github/CHANGELOG.md")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${changelog}")
file(STRINGS "${changelog}" releases REGEX "^## \\[[0-9.]+\\] - ")

function(date_as format day variable)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C date -u -d "${day}" "${format}"
    OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(${variable} "${date}" PARENT_SCOPE)
endfunction()

set(debian_history "")
set(rpm_history "")
set(JOULES_RELEASE_EPOCH "")
foreach(release IN LISTS releases)
  string(REGEX MATCH "\\[([0-9.]+)\\] - ([0-9-]+)" release "${release}")
  set(version "${CMAKE_MATCH_1}")
  set(day "${CMAKE_MATCH_2}")
  date_as("+%a, %d %b %Y 00:00:00 +0000" ${day} debian_date)
  date_as("+%a %b %d %Y" ${day} rpm_date)
  string(APPEND debian_history "joules (${version}-1) unstable; urgency=medium\n\n"
    "  * Version ${version}: changelog.gz tells what is new.\n\n"
    " -- ${JOULES_PACKAGER}  ${debian_date}\n\n")
  string(APPEND rpm_history "* ${rpm_date} ${JOULES_PACKAGER} - ${version}-1\n"
    "- Version ${version}: changelog.gz tells what is new.\n\n")
  if(JOULES_RELEASE_EPOCH STREQUAL "")
    date_as(+%s ${day} JOULES_RELEASE_EPOCH)
  endif()
endforeach()

set(JOULES_DEBIAN_CHANGELOG "${PROJECT_BINARY_DIR}/debian-changelog")
set(JOULES_RPM_CHANGELOG "${PROJECT_BINARY_DIR}/rpm-changelog")
file(GENERATE OUTPUT "${JOULES_DEBIAN_CHANGELOG}" CONTENT "${debian_history}")
file(GENERATE OUTPUT "${JOULES_RPM_CHANGELOG}" CONTENT "${rpm_history}")
