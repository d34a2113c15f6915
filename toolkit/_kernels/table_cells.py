"""Where the cells of ordinary CSV begin and end.

A cell that begins with a quotation mark ends at the next one that is not doubled; any other cell
ends before a separator or a line end, and quotation marks in it stand for themselves. This is what
``csv.reader(strict=True)`` does. Run as plain Python (``NUMBA_DISABLE_JIT=1``) the kernels give the
same numbers.
"""

from __future__ import annotations

from toolkit._kernels.compile import helper, kernel

# mypy: disable-error-code="untyped-decorator, no-untyped-def"

QUOTE, LINE_FEED, RETURN, SPACE = 34, 10, 13, 32
MORE, WRONG = 0, 1
"""The state of a row: it needs bytes that are still to be read, or it is no ordinary CSV."""
CELL_ENDS, ROW_ENDS = 2, 3


@helper
def quoted_end(content, at):
    """Return the place of the mark that closes a cell, and whether it holds doubled ones."""
    size, has_doubled = len(content), False
    while at < size:
        if content[at] != QUOTE:
            at += 1
        elif at + 1 < size and content[at + 1] == QUOTE:
            has_doubled = True
            at += 2
        else:
            break
    return at, has_doubled


@helper
def plain_end(content, at, separator):
    """Return where a cell without quotation marks ends, and whether all of it is spaces."""
    is_blank = True
    while at < len(content):
        byte = content[at]
        if byte in (separator, LINE_FEED, RETURN):
            break
        is_blank &= byte == SPACE
        at += 1
    return at, is_blank


@helper
def next_cell(content, at, separator, is_last):
    """Return state, start, end, whether quotes are doubled, whether blank, and what follows."""
    is_quoted = at < len(content) and content[at] == QUOTE
    start = at + is_quoted
    if is_quoted:
        end, has_doubled = quoted_end(content, start)
        is_blank, after = start == end, end + 1
        if end >= len(content):
            return WRONG if is_last else MORE, start, end, has_doubled, is_blank, after
    else:
        end, is_blank = plain_end(content, start, separator)
        has_doubled, after = False, end
    if after >= len(content):
        return ROW_ENDS if is_last else MORE, start, end, has_doubled, is_blank, after
    byte = content[after]
    state = WRONG
    if byte == separator:
        state, after = CELL_ENDS, after + 1
    elif byte == LINE_FEED:
        state, after = ROW_ENDS, after + 1
    elif byte == RETURN:
        state = MORE if after + 1 >= len(content) and not is_last else ROW_ENDS
        after += 1 + (after + 1 < len(content) and content[after + 1] == LINE_FEED)
    return state, start, end, has_doubled, is_blank, after


@kernel
def split_cells(  # noqa: PLR0917 - a kernel takes arrays by position
    content, place, separator, is_last, cells, doubled, numbers
):
    """Find the cells of as many whole rows as there are, or there is room for.

    Parameters
    ----------
    content : uint8 array
        UTF-8.
    place : int64 array of shape (3,)
        Where the next row begins, its number less one, and the number of the last row that is
        passed over; the first two are moved on.
    separator : int
        The byte between cells.
    is_last : bool
        Whether the file ends with this content.
    cells : int64 array of shape (most_rows, n_columns, 2)
        Filled with the beginning and end of each cell.
    doubled : uint8 array of shape (most_rows, n_columns)
        Filled with 1 where a cell holds doubled quotation marks.
    numbers : int64 array of shape (most_rows,)
        Filled with the number of each row, from 1; lines without a cell are numbered too.

    Returns
    -------
    int
        The rows found, or -1 for a row with another number of cells, or that is no ordinary CSV.
    """
    n_columns = cells.shape[1]
    n_rows, at = 0, place[0]
    while at < len(content) and n_rows < len(cells):
        n_found, all_blank, state = 0, True, CELL_ENDS
        while state == CELL_ENDS:
            state, start, end, has_doubled, is_blank, at = next_cell(
                content, at, separator, is_last
            )
            if state == MORE:
                return n_rows
            if state == WRONG:
                return -1
            if n_found < n_columns:
                cells[n_rows, n_found, 0], cells[n_rows, n_found, 1] = start, end
                doubled[n_rows, n_found] = has_doubled
            all_blank &= is_blank
            n_found += 1
        place[0] = at
        place[1] += 1
        if place[1] > place[2]:
            if n_found == n_columns:
                numbers[n_rows] = place[1]
                n_rows += 1
            elif not all_blank:
                return -1
    return n_rows


@helper
def first_quote(text):
    """Return the bytes of a text up to its first quotation mark, with it; all if it has none."""
    for at in range(len(text)):
        if text[at] == QUOTE:
            return at + 1
    return len(text)


@helper
def copy(text, place):
    """Copy the bytes of a text; a loop by itself, which the compiler turns into one step."""
    for at in range(len(text)):
        place[at] = text[at]


@kernel
def pack_cells(  # noqa: PLR0917 - a kernel takes arrays by position
    content, cells, doubled, packed, bounds
):
    """Copy the cells of a column one after another, with one quotation mark for each doubled one.

    Parameters
    ----------
    content : uint8 array
    cells : int64 array of shape (n_rows, 2)
        Beginning and end of each cell.
    doubled : uint8 array of shape (n_rows,)
        1 where a cell holds doubled quotation marks.
    packed : uint8 array
        As long as all cells together, or longer.
    bounds : int64 array of shape (n_rows + 1,)
        Filled with where each cell begins, and the last one ends.
    """
    place = 0
    for row in range(len(cells)):
        bounds[row] = place
        at, end = cells[row, 0], cells[row, 1]
        while at < end:
            run = content[at:end]
            if doubled[row]:
                run = run[: first_quote(run)]
            copy(run, packed[place : place + len(run)])
            place += len(run)
            at += len(run) + 1
    bounds[len(cells)] = place
