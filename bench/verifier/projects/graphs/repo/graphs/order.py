"""Orders and groups of nodes."""


class CycleError(ValueError):
    def __init__(self, cycle):
        super().__init__(" -> ".join(cycle))
        self.cycle = cycle


def topological(graph):
    """Each node before those it points to; where there is a choice, in alphabetical order."""
    incoming = {node: 0 for node in graph}
    for neighbours in graph.values():
        for neighbour in neighbours:
            incoming[neighbour] = incoming.get(neighbour, 0) + 1
    ready = sorted(node for node, count in incoming.items() if count == 0)
    order = []
    while ready:
        node = ready.pop(0)
        order.append(node)
        for neighbour in graph.get(node, {}):
            incoming[neighbour] -= 1
            if incoming[neighbour] == 0:
                ready.append(neighbour)
        ready.sort()
    if len(order) < len(incoming):
        raise CycleError(find_cycle(graph))
    return order


def find_cycle(graph):
    """Nodes of one cycle, the first one again at the end; None when there is none."""
    state = {}

    def visit(node, path):
        state[node] = "open"
        path.append(node)
        for neighbour in graph.get(node, {}):
            if state.get(neighbour) == "open":
                return path[path.index(neighbour) :] + [neighbour]
            if neighbour not in state:
                found = visit(neighbour, path)
                if found:
                    return found
        path.pop()
        state[node] = "done"
        return None

    for node in graph:
        if node not in state:
            found = visit(node, [])
            if found:
                return found
    return None


def components(graph):
    """Groups of nodes that hang together when directions do not count; sorted, the largest first."""
    both = {node: set(neighbours) for node, neighbours in graph.items()}
    for node, neighbours in graph.items():
        for neighbour in neighbours:
            both.setdefault(neighbour, set()).add(node)
    groups = []
    seen = set()
    for node in sorted(both):
        if node in seen:
            continue
        group = set()
        left = [node]
        while left:
            current = left.pop()
            if current not in group:
                group.add(current)
                left.extend(both[current])
        seen |= group
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))
