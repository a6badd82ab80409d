"""Tables of people with small cells left out, so that nobody can work them out again from the totals.

Rows, columns and totals form one table whose lines add up. A cell of 1 to 4 people is left out, a total, too. Then a
left-out cell could still be computed if it were the only unknown of a line, or hung on such a one. Seen as a graph (lines
are nodes, left-out cells are edges), exactly the bridges can be computed (Gusfield, A graph theoretic approach to
statistical data security, SIAM J. Comput. 17, 1988). So further cells are left out until there is no bridge, also not for
a city that knows its own row. Cells of 0 stay: that nobody came names nobody, and only cells of 1 and more leave
room in both directions.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

LEAST = 5
Cell = tuple[int, int]


def with_totals(table: Sequence[Sequence[int]]) -> list[list[int]]:
    """The same table with a last column and a last row of sums."""
    rows = [[*row, sum(row)] for row in table]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[c] for row in rows) for c in range(width)]]


def suppressed(table: Sequence[Sequence[int]], least: int = LEAST) -> list[list[int | None]]:
    """`table` with totals; None: left out. Every count is 0 or more."""
    full = with_totals(table)
    rows, columns = len(full), len(full[0])
    hidden = {(r, c) for r in range(rows) for c in range(columns) if 0 < full[r][c] < least}
    while True:
        before = len(hidden)
        for known in (None, *range(rows - 1)):  # what a city knows of itself
            for cell in sorted(hidden):
                if cell[0] != known and is_bridge(cell, hidden, known):
                    hidden |= cheapest_way(cell, full, hidden, known)
        if len(hidden) == before:
            break
    return [[None if (r, c) in hidden else full[r][c] for c in range(columns)] for r in range(rows)]


def is_bridge(cell: Cell, hidden: set[Cell], known: int | None) -> bool:
    """No other way from the cell's row to its column over left-out cells."""
    seen: set[tuple[str, int]] = {("r", cell[0])}
    todo = [("r", cell[0])]
    while todo:
        kind, at = todo.pop()
        for r, c in hidden:
            if (r, c) == cell or r == known:
                continue
            if (kind == "r" and r == at) or (kind == "c" and c == at):
                other = ("c", c) if kind == "r" else ("r", r)
                if other == ("c", cell[1]):
                    return False
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
    return True


def cheapest_way(cell: Cell, full: list[list[int]], hidden: set[Cell], known: int | None) -> set[Cell]:
    """Cells that close a circle with `cell` and cost the fewest people. There always is one, over the totals."""
    start, goal = ("r", cell[0]), ("c", cell[1])
    queue: list[tuple[int, int, tuple[str, int], frozenset[Cell]]] = [(0, 0, start, frozenset())]
    done: set[tuple[str, int]] = set()
    step = 0
    while queue:
        cost, _order, node, way = heapq.heappop(queue)
        if node == goal:
            return set(way)
        if node in done:
            continue
        done.add(node)
        for r, c, other in _next(node, full, known):
            if (r, c) != cell and other not in done:
                step += 1
                price = 0 if (r, c) in hidden else full[r][c]
                heapq.heappush(queue, (cost + price, step, other, way | {(r, c)}))
    return set()


def _next(
    node: tuple[str, int], full: list[list[int]], known: int | None
) -> Iterator[tuple[int, int, tuple[str, int]]]:
    kind, at = node
    if kind == "r":
        for c, value in enumerate(full[at]):
            if value:
                yield at, c, ("c", c)
    else:
        for r, row in enumerate(full):
            if row[at] and r != known:
                yield r, at, ("r", r)
