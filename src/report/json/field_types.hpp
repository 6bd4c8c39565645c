// SPDX-License-Identifier: Apache-2.0
// How the types of the vocabulary appear as values in JSON, for those who write and who read them.
#pragma once

#include "joules/units.hpp"

#include <chrono>
#include <optional>
#include <type_traits>
#include <vector>

namespace joules {

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

template <class T>
inline constexpr bool is_quantity = false;
template <class Unit>
inline constexpr bool is_quantity<Quantity<Unit>> = true;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// Of these, what is empty is left out of an object, and what is not there is empty.
template <class T>
inline constexpr bool may_be_absent =
    is_optional<T> || is_list<T> || std::is_same_v<T, std::string>;

} // namespace joules
