// SPDX-License-Identifier: Apache-2.0
#include "host/board.hpp"

#include "host/directory.hpp"
#include "host/text_file.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace joules {

namespace {

/// What makers of boards leave in DMI where they know nothing.
constexpr std::string_view placeholders[] = {"",
                                             "Default string",
                                             "To Be Filled By O.E.M.",
                                             "To be filled by O.E.M.",
                                             "None",
                                             "Not Specified",
                                             "Not Applicable",
                                             "System Product Name",
                                             "Unknown",
                                             "System manufacturer",
                                             "System Version",
                                             "O.E.M.",
                                             "INVALID",
                                             "x.x",
                                             "1.0"};

std::string told(const HostRoot& host, const char* field) {
  std::string text = read_line(host.sys("class/dmi/id") / field).value_or("");
  const bool empty = std::ranges::find(placeholders, text) != std::end(placeholders);
  return empty ? std::string() : text;
}

/// Texts of a device tree end with a zero byte, and lists of them have one between each two.
std::string in_tree(const HostRoot& host, const char* property) {
  auto text = read_text(host.proc("device-tree") / property);
  if (!text) text = read_text(host.sys("firmware/devicetree/base") / property);
  if (!text) return "";
  std::string words = *text;
  std::replace(words.begin(), words.end(), '\0', ' ');
  return std::string(trimmed(words));
}

std::string dmi_board(const HostRoot& host) {
  std::string vendor = told(host, "sys_vendor"), product = told(host, "product_name");
  // Lenovo's product name is a number; what is printed on the lid is the version.
  if (vendor == "LENOVO")
    if (const std::string version = told(host, "product_version"); !version.empty())
      product = version;
  if (product.empty()) {
    vendor = told(host, "board_vendor");
    product = told(host, "board_name");
  }
  if (product.empty()) return "";
  return vendor.empty() || product.starts_with(vendor) ? product : vendor + " " + product;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

} // namespace

std::string board_of(const HostRoot& host) {
  const std::string model = in_tree(host, "model");
  return model.empty() ? dmi_board(host) : model;
}

bool tells_a_board(const HostRoot& host) {
  return !in_tree(host, "model").empty();
}

bool tells_of_hypervisor(const HostRoot& host) {
  if (!read_line(host.sys("hypervisor/type")).value_or("").empty()) return true;
  if (!in_tree(host, "hypervisor/compatible").empty()) return true;
  if (has_any(in_tree(host, "compatible"),
              {"linux,dummy-virt", "riscv-virtio", "qemu,pseries", "linux,cros-vm"}))
    return true;
  const std::string vendor = told(host, "sys_vendor"), product = told(host, "product_name");
  // Amazon's and Oracle's machines without a hypervisor carry its name, too.
  if (has_any(vendor, {"Amazon EC2"})) return !has_any(product, {"metal"});
  if (has_any(vendor, {"QEMU", "KVM", "Parallels", "VMware", "Xen", "innotek", "Google",
                       "Alibaba Cloud", "Hetzner", "DigitalOcean", "OpenStack", "Apple Virtual"}))
    return true;
  return has_any(product, {"Virtual Machine", "KVM", "VMware", "VirtualBox", "OpenStack",
                           "Apple Virtualization"});
}

} // namespace joules
