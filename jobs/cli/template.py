"""``template list`` and ``template new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.opening import Opened, opened
from jobs.cli.options import Config, Json, Quiet, Verbose, chosen_cycle, chosen_language, complete_template
from jobs.cli.output import Output, in_shell
from sync.model.findings import Language

app = typer.Typer(name="template", rich_markup_mode=None, no_args_is_help=True, help="Make workbooks from templates.")


@app.command("list")
def list_templates(
    as_json: Json = False, config: Config = None, quiet: Quiet = False, verbose: Verbose = False
) -> None:
    """List the templates."""
    from sync.templates import templates

    output = opened(config, as_json=as_json, quiet=quiet, verbose=verbose).output
    found = templates()
    if as_json:
        output.data([{"name": each.name, "languages": each.languages, "summaries": each.summaries} for each in found])
        return
    rows = [(each.name, language, each.summaries[language]) for each in found for language in each.languages]
    output.table(("template", "language", "what it is"), rows)


@app.command("new")
def new_workbook(
    name: Annotated[str, typer.Argument(help="The template's name.", autocompletion=complete_template)],
    where: Annotated[
        str,
        typer.Argument(
            metavar="WHERE", help="The workbook to write (teams/sales.xlsx), or google: and a folder's id or address."
        ),
    ],
    lang: Annotated[str, typer.Option("--lang", help="The language, like vi or en.")] = "vi",
    cycle: Annotated[str, typer.Option("--cycle", help="Like 2026-Q4; the present quarter if not given.")] = "",
    title: Annotated[str, typer.Option("--title", help="Of a spreadsheet in Google Drive.")] = "",
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a workbook from a template, or make a spreadsheet of it in a folder of Google Drive."""
    from sync.templates import template_workbook, write_new_file

    language = chosen_language(lang)
    if where.startswith("google:"):
        _make_in_google(name, where, language, cycle, title, opened(config, quiet=quiet, verbose=verbose))
        return
    path = Path(where)
    if path.suffix.lower() != ".xlsx":
        raise typer.BadParameter(
            f"'{where}' does not end in .xlsx: name the workbook to write, like teams/sales.xlsx, or google:FOLDER"
        )
    output = opened(config, quiet=quiet, verbose=verbose).output
    write_new_file(path, template_workbook(name, language, chosen_cycle(cycle)))
    output.line(f"wrote {path}")
    tell_wording(name, language, output)
    output.message(f"fill it in, then: okr-sync check {in_shell(path)}")


def tell_wording(name: str, language: Language, output: Output) -> None:
    """Say so where a template has no words in a language."""
    from sync.templates import has_words

    if not has_words(name, language):
        output.message(f"its words are English, for want of others; its owned columns (⟳) are in {language}")


def _make_in_google(name: str, where: str, language: Language, cycle: str, title: str, at: Opened) -> None:
    from jobs.starting import own_language, start_spreadsheet

    chosen = chosen_cycle(cycle, at.house.settings.calendar)
    folder = where.removeprefix("google:")
    made = start_spreadsheet(at.house, folder, template=name, language=language, cycle=chosen, title=title)
    at.output.line(f"made {made.address}")
    tell_wording(name, language, at.output)
    at.output.message("fill it in, and name it in config.toml, so that it is synced:")
    own = own_language(language)
    at.output.message(f'\n[[workbook]]\nname = "{name}"\nsource = "google:{made.key}"\n{own}')
    at.output.message(f"then: okr-sync check {name}")
