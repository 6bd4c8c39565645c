# Run by cpack when it has made packages.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
  execute_process(COMMAND sh "${CMAKE_CURRENT_LIST_DIR}/in_order" "${package}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
