"""Small cells: nobody works them out, also not a city that knows its own row."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from clubs.volunteering.desk.suppression import LEAST, suppressed, with_totals

TABLES = st.tuples(st.integers(2, 6), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9) | st.integers(0, 40), min_size=size[1], max_size=size[1]),
        min_size=size[0], max_size=size[0],
    )
)  # fmt: skip


def computable(shown: list[list[int | None]], known: int | None) -> list[tuple[int, int]]:
    """Left-out cells that the equations of rows and columns determine: Gauss, exactly."""
    rows, columns = len(shown), len(shown[0])
    open_cells = [(r, c) for r in range(rows) for c in range(columns) if shown[r][c] is None and r != known]
    index = {cell: n for n, cell in enumerate(open_cells)}
    lines = []
    for r in range(rows):
        lines.append([(r, c) for c in range(columns)])
    for c in range(columns):
        lines.append([(r, c) for r in range(rows)])
    matrix = []
    for line in lines:
        row = [Fraction(0)] * len(open_cells)
        for cell in line:
            if cell in index:
                row[index[cell]] = Fraction(-1 if cell == line[-1] else 1)
        matrix.append(row)
    pivots, at = [], 0
    for column in range(len(open_cells)):
        found = next((r for r in range(at, len(matrix)) if matrix[r][column]), None)
        if found is None:
            continue
        matrix[at], matrix[found] = matrix[found], matrix[at]
        lead = matrix[at][column]
        matrix[at] = [value / lead for value in matrix[at]]
        for r in range(len(matrix)):
            if r != at and matrix[r][column]:
                factor = matrix[r][column]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[at], strict=True)]
        pivots.append((at, column))
        at += 1
    return [open_cells[c] for r, c in pivots if sum(1 for value in matrix[r] if value) == 1]


@settings(max_examples=120, deadline=None)
@given(TABLES)
def test_no_cell_can_be_computed(table: list[list[int]]) -> None:
    full, shown = with_totals(table), suppressed(table)
    for r, row in enumerate(full):
        for c, value in enumerate(row):
            assert shown[r][c] in (None, value)
            if 0 < value < LEAST:
                assert shown[r][c] is None
            if value == 0:  # room in both directions: one more here, one less there
                assert shown[r][c] == 0
    assert computable(shown, None) == []
    for known in range(len(table)):  # a city that knows its own row learns no other city's cell
        learnt = [(r, c) for r, c in computable(shown, known) if r < len(table) and r != known]
        assert learnt == []


def test_the_judge_sees_what_a_plain_suppression_gives_away() -> None:
    full = with_totals([[3, 20], [10, 30]])
    plain = [[None if 0 < value < LEAST else value for value in row] for row in full]
    assert computable(plain, None) == [(0, 0)]
    assert computable(suppressed([[3, 20], [10, 30]]), None) == []


def test_large_numbers_stay() -> None:
    assert suppressed([[5, 9], [0, 7]]) == [[5, 9, 14], [0, 7, 7], [5, 16, 21]]
