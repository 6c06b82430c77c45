import pytest

from graphs.order import CycleError, components, find_cycle, topological


def test_topological_puts_each_before_its_targets():
    assert topological({"shoes": {}, "socks": {"shoes": 1}, "trousers": {"shoes": 1}}) == ["socks", "trousers", "shoes"]


def test_topological_is_alphabetical_where_it_can_be():
    assert topological({"c": {}, "b": {}, "a": {"z": 1, "y": 1}}) == ["a", "b", "c", "y", "z"]


def test_topological_takes_nodes_that_are_only_targets():
    assert topological({"a": {"b": 1}}) == ["a", "b"]


def test_topological_refuses_cycles():
    with pytest.raises(CycleError) as info:
        topological({"a": {"b": 1}, "b": {"c": 1}, "c": {"b": 1}})
    assert info.value.cycle == ["b", "c", "b"]
    assert str(info.value) == "b -> c -> b"


def test_find_cycle_finds_none():
    assert find_cycle({"a": {"b": 1, "c": 1}, "b": {"c": 1}, "c": {}}) is None


def test_find_cycle_finds_itself():
    assert find_cycle({"a": {"a": 1}}) == ["a", "a"]


def test_components_ignore_directions():
    assert components({"a": {"b": 1}, "c": {"b": 1}, "x": {"y": 1}, "z": {}}) == [["a", "b", "c"], ["x", "y"], ["z"]]


def test_components_of_nothing():
    assert components({}) == []
