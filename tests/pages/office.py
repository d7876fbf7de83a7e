"""One LibreOffice that turns workbooks into PDF, run by a Python that has its bridge ('python3-uno'), in a session that
whoever starts it ends as a whole. Its argument is an empty folder for LibreOffice's profile.

Jobs come as lines of JSON on standard input:
{"workbook": …, "pdf": …, "cells": [[tab, number, row, column, value], …], "type": true, "anew": true, "fit": true}
with paths, a tab's title and its number among the tabs from 0, rows and columns from 1. With "type", the cells are
typed into the workbook as a person would before it is printed; with "anew", all formulas are then calculated anew; with
"fit", the heights of the cells' rows are fitted where they are not set. Each job's answer is a line: "done", or what
went wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

_SECONDS_TO_START = 60
_CLOCK_STANDS_STILL = ("faketime", "-f", "2026-01-05 10:00:00")
"""So that TODAY() and NOW() say the same in each workbook."""


def main() -> None:
    name = f"pages{os.getpid()}"
    subprocess.Popen(
        [
            *_CLOCK_STANDS_STILL,
            "soffice",
            f"-env:UserInstallation=file://{sys.argv[1]}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={name};urp",
        ],
        env={**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    desktop = _desktop(name)
    for line in sys.stdin:
        print(_answer(desktop, json.loads(line)), flush=True)


def _desktop(name: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _answer(desktop: Any, job: dict[str, Any]) -> str:
    document = None
    try:
        document = desktop.loadComponentFromURL(_url(job["workbook"]), "_blank", 0, (_property("Hidden", True),))
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            return "not opened as a workbook"
        for tab, number, row, column, value in job["cells"]:
            # Titles that LibreOffice does not allow get another one.
            by_title = document.Sheets.hasByName(tab)
            sheet = document.Sheets.getByName(tab) if by_title else document.Sheets.getByIndex(number)
            if job["type"]:
                cell = sheet.getCellByPosition(column - 1, row - 1)
                if isinstance(value, str):
                    cell.setString(value)
                else:
                    cell.setValue(value)
            if job["fit"]:
                line = sheet.Rows.getByIndex(row - 1)
                line.OptimalHeight = line.OptimalHeight
        if job["anew"]:
            document.calculateAll()
        for sheet in document.Sheets:
            # Made anew by one rule in both, not by that of loading and that of typing.
            pivots = sheet.getDataPilotTables()
            for number in range(pivots.Count):
                pivots.getByIndex(number).refresh()
        document.storeToURL(_url(job["pdf"]), (_property("FilterName", "calc_pdf_Export"),))
    except Exception as error:
        return f"{type(error).__name__}: {error}".partition("\n")[0]
    finally:
        if document is not None:
            document.close(True)
    return "done"


def _url(path: str) -> str:
    return str(uno.systemPathToFileUrl(str(Path(path).resolve())))


def _property(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main()
