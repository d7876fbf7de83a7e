"""How much of a corpus of key-result texts is read right, field by field.

python -m tests.sync.reading.texts_measured tuned
python -m tests.sync.reading.texts_measured held_out_eighth

All texts were labelled before the reader was tuned. ``tuned.txt`` is what it was tuned on first; each other file was
not looked at until the reader was thought to be done, looked at once, and tuned on only then: what the look said stands
at the file's head. The command prints each text that is read otherwise, then the share right in each field, the
confident wrong values (a value is given, and it is another), and how well tasks are told from values.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sync.reading.explaining import explain_text

FOLDER = Path(__file__).parent / "texts"
FIELDS = (
    "measurable", "kind", "direction", "change", "baseline", "target", "lower", "upper", "unit", "currency", "cadence",
    "doubt",
)  # fmt: skip
NUMBERS = ("change", "baseline", "target", "lower", "upper")
DIRECTIONS = {"increase": "up", "at_least": "up", "decrease": "down", "at_most": "down"}


@dataclass(frozen=True)
class Text:
    """A text and its label: for each field the answers that are right."""

    text: str
    kind: str
    fields: dict[str, tuple[str | None, ...]]

    @property
    def is_task(self) -> bool:
        return self.kind == "none"

    @property
    def is_value(self) -> bool:
        return self.kind not in ("none", "doubt")


def corpora() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def texts_of(name: str) -> list[Text]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [text_of(line) for line in lines if line and not line.startswith("#")]


def wrong_fields(text: Text) -> dict[str, str]:
    """The fields that are read otherwise than labelled, with what is read."""
    said = read_fields(text.text)
    wrong = {name: str(said[name]) for name in FIELDS if said[name] not in text.fields[name]}
    counted = text.fields.get("counted")
    if counted is not None:
        both = [said["change"], said["target"]]
        if sorted(both, key=str) == sorted([counted[0], None], key=str):
            wrong.pop("change", None)
            wrong.pop("target", None)
    return wrong


def read_fields(text: str) -> dict[str, str | None]:
    said = explain_text(text)
    evidence = said["evidence"]
    assert isinstance(evidence, list)
    fields = {name: None if said.get(name) is None else str(said[name]) for name in FIELDS}
    return {**fields, "doubt": str(any(one["part"] == "doubt" for one in evidence))}


def is_confident_and_wrong(text: Text, wrong: dict[str, str]) -> bool:
    """Whether a value is given, and it is another, or means something else, than the text says."""
    return read_fields(text.text)["kind"] is not None and any(name in wrong for name in ("kind", "direction", *NUMBERS))


def text_of(line: str) -> Text:
    text, label = line.rsplit(" | ", 1)
    kind, *said = label.split()
    words = dict(word.partition("=")[::2] for word in said)
    fields = {name: _answers(name, words.get(name)) for name in FIELDS}
    measurable = kind not in ("none", "doubt")
    fields["measurable"] = (str(measurable),)
    fields["kind"] = (kind if measurable else None,)
    fields["doubt"] = (str(kind == "doubt"),)
    if measurable:
        fields["direction"] = (DIRECTIONS.get(kind),)
    elif kind == "doubt":  # which way is better may still be said
        fields["direction"] = (None, "up", "down")
    if "counted" in words:
        fields["counted"] = _answers("change", words["counted"])
    return Text(text, kind, fields)


def _answers(name: str, typed: str | None) -> tuple[str | None, ...]:
    if typed is None:
        return (None,)
    answers = [None if one == "-" else one.replace("_", " ") for one in typed.split("~")]
    if name in NUMBERS:
        return tuple(None if one is None else format(Decimal(one).normalize(), "f") for one in answers)
    return tuple(answers)


def main() -> None:
    texts = texts_of(sys.argv[1])
    wrong_by_field: Counter[str] = Counter()
    confident = 0
    outcomes: Counter[tuple[str, str]] = Counter()
    for text in texts:
        wrong = wrong_fields(text)
        wrong_by_field.update(wrong.keys())
        is_wrong = is_confident_and_wrong(text, wrong)
        confident += is_wrong
        said = read_fields(text.text)
        read_as = "doubt" if said["doubt"] == "True" else "task" if said["kind"] is None else "value"
        outcomes["task" if text.is_task else "value" if text.is_value else "doubt", read_as] += 1
        if wrong:
            shown = ", ".join(f"{name}: {read}" for name, read in wrong.items())
            print(f"{'WRONG VALUE' if is_wrong else 'otherwise'}: {text.text}  ─▶  {shown}")
    for name in FIELDS:
        print(f"{name:11} {1 - wrong_by_field[name] / len(texts):6.1%} right")
    print(f"{confident} confident wrong values in {len(texts)} texts")
    found, tasks = outcomes["task", "task"], sum(n for (label, _), n in outcomes.items() if label == "task")
    said_tasks = sum(n for (_, read_as), n in outcomes.items() if read_as == "task")
    print(f"tasks: {tasks} of {len(texts)}; precision {found / said_tasks:.3f}, recall {found / tasks:.3f}")
    found, values = outcomes["value", "value"], sum(n for (label, _), n in outcomes.items() if label == "value")
    said_values = sum(n for (_, read_as), n in outcomes.items() if read_as == "value")
    print(f"values: {values} of {len(texts)}; precision {found / said_values:.3f}, recall {found / values:.3f}")


if __name__ == "__main__":
    main()
