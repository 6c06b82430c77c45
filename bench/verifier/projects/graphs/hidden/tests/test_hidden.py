import pytest

from graphs.order import CycleError, components, find_cycle, topological
from graphs.paths import reachable, reversed_graph, shortest_path


def test_shortest_path():
    graph = {"a": {"b": 1, "c": 4}, "b": {"c": 1, "d": 5}, "c": {"d": 1, "a": 0}, "d": {"a": 1}, "e": {"a": 1}}
    assert shortest_path(graph, "a", "d") == (3, ["a", "b", "c", "d"])
    assert shortest_path(graph, "d", "c") == (3, ["d", "a", "b", "c"])
    assert shortest_path(graph, "a", "e") is None
    assert shortest_path(graph, "e", "c") == (3, ["e", "a", "b", "c"])
    assert shortest_path(graph, "q", "q") == (0, ["q"])
    assert shortest_path({"a": {"b": 0}, "b": {"c": 0}}, "a", "c") == (0, ["a", "b", "c"])
    assert shortest_path({"a": {"b": 1, "c": 1, "d": 3}, "b": {"x": 1}, "c": {"d": 1}, "x": {"d": 1}}, "a", "d") == (2, ["a", "c", "d"])
    assert shortest_path({"a": {"y": 1, "b": 1}, "b": {"c": 1}, "c": {"z": 1}, "y": {"z": 2}}, "a", "z") == (3, ["a", "y", "z"])
    with pytest.raises(ValueError):
        shortest_path({"a": {"b": 1}, "b": {"c": -1}}, "a", "c")


def test_reachable():
    assert reachable({"a": {"b": 1}, "b": {"a": 1, "c": 1}, "d": {"a": 1}}, "a") == {"a", "b", "c"}
    assert reachable({}, "z") == {"z"}
    assert reachable({"a": {"a": 1}}, "a") == {"a"}


def test_reversed_graph():
    graph = {"a": {"b": 1, "c": 2}, "b": {"c": 3, "b": 4}, "z": {}}
    assert reversed_graph(graph) == {"a": {}, "b": {"a": 1, "b": 4}, "c": {"a": 2, "b": 3}, "z": {}}
    assert graph == {"a": {"b": 1, "c": 2}, "b": {"c": 3, "b": 4}, "z": {}}
    assert reversed_graph({}) == {}
    assert reversed_graph(reversed_graph(graph)) == {**graph, "c": {}}


def test_topological():
    assert topological({}) == []
    assert topological({"b": {"a": 1}, "d": {"c": 1}, "a": {}, "c": {}}) == ["b", "a", "d", "c"]
    assert topological({"b": {"z": 1}, "a": {"z": 1, "c": 1}, "c": {"z": 1}}) == ["a", "b", "c", "z"]
    assert topological({"m": {"k": 1, "a": 1}, "k": {"a": 1}}) == ["m", "k", "a"]
    for graph in ({"a": {"a": 1}}, {"a": {"b": 1}, "b": {"a": 1}}, {"s": {"a": 1}, "a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}}):
        with pytest.raises(CycleError) as info:
            topological(graph)
        assert info.value.cycle == find_cycle(graph)


def test_find_cycle():
    assert find_cycle({}) is None
    assert find_cycle({"a": {"b": 1}}) is None
    assert find_cycle({"a": {"b": 1, "c": 1}, "b": {"d": 1}, "c": {"d": 1}, "d": {}}) is None
    assert find_cycle({"s": {"a": 1}, "a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}}) == ["a", "b", "c", "a"]
    assert find_cycle({"x": {}, "y": {"z": 1}, "z": {"y": 1}}) == ["y", "z", "y"]
    assert find_cycle({"a": {"b": 1, "c": 1}, "b": {}, "c": {"a": 1}}) == ["a", "c", "a"]


def test_components():
    assert components({"b": {}, "a": {}}) == [["a"], ["b"]]
    assert components({"z": {"y": 1}, "a": {}, "b": {"c": 1}}) == [["b", "c"], ["y", "z"], ["a"]]
    assert components({"a": {"b": 1}, "b": {"c": 1}, "d": {"c": 1}, "e": {"f": 1}, "f": {"e": 1}}) == [["a", "b", "c", "d"], ["e", "f"]]
    assert components({"a": {"a": 1}}) == [["a"]]
