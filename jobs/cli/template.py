"""``template list`` and ``template new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.opening import opened
from jobs.cli.options import Json, Quiet, chosen_cycle, chosen_language, complete_template

app = typer.Typer(name="template", rich_markup_mode=None, no_args_is_help=True, help="Make workbooks from templates.")


@app.command("list")
def list_templates(as_json: Json = False) -> None:
    """List the templates."""
    from sync.templates import templates

    output = opened(as_json=as_json).output
    found = templates()
    if as_json:
        output.data([{"name": each.name, "languages": each.languages, "summaries": each.summaries} for each in found])
        return
    rows = [(each.name, language, each.summaries[language]) for each in found for language in each.languages]
    output.table(("template", "language", "what it is"), rows)


@app.command("new")
def new_workbook(
    name: Annotated[str, typer.Argument(help="The template's name.", autocompletion=complete_template)],
    where: Annotated[Path, typer.Argument(metavar="PATH", help="The workbook to write.")],
    lang: Annotated[str, typer.Option("--lang", help="vi or en.")] = "vi",
    cycle: Annotated[str, typer.Option("--cycle", help="Like 2026-Q4; the present quarter if not given.")] = "",
    quiet: Quiet = False,
) -> None:
    """Write a workbook from a template."""
    from sync.templates import template_workbook, write_new_file

    if where.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"'{where}' does not end in .xlsx: name the workbook to write, like teams/sales.xlsx")
    output = opened(quiet=quiet).output
    write_new_file(where, template_workbook(name, chosen_language(lang), chosen_cycle(cycle)))
    output.line(f"wrote {where}")
    output.message(f"fill it in, then: okr-sync check {where}")
