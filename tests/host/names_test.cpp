// SPDX-License-Identifier: Apache-2.0
// What machines of every architecture say of their processor and their board.
#include "host/board.hpp"
#include "host/machine.hpp"
#include "host/machine_class.hpp"
#include "host/processor_name.hpp"
#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE("host") {

  using namespace joules;
  using test::FakeHost;

  TEST_CASE("each recorded machine that tells its processor and board is named by them") {
    struct Expected {
      const char* machine;
      const char* processor;
      const char* board;
    };
    for (const Expected& expected :
         {Expected{"loongson", "Loongson-3A6000-HV", ""},
          {"power9", "POWER9", "8335-GTH"},
          {"z15", "IBM z15", ""},
          {"visionfive2", "sifive,u74-mc", "StarFive VisionFive 2 v1.3B"},
          {"raspberry-pi-5", "Cortex-A76", "Raspberry Pi 5 Model B Rev 1.0"},
          {"juno-scpi", "Cortex-A57 and Cortex-A53", ""},
          {"macbook-asahi", "Apple M1 Icestorm", ""},
          {"jetson-orin", "Cortex-A78AE", ""},
          {"jetson-xavier-nx", "NVIDIA Carmel", ""},
          {"cray-gh200", "Neoverse-V2", ""},
          {"steam-deck", "AMD Custom APU 0405", "Valve Jupiter"},
          {"amd-fx", "AMD FX(tm)-8350 Eight-Core Processor", ""}}) {
      CAPTURE(expected.machine);
      const FakeHost host;
      test::record(expected.machine, host);
      const HostDescription described = describe_host(host.root(), identify_cpu(host.root()));
      CHECK(described.cpu_model == expected.processor);
      CHECK(described.board == expected.board);
    }
  }

  TEST_CASE("a part that nobody has named yet is known by its numbers") {
    CHECK(processor_name("CPU implementer : 0x41\nCPU part : 0xfff\n") ==
          "Arm, implementer 0x41, part 0xfff");
    CHECK(processor_name("processor 0: version = 00, machine = 4321\n") ==
          "IBM Z, machine type 4321");
    CHECK(processor_name("").empty());
  }

  TEST_CASE("what every Arm of 32 bits says of itself is no name") {
    CHECK(processor_name("model name : ARMv7 Processor rev 4 (v7l)\nCPU implementer : 0x41\n"
                         "CPU part : 0xd03\n") == "Cortex-A53");
  }

  TEST_CASE("a board is named by device tree, else by DMI, and never by a placeholder") {
    const FakeHost host;
    CHECK(board_of(host.root()).empty());
    host.file("sys/class/dmi/id/sys_vendor", "To Be Filled By O.E.M.\n");
    host.file("sys/class/dmi/id/product_name", "To Be Filled By O.E.M.\n");
    CHECK(board_of(host.root()).empty());
    host.file("sys/class/dmi/id/board_vendor", "ASRock\n");
    host.file("sys/class/dmi/id/board_name", "B450M Pro4\n");
    CHECK(board_of(host.root()) == "ASRock B450M Pro4");
    host.file("sys/class/dmi/id/sys_vendor", "LENOVO\n");
    host.file("sys/class/dmi/id/product_name", "20KES01S00\n");
    CHECK(board_of(host.root()) == "LENOVO 20KES01S00");
    host.file("sys/class/dmi/id/product_version", "ThinkPad X280\n");
    CHECK(board_of(host.root()) == "LENOVO ThinkPad X280");
    host.file("proc/device-tree/model", std::string("Orange Pi 5\0", 12));
    CHECK(board_of(host.root()) == "Orange Pi 5");
  }

  TEST_CASE("guests on Arm and others are recognised by firmware, and no machine without") {
    const auto is_guest = [](const std::string& file, const std::string& text) {
      const FakeHost host;
      host.file("proc/cpuinfo", "processor : 0\nCPU implementer : 0x41\nCPU part : 0xd0c\n");
      host.file(file, text);
      return identify_cpu(host.root()).hypervisor;
    };
    CHECK(is_guest("proc/device-tree/compatible", "linux,dummy-virt"));
    CHECK(is_guest("proc/device-tree/hypervisor/compatible", "xen,xen-4.17"));
    CHECK(is_guest("sys/hypervisor/type", "xen\n"));
    CHECK(is_guest("sys/class/dmi/id/sys_vendor", "QEMU\n"));
    CHECK(is_guest("sys/class/dmi/id/sys_vendor", "Amazon EC2\n"));
    CHECK(is_guest("sys/class/dmi/id/product_name", "Virtual Machine\n"));
    CHECK_FALSE(is_guest("proc/device-tree/compatible", "raspberrypi,5-model-b"));
    CHECK_FALSE(is_guest("sys/class/dmi/id/sys_vendor", "Dell Inc.\n"));
    const FakeHost metal;
    metal.file("sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
    metal.file("sys/class/dmi/id/product_name", "c7g.metal\n");
    CHECK_FALSE(identify_cpu(metal.root()).hypervisor);
  }

  TEST_CASE("x86 says itself whether it is a guest: firmware's words do not count") {
    const FakeHost host;
    host.file("proc/cpuinfo", "processor : 0\nvendor_id : GenuineIntel\nflags : fpu sgx\n");
    host.file("sys/class/dmi/id/sys_vendor", "QEMU\n");
    CHECK_FALSE(identify_cpu(host.root()).hypervisor);
    CHECK(identify_cpu(host.root()).sgx);
  }

  TEST_CASE("simultaneous multithreading is on, off or not known") {
    const FakeHost host;
    CHECK_FALSE(describe_host(host.root(), {}).smt);
    host.file("sys/devices/system/cpu/smt/active", "1\n");
    CHECK(describe_host(host.root(), {}).smt == true);
    host.file("sys/devices/system/cpu/smt/active", "0\n");
    CHECK(describe_host(host.root(), {}).smt == false);
  }

  TEST_CASE("the class of a machine: by its battery, its chassis, its device tree") {
    const auto class_with = [](const std::string& file, const std::string& text) {
      const FakeHost host;
      host.file("sys/devices/system/cpu/online", "0-3\n");
      if (!file.empty()) host.file(file, text);
      return class_of_machine(host.root(), CpuIdentity());
    };
    CHECK(class_with("", "") == MachineClass::unknown);
    CHECK(class_with("sys/class/power_supply/BAT0/type", "Battery\n") == MachineClass::laptop);
    // DMTF DSP0134 3.7, table 17: from 1, "other", to 36, "stick PC".
    constexpr std::string_view types = "--DDDDDLLL--DLDDS-----SDS--SSLLL-DDD";
    for (std::size_t type = 1; type <= types.size() + 1; ++type) {
      CAPTURE(type);
      const char letter = type <= types.size() ? types[type - 1] : '-';
      const MachineClass expected = letter == 'L'   ? MachineClass::laptop
                                    : letter == 'D' ? MachineClass::desktop
                                    : letter == 'S' ? MachineClass::server
                                                    : MachineClass::unknown;
      CHECK(class_with("sys/class/dmi/id/chassis_type", std::to_string(type) + "\n") == expected);
    }
    CHECK(class_with("proc/device-tree/model", "Raspberry Pi 5") == MachineClass::board);
    const FakeHost guest;
    guest.file("sys/class/power_supply/BAT0/type", "Battery\n");
    CpuIdentity cpu;
    cpu.hypervisor = true;
    CHECK(class_of_machine(guest.root(), cpu) == MachineClass::unknown);
    const FakeHost mouse;
    mouse.file("sys/class/power_supply/mouse/type", "Battery\n");
    mouse.file("sys/class/power_supply/mouse/scope", "Device\n");
    CHECK(class_of_machine(mouse.root(), CpuIdentity()) == MachineClass::unknown);
  }
}
