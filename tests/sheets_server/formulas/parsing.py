"""A formula's tokens as a tree."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tests.sheets_server.formulas.tokens import Reference, Token, reference_of, tokens

_STRENGTHS = [("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",)]


class Literal(NamedTuple):
    value: float | str | bool | None


class Broken(NamedTuple):
    """An error that stands in the formula itself: '#REF!'."""

    text: str


class Name(NamedTuple):
    name: str


class Unary(NamedTuple):
    operator: str
    operand: Node


class Binary(NamedTuple):
    operator: str
    left: Node
    right: Node


class Call(NamedTuple):
    function: str
    arguments: tuple[Node, ...]


class Array(NamedTuple):
    rows: tuple[tuple[Node, ...], ...]


Node = Literal | Broken | Name | Unary | Binary | Call | Array | Reference


class FormulaError(Exception):
    """A text that is no formula."""


@lru_cache(maxsize=100_000)
def parse(formula: str, decimal: str = ".") -> Node:
    """Given a formula with its '=', and the locale's decimal sign, return its tree. Raise FormulaError when it is
    none."""
    parser = _Parser([token for token in tokens(formula[1:], decimal) if token.kind != "space"])
    node = parser.expression(0)
    if parser.peek():
        raise FormulaError(f"unexpected {parser.peek()}")
    return node


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens, self.at = found, 0

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self) -> Token:
        if self.at >= len(self.tokens):
            raise FormulaError("unexpected end")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        if self.take().text != text:
            raise FormulaError(f"{text} expected")

    def expression(self, strength: int) -> Node:
        if strength == len(_STRENGTHS):
            return self.signed()
        node = self.expression(strength + 1)
        while self.peek() in _STRENGTHS[strength] and self.tokens[self.at].kind == "operator":
            node = Binary(self.take().text, node, self.expression(strength + 1))
        return node

    def signed(self) -> Node:
        if self.peek() in ("-", "+") and self.tokens[self.at].kind == "operator":
            return Unary(self.take().text, self.signed())
        node = self.primary()
        while self.peek() == "%":
            self.take()
            node = Unary("%", node)
        return node

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Literal(float(token.text.replace(",", ".")))
        if token.kind == "text":
            return Literal(token.text[1:-1].replace('""', '"'))
        if token.kind == "reference":
            return reference_of(token.text)
        if token.kind == "error":
            return Broken(token.text)
        if token.kind == "name" and self.peek() == "(":
            self.take()
            return Call(token.text.upper(), self.arguments())
        if token.kind == "name":
            upper = token.text.upper()
            return Literal(upper == "TRUE") if upper in ("TRUE", "FALSE") else Name(token.text)
        if token.text == "(":
            node = self.expression(0)
            self.expect(")")
            return node
        if token.text == "{":
            return self.array()
        raise FormulaError(f"unexpected {token.text}")

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self.peek() == ")":
            self.take()
            return ()
        while True:
            found.append(Literal(None) if self.peek() in (",", ";", ")") else self.expression(0))
            mark = self.take().text
            if mark == ")":
                return tuple(found)
            if mark not in (",", ";"):
                raise FormulaError(f"unexpected {mark}")

    def array(self) -> Node:
        rows: list[tuple[Node, ...]] = []
        row: list[Node] = []
        while True:
            row.append(self.expression(0))
            mark = self.take().text
            if mark in (";", "}"):
                rows.append(tuple(row))
                row = []
            if mark == "}":
                return Array(tuple(rows))
            if mark not in (",", ";"):
                raise FormulaError(f"unexpected {mark}")
