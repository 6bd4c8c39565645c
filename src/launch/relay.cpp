// SPDX-License-Identifier: Apache-2.0
#include "launch/relay.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iterator>

namespace joules {

bool is_stop(int signal) {
  return std::ranges::find(stop_signals, signal) != std::end(stop_signals);
}

bool is_interrupt(int signal) {
  return signal == SIGINT || signal == SIGQUIT;
}

bool is_termination(int signal) {
  return signal == SIGTERM || signal == SIGHUP;
}

namespace {

/// The default action ends the process for all watched signals but these: signal(7).
bool ends_us(const Signal& signal) {
  const int number = signal.number;
  return !signal.about_us && !is_stop(number) && number != SIGCHLD && number != SIGCONT &&
         number != SIGWINCH && number != SIGURG;
}

} // namespace

void pass_on(const Signal& signal, pid_t child) {
  if (child <= 0 || signal.number == SIGCHLD || signal.about_us) return;
  const bool is_to_end_us = is_interrupt(signal.number) || is_termination(signal.number);
  if (signal.sender == child && !is_to_end_us) return;
  if (signal.to_our_group && ::getpgid(child) == ::getpgrp()) return;
  if (signal.value)
    ::sigqueue(child, signal.number, *signal.value);
  else
    ::kill(child, signal.number);
}

std::optional<Signal> take_early(const SignalQueue& signals) {
  auto signal = signals.wait(Nanoseconds{0});
  if (signal) signal->to_our_group = false;
  return signal;
}

std::optional<int> pause(Nanoseconds duration, const SignalQueue& signals) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + duration;
  for (;;) {
    const auto signal = signals.wait(end - Clock::now());
    if (signal && ends_us(*signal)) return signal->number;
    if (signal && is_stop(signal->number)) signals.stop_self(signal->number);
    if (!signal && Clock::now() >= end) return std::nullopt;
  }
}

} // namespace joules
