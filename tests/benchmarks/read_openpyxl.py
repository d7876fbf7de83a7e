"""Reads a workbook with openpyxl, formulas and formats included."""

from __future__ import annotations

import sys

from openpyxl import load_workbook

if __name__ == "__main__":
    load_workbook(sys.argv[1])
