# Makes one string of the page's sources, so that the program needs no file of its own: its style and
# its script are in it, and their hashes are all that its Content-Security-Policy allows.

set(page_folder "${CMAKE_CURRENT_SOURCE_DIR}/report/page")
set(page_scripts words picture series parts processes runs ratios compare headline method report
  open)

# Reads a source without what only its readers need: indentation, and comments that fill a line.
function(read_page_source name result)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${page_folder}/${name}")
  file(READ "${page_folder}/${name}" text)
  string(REGEX REPLACE "\n *//[^\n]*" "" text "\n${text}")
  string(REGEX REPLACE "\n +" "\n" text "${text}")
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# SHA-256 as Content-Security-Policy wants it: the bytes in base64, not in hexadecimal.
function(base64_sha256 text result)
  set(letters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 hash "${text}")
  set(encoded "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hash}0000" ${at} 6 digits) # 3 bytes; the last group has 2 of the hash
    foreach(shift 18 12 6 0)
      math(EXPR letter "(0x${digits} >> ${shift}) & 63")
      string(SUBSTRING "${letters}" ${letter} 1 letter)
      string(APPEND encoded "${letter}")
    endforeach()
  endforeach()
  string(SUBSTRING "${encoded}" 0 43 encoded)
  set(${result} "${encoded}=" PARENT_SCOPE)
endfunction()

set(PAGE_SCRIPT "\n(() => {\n'use strict';")
foreach(name IN LISTS page_scripts)
  read_page_source(${name}.js source)
  string(APPEND PAGE_SCRIPT "${source}")
endforeach()
string(APPEND PAGE_SCRIPT "})();\n")
read_page_source(page.css PAGE_STYLE)
base64_sha256("${PAGE_SCRIPT}" PAGE_SCRIPT_HASH)
base64_sha256("${PAGE_STYLE}" PAGE_STYLE_HASH)
read_page_source(page.html PAGE)
string(STRIP "${PAGE}\n" PAGE)
string(CONFIGURE "${PAGE}" PAGE @ONLY) # html.cpp puts the report in
configure_file("${page_folder}/page_source.hpp.in" generated/page_source.hpp @ONLY)
# The page is longer than the strings that every compiler must take; g++ and clang++ take it.
set_source_files_properties(report/export/html.cpp PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
