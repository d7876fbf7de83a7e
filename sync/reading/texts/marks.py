"""What words do in the text of a key result: rise, reach, bound, add, say when."""

from __future__ import annotations

Marks = int
"""What a word does, as one number: marks joined with ``|``, asked for with ``&``. 0 is a word that does nothing."""


class Mark:
    """What a word or phrase does in a key result. Each is one bit, since every word of every text is asked many times:
    ``word.marks & (Mark.up | Mark.down)`` is not 0 where it is a verb of growth or of decline."""

    nothing = 0  # a phrase of words that do something by themselves: 'vận chuyển'
    up = 1 << 0  # a verb of growth
    down = 1 << 1
    improve = 1 << 2  # a change whose direction the words leave open
    reach = 1 << 3
    exceed = 1 << 4
    add = 1 << 5  # a verb that adds to what there is: hire, sign, recruit
    do = 1 << 6  # a verb that counts what is done: publish, hold
    keep = 1 << 7
    start = 1 << 8  # from
    end = 1 << 9  # to
    end_up = 1 << 10
    end_down = 1 << 11
    by = 1 << 12
    more = 1 << 13  # additional
    new = 1 << 14
    at_least = 1 << 15
    at_most = 1 << 16
    above = 1 << 17
    below = 1 << 18
    or_more = 1 << 19
    or_less = 1 << 20
    between = 1 << 21
    both = 1 << 22  # and
    up_to = 1 << 23
    within = 1 << 24  # a span of time, not a value
    other = 1 << 25  # per, versus: the number after it is something else
    now = 1 << 26
    never = 1 << 27
    aside = 1 << 28  # opens a clause about something else
    filler = 1 << 29
    stop = 1 << 30  # ends a unit
    cadence = 1 << 31
    every = 1 << 32
    times = 1 << 33  # gấp 3, 3 lần
    factor = 1 << 34
    name = 1 << 35  # the number after it belongs to it
    rate = 1 << 36
    money = 1 << 37
    lower_is_better = 1 << 38
    higher_is_better = 1 << 39
    unit = 1 << 40
    time_unit = 1 << 41
    saves = 1 << 42  # puts aside, or spends less: which of the two, the rest of the text says
    streak = 1 << 43  # in a row: how long, not how much
    served = 1 << 44  # what is done for somebody who waits for it
    limit = 1 << 45  # a verb that sets a most: cap, giới hạn
    spends = 1 << 46  # money given out is no value to reach: invest, chi


CHANGES = Mark.up | Mark.down | Mark.improve
VERBS = CHANGES | Mark.reach | Mark.exceed | Mark.add | Mark.do | Mark.keep
MEASURES = Mark.rate | Mark.money | Mark.lower_is_better | Mark.higher_is_better
