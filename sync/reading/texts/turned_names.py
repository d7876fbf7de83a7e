"""Names of measures that speak of something bad, and count the good that is done about it: 'bugs fixed', 'công nợ thu
hồi', 'days without accident'. More of them is no worse."""

from __future__ import annotations

import re

from sync.patterns import RarePattern
from sync.reading.texts.text import bare


def is_turned_round(name: str) -> bool:
    """Given a measure's name with something in it of which less is better, tell whether other words of it turn that
    round. What is left undone, and what it takes to do it, is still better when it is less ('bugs not fixed', 'cost per
    ticket resolved', 'thời gian xử lý khiếu nại'); how often it was kept to is not ('response time met')."""
    words = bare(name)
    if _KEPT_TO.search(words) is not None:
        return _NOT_KEPT_TO.search(words) is None
    return (_TURNING.search(words) or _WORK_AGAINST.search(words)) is not None and _STILL_LESS.search(words) is None


_TURNING = RarePattern(
    r"""(?<![^\W_])(?:
        fixed|(?:re)?solved|resolution|closed|savings?|saved|won\ back|recover(?:ed|y)|collected|collection|recycled
      |filled|handled|avoided|prevented|detected|reduced|reductions?|answered|eliminated|removed|treated|sorted
      |processed|composted|corrected|cleared|notified|advertised|posted|generated|investigated|analy[sz]ed|documented
      |triaged|reviewed|settled|simulated|covered|assessed|mapped|mitigated|inspected|audited|acknowledged|caught
      |followed\ up|responded\ to
      |repaired|restored|reused|offset|diverted|written\ off
      |free\ days|(?:days|hours|weeks|months)\ (?:without|since)
      |(?:orders|deliveries|sites|stores|shifts|trips)\ without|(?:budget|runway)\ (?:left|remaining)|return\ on
      |roi(?!\ (?:bo|di|khoi|mang))
      |da\ (?:sua|xu\ ly|dong|giai\ quyet|khac\ phuc|thu)|xu\ ly|giai\ quyet|khac\ phuc|tiet\ kiem|thu\ hoi|thu\ duoc
      |(?:muc|ty\ le|ti\ le|toc\ do)\ (?:cat\ )?giam|bao\ phu|phan\ loai|thu\ gom
      |phat\ hien|duoc\ (?:phan\ hoi|boi\ thuong|dieu\ tra|giai\ dap|ra\ soat)|ngan\ chan
      |tai\ che|luan\ chuyen|vong\ quay|quay\ vong|phong\ ngua|loai\ bo|cat\ giam\ duoc|giam\ duoc
      |(?:ngay|gio|tuan|thang)\ khong|khong\ (?:co\ |xay\ ra\ |phat\ sinh\ )?(?:tai\ nan|loi|su\ co|khieu\ nai)
      |(?:loi\ nhuan|doanh\ thu|doanh\ so|hieu\ qua)\b.*\bchi\ phi
    )(?![^\W_])""",
    re.VERBOSE,
)
_STILL_LESS = RarePattern(
    r"""(?<![^\W_])(?:
        un(?:resolved|solved|fixed|filled|answered|collected)|not|never|chua|khong\ (?:duoc\ )?(?:xu\ ly|giai\ quyet)
      |cham\ luan\ chuyen
      |(?:overdue|backlog)(?!.*\ (?:resolved|fixed|closed|cleared|handled|processed|collected|recovered|eliminated))
      |(?:qua\ han|ton\ dong)(?!.*\ (?:giai\ quyet|xu\ ly|thu\ hoi|thu\ duoc))
      |(?:mean\ |average\ |avg\ )?time\ to|(?:days|hours|minutes)\ to
      |costs?\ (?:per|of|to)|(?:resolution|handling|response|recovery)\ times?|thoi\ gian
      |chi\ phi\ (?:cho|moi|xu\ ly|khac|thu)
    )(?![^\W_])""",
    re.VERBOSE,
)
_KEPT_TO = RarePattern(
    r"""(?<![^\W_])(?:
        (?:met|honou?red|adhered\ to|achieved)(?=\W*$|\W+(?:rate|in|by|for|on|at|within)(?![^\W_]))
      |(?:compliance|adherence|conformance|conformity|coverage|cover|avoidance)
        (?:\ (?:rate|ratio|score|level|index))?(?=\W*$|\W+(?:with|in|of|by|for|at|across|against)(?![^\W_]))
      |(?:in|on)\ time(?=\W*$|\ (?:rate|in|by|for|at|to)(?![^\W_]))
      |timely|punctual
      |(?:respon(?:ses?|ded)|repl(?:y|ies|ied)|acknowledge(?:d|ments?)|repairs?|decisions?|payments?|call-?backs?)
        (?:\ \w+){0,2}\ (?:with)?in(?:side)?\ (?:the\ )?(?:\d+|sla|target|deadline|standard)
      |(?:dung|tuan\ thu|dam\ bao|dat)\ (?:ve\ )?(?:han|hen|gio|thoi\ (?:gian|han)|tien\ do|sla|cam\ ket|quy\ dinh)
      |kip\ thoi|tuan\ thu
    )(?![^\W_])""",
    re.VERBOSE,
)
"""How often something was done as it should be: more of that is better, whatever it is that was kept to."""
_NOT_KEPT_TO = RarePattern(
    r"""(?<![^\W_])(?:
        not|never|non|un(?:met|timely)|no|chua|khong|costs?\ (?:per|of|to|for)|lack\ of|gaps?|breach(?:es)?
      |(?:time|days|hours)\ to\ (?:compliance|adherence|coverage)|thoi\ gian\ tuan\ thu
      |(?:loi|vi\ pham|chi\ phi|sai\ sot)\ (?:ve\ )?tuan\ thu
    )(?![^\W_])""",
    re.VERBOSE,
)
_WORK_AGAINST = RarePattern(
    r"""(?<!^late\ )(?<!^missed\ )(?<!^failed\ )(?<!^cancelled\ )(?<![^\W_])
    (?<!in\ )(?<!from\ )(?<!of\ )(?<!per\ )(?<!at\ )(?<!by\ )(?<!during\ )(?<!after\ )(?:
        (?:reviews|audits|drills|inspections|corrections|fixes|saves|workshops|briefings|campaigns|interviews)
      |advice|counsel?ling|prevention|awareness|training|insurance|insured|advised|supported|helped|trained|educated
      |time\ in\ (?:learning|training|class|lessons|reading|therapy|range|zone)
      |dao\ tao|tap\ huan|tu\ van|dien\ tap|phong\ chong|phong\ ngua
    )(?![^\W_])(?!.*(?<![^\W_])(?:
        costs?|times?|expenses?|spend|errors?|defects?|delays?|failures?|findings|incidents?|complaints?|absences?
      |cancel\w*|missed|outstanding|pending|awaiting|late|failed|refused|den(?:ied|ials?)|chi\ phi|loi|that\ bai
    )(?![^\W_]))(?<!chi\ phi\ dao\ tao)(?<!chi\ phi\ tu\ van)(?<!chi\ phi\ tap\ huan)""",
    re.VERBOSE,
)
"""What is held or taught because of something bad: 'absence reviews', 'debt advice clients'. What went wrong there is
still bad ('errors found in audits', 'training costs')."""
