"""Tests for shortening the names of functions."""

from __future__ import annotations

import pytest

from topframe.normalization.functions import shortened

from .answers import frame, frames

NATIVE = [
    ("main", "main"),
    ("<redacted>", "<redacted>"),
    ("<unknown>", "<unknown>"),
    ("-[Cart price:]", "-[Cart price:]"),
    ("+[Cart shared]", "+[Cart shared]"),
    ("[Cart price]", "[Cart price]"),
    ("foo(int, char const*)", "foo"),
    ("ns::Class::method(int) const", "ns::Class::method"),
    ("void ns::run<int>(std::function<void ()>&&)", "ns::run<T>"),
    ("std::vector<std::pair<int, int>>::push_back(int &&)", "std::vector<T>::push_back"),
    ("unsigned int compare(int)", "compare"),
    ("char *name(int)", "name"),
    ("ns::(anonymous namespace)::f(int)", "ns::(anonymous namespace)::f"),
    ("Foo::operator()(int) const", "Foo::operator()"),
    ("operator<<(std::ostream&, int)", "operator<<"),
    ("bool Foo::operator<(Foo const&) const", "Foo::operator<"),
    ("Foo::operator->()", "Foo::operator->"),
    ("Foo::operator>>(int)", "Foo::operator>>"),
    ("Foo::operator>(int)", "Foo::operator>"),
    ("Foo::run(int) const::{lambda(int)#1}", "Foo::run::lambda"),
    ("main::$_0::operator()() const", "main::lambda::operator()"),
    ("lambda_0123456789abcdef0123456789abcdef::call", "lambda::call"),
    ("`anonymous namespace'::f(int)", "`anonymous namespace'::f"),
    ("foo(int) const::bar", "foo::bar"),
    ("foo(x) const &&", "foo"),
    ("foo(x) volatile noexcept", "foo"),
    ("foo(x)&const&", "foo"),
    ("foo(x) &y", "y"),
    ("foo(x) y const", "const"),
    ("const", "const"),
    ("(const", "(const"),
    ("f@g", "f@g"),
    ("f@12@GLIBC_2.2", "f"),
    ("1@GLIBC_2.2", "1"),
    ("main::{lambda(int)#1}::{lambda(char)#12}", "main::lambda::lambda"),
    ("main::{lambda(int)", "main::{lambda"),
    ("memcpy@@GLIBC_2.14", "memcpy"),
    ("core::ops::call_once::h0123456789abcdef", "core::ops::call_once"),
    ("core::ops::call_once::h0123", "core::ops::call_once::h0123"),
    ("<Foo as core::fmt::Debug>::fmt", "Foo::fmt"),
    ("<alloc::vec::Vec<i32> as Index<usize>>::index", "alloc::vec::Vec<T>::index"),
    ("<T as alloc::string::ToString>::to_string", "alloc::string::ToString::to_string"),
    ("<lambda>", "<lambda>"),
    ("<weird", "<weird"),
    ("alloc::vec::Vec<T>::push", "alloc::vec::Vec<T>::push"),
    ("Cart.price(of: Swift.Int) -> Swift.Double", "Cart.price"),
    ("static Cart.price(of: Swift.Int) throws -> ()", "Cart.price"),
    ("@fast@8", "fast"),
    ("_stdcall@12", "_stdcall"),
    ("foo(int", "foo(int"),
    ("foo)", "foo)"),
    ("Vec<int", "Vec<int"),
    ("(weird) name", "name"),
    ("trailing ", "trailing"),
    (" ", " "),
]


@pytest.mark.parametrize(("function", "expected"), NATIVE)
@pytest.mark.parametrize("platform", ["native", "c", "cocoa", "objc", "rust", "swift"])
def test_native_names_lose_types_and_arguments(function: str, expected: str, platform: str) -> None:
    """Result types, arguments and template arguments are removed. Operators and Objective-C keep their brackets."""
    assert shortened(function, platform) == expected


def test_names_of_csharp_end_before_their_arguments() -> None:
    """The arguments are removed if a blank comes before the bracket."""
    assert shortened("Shop.Cart.Price (System.Int32 n)", "csharp") == "Shop.Cart.Price"
    assert shortened("Shop.Cart.Price(n)", "csharp") == "Shop.Cart.Price(n)"


@pytest.mark.parametrize("platform", ["python", "javascript", None, ""])
def test_other_names_stay(platform: str | None) -> None:
    """Names of other platforms stay unchanged, because brackets have another meaning there."""
    assert shortened("f(int)", platform) == "f(int)"


def test_a_frame_goes_by_its_own_platform_and_then_by_that_of_the_event() -> None:
    """The frame's own platform wins. A frame with *raw_function* keeps its name, which is short already."""
    shown = frames(
        {"function": "f(int)"},
        {"function": "f(int)", "platform": "python"},
        {"function": "f(int)", "raw_function": "f(int)"},
        platform="native",
    )
    assert [it["function"] for it in shown] == ["f", "f(int)", "f(int)"]
    assert frame(function="f(int)", platform="native")["function"] == "f"
    assert frame(function="f(int)")["function"] == "f(int)"


@pytest.mark.parametrize("length", [64, 400, 900])
@pytest.mark.parametrize("end", ["x", "", " const", ")", " @9"])
def test_a_name_made_to_be_slow_is_none(length: int, end: str) -> None:
    """A name with a run of `&` takes linear time. An earlier pattern took exponential time."""
    assert shortened("f()" + "&" * length + end, "native")
    assert shortened("f()" + " & const" * (length // 10) + end, "native")


@pytest.mark.parametrize("function", ["(<", "<(", "(", "<", ")>", "f" * 1001 + "(int)", "(<" * 400])
def test_what_no_compiler_writes_is_left_alone(function: str) -> None:
    """Names with unbalanced brackets, and names of more than 1000 characters, stay unchanged."""
    assert shortened(function, "native") == function
