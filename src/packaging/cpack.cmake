# The packages: two for Debian, two as RPM, and an archive. `cpack -G DEB`, `-G RPM` or `-G TGZ` in the
# folder of the build.
set(CPACK_PACKAGE_VENDOR "The joules developers")
set(CPACK_PACKAGE_CONTACT "${JOULES_PACKAGER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # else it would head the descriptions of both packages
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)

set(program_description
"Prefix any command with joules, and after it ended you know how many joules
its whole process tree used, out of how many the machine used: measured by
the processor's RAPL counters, or estimated, and then it says so.")
set(access_description
"Members of the group rapl may read the processor's energy counters, which
Linux keeps for root since they are a side channel (CVE-2020-8694).")

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME joules)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION 
    "time(1) for joules: energy of a command and its process tree\n${program_description}")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS joules-rapl-access)
set(CPACK_DEBIAN_ACCESS_PACKAGE_NAME joules-rapl-access)
set(CPACK_DEBIAN_ACCESS_DESCRIPTION 
    "read access to the RAPL energy counters for a group\n${access_description}")
set(CPACK_DEBIAN_ACCESS_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_ACCESS_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_ACCESS_PACKAGE_DEPENDS udev)
set(CPACK_DEBIAN_ACCESS_PACKAGE_RECOMMENDS joules)
set(CPACK_DEBIAN_ACCESS_PACKAGE_ENHANCES joules)
set(CPACK_DEBIAN_ACCESS_PACKAGE_CONTROL_EXTRA "${access}/postinst" "${access}/prerm")
set(CPACK_DEBIAN_ACCESS_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_RPM_COMPONENT_INSTALL ON)
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_MAIN_COMPONENT program)
set(CPACK_RPM_PACKAGE_LICENSE Apache-2.0)
set(CPACK_RPM_DEFAULT_DIR_PERMISSIONS # whatever the umask is
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_RPM_CHANGELOG_FILE "${JOULES_RPM_CHANGELOG}")
set(CPACK_RPM_PROGRAM_PACKAGE_NAME joules)
set(CPACK_RPM_PROGRAM_PACKAGE_SUMMARY "Energy of a command and its whole process tree")
set(CPACK_RPM_PROGRAM_PACKAGE_DESCRIPTION "${program_description}")
set(CPACK_RPM_PROGRAM_PACKAGE_GROUP Applications/System)
set(CPACK_RPM_ACCESS_PACKAGE_NAME joules-rapl-access)
set(CPACK_RPM_ACCESS_PACKAGE_SUMMARY "Read access to the RAPL energy counters for a group")
set(CPACK_RPM_ACCESS_PACKAGE_DESCRIPTION "${access_description}")
set(CPACK_RPM_ACCESS_PACKAGE_GROUP Applications/System)
set(CPACK_RPM_ACCESS_PACKAGE_ARCHITECTURE noarch)
set(CPACK_RPM_ACCESS_PACKAGE_REQUIRES /usr/bin/udevadm)
set(CPACK_RPM_ACCESS_POST_INSTALL_SCRIPT_FILE "${access}/postinst")
set(CPACK_RPM_ACCESS_PRE_UNINSTALL_SCRIPT_FILE "${access}/prerm")
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /usr/lib/udev /usr/lib/udev/rules.d /usr/lib/sysusers.d
    /usr/share/man /usr/share/man/man1 /usr/share/man/man5 /usr/share/man/man7
    /usr/share/bash-completion /usr/share/bash-completion/completions
    /usr/share/fish /usr/share/fish/vendor_completions.d /usr/share/zsh /usr/share/zsh/site-functions)
# The last three: the same bytes each time.
set(CPACK_RPM_SPEC_MORE_DEFINE
"%define packager ${JOULES_PACKAGER}
%define _build_id_links none
%define _buildhost localhost
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1")

set(CPACK_PACKAGE_FILE_NAME "joules-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR}")
if(JOULES_STATIC)
  string(APPEND CPACK_PACKAGE_FILE_NAME -static)
endif()

set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_BINARY_DIR}/cpack_each.cmake")
set(CPACK_POST_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/src/packaging/in_order.cmake")
configure_file(src/packaging/cpack_each.cmake.in "${CPACK_PROJECT_CONFIG_FILE}" @ONLY)
include(CPack)
cpack_add_component_group(program)
cpack_add_component_group(access)
foreach(part program program_debian program_elsewhere)
  cpack_add_component(${part} GROUP program)
endforeach()
foreach(part access access_debian access_elsewhere)
  cpack_add_component(${part} GROUP access)
endforeach()
