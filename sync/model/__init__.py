"""The words of the domain as frozen values. All of ``sync`` speaks in these; they import nothing else of ours.

Numbers are ``decimal.Decimal`` throughout. A percentage is kept in points with the unit ``%``: a cell that shows 30 %
is ``Quantity(Decimal(30), unit="%")``, whether it stores 0.3 with a percent format or the text '30%'. Progress,
attainment, expected progress, score, weight share and confidence are fractions (0.75).

All are NamedTuples: a KeyResult of 31 fields takes 0.7 µs and 300 bytes where a frozen dataclass takes 4 µs and
1.6 kB, a changed copy of it 1.2 µs where it took 14, and the class itself, made at each start, a quarter of the time.
A ``Sheet`` works out its edges once. Where little but such values is defined, their hints are not postponed (no
``annotations`` from ``__future__``): of a hint that is a text, each field's is compiled at each start.
"""
