import pytest

from graphs.paths import reachable, reversed_graph, shortest_path

CITY = {"a": {"b": 7, "c": 3}, "b": {"d": 2}, "c": {"b": 1, "d": 8}, "d": {}}


def test_shortest_path_finds_the_way():
    assert shortest_path(CITY, "a", "d") == (6, ["a", "c", "b", "d"])


def test_shortest_path_to_itself():
    assert shortest_path(CITY, "a", "a") == (0, ["a"])


def test_shortest_path_prefers_fewer_nodes():
    assert shortest_path({"a": {"b": 1, "z": 2}, "b": {"z": 1}}, "a", "z") == (2, ["a", "z"])


def test_shortest_path_knows_when_there_is_none():
    assert shortest_path(CITY, "d", "a") is None
    assert shortest_path({}, "a", "b") is None


def test_shortest_path_refuses_negative_lengths():
    with pytest.raises(ValueError):
        shortest_path({"a": {"b": -1}}, "a", "b")


def test_shortest_path_ends_in_cycles():
    assert shortest_path({"a": {"b": 1}, "b": {"a": 1, "c": 1}}, "a", "c") == (2, ["a", "b", "c"])


@pytest.mark.parametrize("start, nodes", [("a", "abcd"), ("b", "bd"), ("d", "d"), ("x", "x")])
def test_reachable(start, nodes):
    assert reachable(CITY, start) == set(nodes)


def test_reversed_graph_turns_edges():
    assert reversed_graph({"a": {"b": 7}, "b": {}}) == {"a": {}, "b": {"a": 7}}


def test_reversed_graph_adds_missing_nodes():
    assert reversed_graph({"a": {"b": 7}}) == {"a": {}, "b": {"a": 7}}
