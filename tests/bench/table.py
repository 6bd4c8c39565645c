# SPDX-License-Identifier: Apache-2.0
"""A benchmark's figures, as people read them in a terminal and in a CI log."""
import textwrap

WIDTH = 100


def verdict(figure, bar):
    return "within" if figure <= bar else "over"


def print_table(title, head, rows, notes=()):
    """The first column is text, the others are figures."""
    cells = [head] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    print(f"\n{title}\n")
    for row in cells:
        first, *others = [cell.ljust(width) if i == 0 else cell.rjust(width)
                          for i, (cell, width) in enumerate(zip(row, widths))]
        print(("  " + "  ".join([first, *others])).rstrip())
    for note in notes:
        print()
        print(textwrap.fill(note, WIDTH, initial_indent="  ", subsequent_indent="  "))
    print(flush=True)
