"""A cell that says which side is better ('Low is good', '↓', 'Càng cao càng tốt') ─▶ that direction."""

from __future__ import annotations

import re
from functools import lru_cache

from sync.model.readings import Direction
from sync.patterns import RarePattern
from sync.reading.texts.text import bare

_LONGEST = 40


@lru_cache(maxsize=2048)
def read_direction(text: str) -> Direction | None:
    """Given a cell's text, return down where it says that less is better, up where more is; None where it says neither
    ('In range', 'Lower is worse')."""
    if len(text) > _LONGEST:
        return None
    words = " ".join(bare(text).replace("️", "").split())
    if _LESS.fullmatch(words) is not None:
        return Direction.down
    return Direction.up if _MORE.fullmatch(words) is not None else None


def says_no_way(text: str) -> bool:
    """Whether a cell of a trend says that nothing moved ('→', 'stable'): then its column is how it went, and does not
    say which side is better."""
    return bare(text) in _LEVEL


_LEVEL = frozenset(
    ("→", "↔", "⇔", "⟷", "➡", "=", "flat", "stable", "same", "unchanged", "no change", "level", "di ngang", "on dinh",
     "khong doi", "giu nguyen")
)  # fmt: skip
_BETTER = (
    r"(?:\W+(?:is|are|=|the|means|values?|numbers?|to|be))*(?:\W+(?:good|better|best|preferred|desired|wanted))?\W*"
)
_TOT = r"(?:\ (?:la|thi))?(?:\ cang)?(?:\ tot)?(?:\ hon)?"
_LESS = RarePattern(
    rf"""(?:
        [↓▼⬇↘⇩🔽🔻]|[<≤]=?
      |(?:the\ )?(?:low|lower|lowest|small|smaller|smallest|less|least|few|fewer|fewest|down|downwards?
        |decreas(?:e|es|ing)|reduc(?:e|es|ing|tion)|negative|minimi[sz]e|falling|below|at\ most|short|shorter){_BETTER}
      |(?:cang\ )?(?:giam|thap|it|nho|xuong|ngan|nghich)(?:\ hon)?{_TOT}
    )""",
    re.VERBOSE,
)
_MORE = RarePattern(
    rf"""(?:
        [↑▲⬆↗⇧🔼🔺]|[>≥]=?
      |(?:the\ )?(?:high|higher|highest|big|bigger|biggest|large|larger|more|most|up|upwards?|increas(?:e|es|ing)|grow
        |growth|positive|maximi[sz]e|rising|above|at\ least|long|longer|great|greater){_BETTER}
      |(?:cang\ )?(?:tang|cao|nhieu|lon|len|dai|thuan)(?:\ hon)?{_TOT}
    )""",
    re.VERBOSE,
)
