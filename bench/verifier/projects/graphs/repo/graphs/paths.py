"""Directed graphs as dictionaries: node -> {neighbour: length}."""

import heapq


def shortest_path(graph, start, goal):
    """Length and nodes of the shortest way; None when there is none. Of equally long ones, the one with fewer nodes."""
    queue = [(0, 0, start, (start,))]
    done = set()
    while queue:
        length, steps, node, path = heapq.heappop(queue)
        if node == goal:
            return length, list(path)
        if node in done:
            continue
        done.add(node)
        for neighbour, distance in graph.get(node, {}).items():
            if distance < 0:
                raise ValueError("negative length")
            if neighbour not in done:
                heapq.heappush(queue, (length + distance, steps + 1, neighbour, (*path, neighbour)))
    return None


def reachable(graph, start):
    """All nodes that can be reached, with the start itself."""
    seen = {start}
    left = [start]
    while left:
        for neighbour in graph.get(left.pop(), {}):
            if neighbour not in seen:
                seen.add(neighbour)
                left.append(neighbour)
    return seen


def reversed_graph(graph):
    """Every edge turned round; nodes without edges stay."""
    turned = {node: {} for node in graph}
    for node, neighbours in graph.items():
        for neighbour, distance in neighbours.items():
            turned.setdefault(neighbour, {})[node] = distance
    return turned
