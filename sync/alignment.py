"""Which objective supports which: what a parent column names, in this workbook or another one, and what the children of
an objective come to together. Pure.

A parent is named by its words or its id, as of the child's cycle or of a longer one that holds it (a year's objective);
'board: Win the market' names the workbook too. An objective without key results of its own takes its children's score.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from sync.called import as_objective, objective_names
from sync.model.past import Elsewhere, History, ObjectiveElsewhere
from sync.model.readings import Quantity
from sync.model.rows import Cycle
from sync.model.scores import Aligned, Child, Doubt, ScoredObjective, Status
from sync.weights import total_of, weigh

LONGEST_LOOP = 5
"""So many objectives of a circle are named."""
_ZERO = Decimal(0)


class _Node(NamedTuple):
    """An objective of any workbook: ``place`` is the one among this workbook's, None elsewhere."""

    place: int | None
    workbook: str
    title: str
    names: frozenset[str]
    cycle: Cycle | None
    parent: str
    weight: Quantity | None
    owner: str
    progress: Decimal | None
    left_out: bool
    read_on: date | None = None


def align(objectives: Sequence[ScoredObjective], history: History) -> dict[int, Aligned]:
    """Given a workbook's scored objectives and what the past says, return how those are aligned that name a parent or
    are one, by their index."""
    if not history.children_elsewhere and not any(one.objective.parent.value for one in objectives):
        return {}
    return _Graph(objectives, history).aligned()


def parents_between(
    objectives: Elsewhere[ObjectiveElsewhere], children: Elsewhere[ObjectiveElsewhere]
) -> set[tuple[str, str]]:
    """Given the objectives of workbooks that see each other, and those that name a parent, as ``History`` has them,
    return which workbook has an objective whose parent stands in which other one."""
    nodes: dict[int, _Node] = {}

    def node(one: ObjectiveElsewhere) -> _Node:
        return nodes.get(id(one)) or nodes.setdefault(id(one), _node_elsewhere(one))

    found: set[tuple[str, str]] = set()
    for name, those in children.items():
        called = [node(one) for one in objectives.get(name, ())]
        for child in map(node, those):
            parent = _parent_among(called, child)
            if isinstance(parent, _Node) and parent.workbook != child.workbook:
                found.add((child.workbook, parent.workbook))
    return found


class _Graph:
    """This workbook's objectives, and those elsewhere that stand above or below them."""

    def __init__(self, objectives: Sequence[ScoredObjective], history: History) -> None:
        self._own = [_own_node(index, one, history.workbook) for index, one in enumerate(objectives)]
        self._history = history
        self._elsewhere: dict[int, _Node] = {}
        self._by_name: defaultdict[str, list[_Node]] = defaultdict(list)
        for node in self._own:
            for name in node.names:
                self._by_name[name].append(node)
        self._found: dict[int, Aligned] = {}
        self._depths: dict[int, int] = {}
        self._loops: dict[int, tuple[str, ...]] = {}
        self._parents: dict[int, _Node | Doubt] = {}
        self._children: defaultdict[int, list[_Node]] = defaultdict(list)
        for node in self._own + self._below(self._by_name):
            if isinstance(parent := self._parent_of(node), _Node):
                self._children[id(parent)].append(node)
        self._survey()

    def aligned(self) -> dict[int, Aligned]:
        """The lowest first, so that what an objective's children came to is known when it is asked for."""
        concerned = [node for node in self._own if node.parent or id(node) in self._children]
        for node in sorted(concerned, key=lambda node: self._depths[id(node)], reverse=True):
            self._found[id(node)] = self._aligned(node)
        return {node.place: self._found[id(node)] for node in concerned if node.place is not None}

    def _aligned(self, node: _Node) -> Aligned:
        parent, loop = self._parent_of(node), self._loops.get(id(node), ())
        doubt = Doubt.parent_loop if loop else parent if isinstance(parent, Doubt) else None
        known = parent if isinstance(parent, _Node) else None
        below = self._children.get(id(node), ())
        children = () if loop else tuple(map(self._child, below))
        return Aligned(
            "" if known is None else known.title,
            "" if known is None else known.workbook,
            doubt,
            loop,
            children,
            _mean(below, children),
        )

    def _child(self, node: _Node) -> Child:
        progress = node.progress
        if progress is None and node.place is not None and id(node) in self._found:
            progress = self._found[id(node)].rolled_up
        return Child(node.title, node.workbook, progress, node.owner, node.read_on)

    def _survey(self) -> None:
        """Note for each of this workbook's objectives how many stand above it, and for each in a circle the way
        round."""
        for node in self._own:
            way: list[_Node] = []
            places: dict[int, int] = {}
            at: _Node | Doubt | None = node
            while isinstance(at, _Node) and id(at) not in self._depths and id(at) not in places:
                places[id(at)] = len(way)
                way.append(at)
                at = self._parent_of(at)
            if isinstance(at, _Node) and id(at) in places:
                circle = way[places[id(at)] :]
                for place, one in enumerate(circle):
                    turned = circle[place : place + LONGEST_LOOP] + circle[: max(0, place + LONGEST_LOOP - len(circle))]
                    self._loops[id(one)] = tuple(each.title for each in turned[: len(circle)])
            depth = self._depths.get(id(at), 0)
            for one in reversed(way):
                self._depths[id(one)] = depth = depth + 1

    def _parent_of(self, node: _Node) -> _Node | Doubt | None:
        if node.parent and id(node) not in self._parents:
            name = as_objective(node.parent)
            elsewhere = map(self._node, self._history.objectives_elsewhere.get(name, ()))
            self._parents[id(node)] = _parent_among([*self._by_name.get(name, ()), *elsewhere], node)
        return self._parents.get(id(node))

    def _below(self, names: Iterable[str]) -> list[_Node]:
        """Those elsewhere that name one of these as their parent, by their workbooks."""
        below = (one for name in sorted(names) for one in self._history.children_elsewhere.get(name, ()))
        return sorted({id(one): self._node(one) for one in below}.values(), key=attrgetter("workbook"))

    def _node(self, one: ObjectiveElsewhere) -> _Node:
        """The same each time: two may be alike to the letter, and are two."""
        return self._elsewhere.get(id(one)) or self._elsewhere.setdefault(id(one), _node_elsewhere(one))


def _parent_among(called: Iterable[_Node], node: _Node) -> _Node | Doubt:
    """Given all objectives that are called as an objective calls its parent, return the parent."""
    found = [one for one in called if _is_of_its_time(one, node)]
    # Of one's own workbook first, and of one's own cycle before a longer one.
    for wanted in (
        [one for one in found if one.workbook == node.workbook and one is not node],
        [one for one in found if one.workbook != node.workbook],
        [one for one in found if one is node],
    ):
        exact = [one for one in wanted if one.cycle == node.cycle] or wanted
        if exact:
            return exact[0] if len({one.workbook for one in exact}) == 1 else Doubt.parent_in_several_workbooks
    return Doubt.parent_not_found


def _own_node(index: int, scored: ScoredObjective, workbook: str) -> _Node:
    said = scored.objective
    # A table without a column of objectives groups its rows by the parent's words: they are the objective then.
    is_its_title = said.parent.cell is not None and said.parent.cell == said.title.cell
    return _Node(
        index,
        "",
        said.title.value or "",
        objective_names((said.title.value, said.external_id.value), workbook),
        scored.cycle,
        "" if is_its_title else said.parent.value or "",
        said.weight.value,
        said.owner.value or "",
        scored.progress,
        scored.status is Status.left_out and bool(said.key_results),
    )


def _node_elsewhere(one: ObjectiveElsewhere) -> _Node:
    names = objective_names((one.title, one.given_id), one.workbook)
    left_out = one.status == Status.left_out
    return _Node(None, one.workbook, one.title, names, one.cycle, one.parent, one.weight, one.owner, one.progress,
                 left_out, one.read_on)  # fmt: skip


def _is_of_its_time(parent: _Node, child: _Node) -> bool:
    if parent.cycle is None or child.cycle is None:
        return True
    return parent.cycle.first_day <= child.cycle.first_day and child.cycle.last_day <= parent.cycle.last_day


def _mean(nodes: Sequence[_Node], children: Sequence[Child]) -> Decimal | None:
    """The children's progress by their weights; one without a value counts as 0, and none where none has any."""
    if all(child.progress is None for child in children):
        return None
    weights = [node.weight for node in nodes]
    parts = weigh(weights, total_of([weights]), [node.left_out for node in nodes]).parts
    whole = sum(parts, _ZERO)
    if not whole:
        return None
    together = sum([(child.progress or _ZERO) * part for child, part in zip(children, parts, strict=True)], _ZERO)
    return together / whole
