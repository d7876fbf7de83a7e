"""``explain``: how a text or a typed value is understood, and by which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from jobs.cli.options import Config, Json, Quiet, Verbose, chosen_language, read_config, spoken_language
from jobs.cli.output import Output, display_width
from sync.messages import with_marks
from sync.model.findings import Language
from sync.patterns import RarePattern

app = typer.Typer(rich_markup_mode=None)


class _Explain(TyperCommand):
    """Takes '-5%' and '--value=-5%' for what they are, and for no options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, with_values_last(args))


_PARTS = ("kind", "direction", "baseline", "target", "change", "lower", "upper", "unit", "currency", "cadence")


@app.command(cls=_Explain)
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A key result's text; with --value, a cell's.")],
    value: Annotated[bool, typer.Option("--value", help="It is a value, like '10 tỷ', '30%' or -5%.")] = False,
    lang: Annotated[str | None, typer.Option("--lang", help="The text's language, like vi or en.")] = None,
    locale: Annotated[
        str | None, typer.Option("--locale", help="Whose way of writing numbers holds: vi, en, de; else --lang.")
    ] = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Tell how a key result's text, or a typed value, is understood."""
    from sync.options import ReadingOptions
    from sync.reading.explaining import explain_text, explain_value, whole_of_value
    from sync.reading.sheets.locales import language_of

    if locale is None and (lang is not None or config is not None):
        locale = chosen_language(lang) if lang is not None else read_config(config).language
    understood = explain_value(text, locale) if value else explain_text(text, locale)
    output = Output(as_json, quiet, verbose, language=_language(lang, config))
    if as_json:
        output.data(understood)
    elif value:
        _show_value(understood, whole_of_value(text, locale), output)
    else:
        _show_text(understood, output, language_of([text], ReadingOptions(language="en")))


def _language(lang: str | None, config: Path | None) -> Language:
    """The one that is asked for, else that of the settings; texts are explained where these cannot be read, too."""
    if lang is not None:
        return chosen_language(lang)
    from sync.settings import SettingsError

    try:
        return spoken_language(read_config(config))
    except (SettingsError, OSError):
        return "en"


def with_values_last(words: Sequence[str]) -> list[str]:
    """Given the words after ``explain``, return them with what begins like a negative number ('-5%', '-$3'), and what
    is put to ``--value`` by '=', behind '--', where nothing is taken for an option."""
    end = words.index("--") if "--" in words else len(words)
    options: list[str] = []
    values = list(words[end + 1 :])
    for word in words[:end]:
        if word.startswith(_VALUE_IS):
            options.append(_VALUE)
            values.append(word.removeprefix(_VALUE_IS))
        elif _NEGATIVE.match(word):
            values.append(word)
        else:
            options.append(word)
    return [*options, "--", *values] if values else list(words)


_VALUE = "--value"
_VALUE_IS = f"{_VALUE}="
_NEGATIVE = RarePattern(r"-[^\w\s-]?\d")


def _show_text(understood: Mapping[str, Any], output: Output, language: Language) -> None:
    doubts = [f"'{each['words']}'" for each in understood["evidence"] if each["part"] == "doubt"]
    if not understood["measurable"] and doubts:
        said = output.say("in doubt: {words} may be the value, or part of something else", words=", ".join(doubts))
        output.line(said)
        output.message("  help: keep one value in a key result, or fill in its target column")
        return
    if not understood["measurable"]:
        output.line(output.say("not measurable: it names no value to reach"))
        example = "Doanh số mới đạt 10 tỷ" if language == "vi" else "New sales reach 10 bn"
        output.message(f"  help: say which value tells that it is done, as in '{example}'")
        return
    words = {each["part"]: each["words"] for each in understood["evidence"]}
    labels = _labels(output)
    room = max(10, *(display_width(label) + 1 for label in labels.values()))
    for part in _PARTS:
        if understood[part] is not None and (part != "direction" or part in words):
            by = "   " + output.say("from '{words}'", words=words[part]) if part in words else ""
            label, said = f"{labels[part]}:", _shown(part, understood, output)
            line = f"{label}{' ' * (room - display_width(label))} {said}{' ' * max(0, 20 - display_width(said))}{by}"
            output.line(line.rstrip())
    if "start" in words:
        output.message(f"  help: write '{words['start']}' in the same unit as the value to reach, to have its baseline")
    if doubts:
        output.message(f"  help: {doubts[0]} can be read in two ways; --locale vi or --locale en decides")


def _labels(output: Output) -> Mapping[str, str]:
    return {
        "kind": output.say("kind"),
        "direction": output.say("direction"),
        "baseline": output.say("baseline"),
        "target": output.say("target"),
        "change": output.say("change"),
        "lower": output.say("lower bound"),
        "upper": output.say("upper bound"),
        "unit": output.say("unit"),
        "currency": output.say("currency"),
        "cadence": output.say("cadence"),
    }


def _shown(part: str, understood: Mapping[str, Any], output: Output) -> str:
    said = str(understood[part])
    if part in ("kind", "direction"):
        words = {
            "increase": output.say("increase"),
            "decrease": output.say("decrease"),
            "at_least": output.say("at least"),
            "at_most": output.say("at most"),
            "between": output.say("between"),
            "milestone": output.say("milestone"),
            "up": output.say("up"),
            "down": output.say("down"),
        }
        return words.get(said, said.replace("_", " "))
    if part == "change" and not said.startswith("-"):
        said = f"+{said}"
    is_number = part in ("baseline", "target", "change", "lower", "upper")
    return with_marks(_grouped(said), output.language) if is_number else said


def _show_value(understood: Mapping[str, Any], whole: str | None, output: Output) -> None:
    lower, upper, value = understood.get("lower"), understood.get("upper"), understood["value"]
    said = [output.say("at least {number}", number=_number(lower, output))] if lower is not None else []
    said += [output.say("at most {number}", number=_number(upper, output))] if upper is not None else []
    if value is None and not said:
        output.line(output.say("not a number, nor a bound on one"))
        return
    if whole is not None:
        output.line(output.say("{part} of {all}", part=_number(value, output), all=_number(whole, output)))
        if understood["ambiguous"]:
            output.message("  help: that is more than the whole; a day is no value")
        return
    unit = understood["currency"] or understood["unit"] or ""
    output.line((", ".join(said) or _number(value, output)) + ("" if unit in ("", "%", "‰") else " ") + unit)
    if understood["ambiguous"]:
        output.message("  help: another reading is possible; --locale vi or --locale en decides")


def _number(digits: str, output: Output) -> str:
    return with_marks(_grouped(digits), output.language)


def _grouped(digits: str) -> str:
    """Given a decimal string, return it with its thousands apart, since people count zeros badly, and without those
    behind the point that say nothing."""
    whole, _, rest = digits.partition(".")
    sign, rest = whole[:1] if whole[:1] in "+-" else "", rest.rstrip("0")
    return f"{sign}{int(whole.removeprefix(sign)):,}{'.' if rest else ''}{rest}"
