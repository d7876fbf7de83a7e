from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.workbooks.excel_texts import SharedTexts, unescaped
from sync.workbooks.xml_events import BrokenXml

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("plain", "plain"),
        ("line_x000D_\nline", "line\r\nline"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDFE2_", "🟢"),
        ("_xD83D_", "\ufffd"),
        ("_x0000_", "_x0000_"),
        ("_xZZZZ_ _x12_", "_xZZZZ_ _x12_"),
    ],
)
def test_escapes_in_texts_are_undone(stored: str, typed: str) -> None:
    assert unescaped(stored) == typed


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>plain</t></si>", "plain"),
        ("<si/>", ""),
        ("<si />", ""),
        ("<si><t/></si>", ""),
        ("<si></si>", ""),
        ('<si><t xml:space="preserve"> kept </t></si>', " kept "),
        ("<si><t>R&amp;D &lt; 5 &#8363;</t></si>", "R&D < 5 ₫"),
        ("<si><r><rPr><b/></rPr><t>Mục </t></r><r><t>tiêu</t></r></si>", "Mục tiêu"),
        ('<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>', "東京"),
        ("<si><t>a<!-- no --><![CDATA[<si>]]></t></si>", "a<si>"),
        ("<si ><t >x</t ></si >", "x"),
        ("<si>\n  <t>indented</t>\n</si>", "indented"),
        ("<si><t>two\r\nlines</t></si>", "two\nlines"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_shared_text_is_found_however_it_is_written(
    item: str, text: str, encoding: str, prefix: str, size: int
) -> None:
    part = shared(["<si><t>before</t></si>", item, "<si><t>behind</t></si>"], prefix).encode(encoding)

    assert fetch(part, {0, 1, 2}, size) == {0: "before", 1: text, 2: "behind"}
    assert fetch(part, {1}, size) == {1: text}
    assert fetch(shared([item], prefix).encode(encoding), {0}, size) == {0: text}


@given(st.lists(XML_TEXT, max_size=30), st.integers(1, 200), st.data())
@settings(max_examples=100)
def test_every_text_keeps_its_number(texts: list[str], size: int, data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.integers(0, max(len(texts) - 1, 0)), min_size=1))
    part = shared([f"<si><t>{escape(text)}</t></si>" for text in texts]).encode()

    assert fetch(part, wanted, size) == {n: unescaped(texts[n]) for n in wanted if n < len(texts)}


def test_texts_are_fetched_in_turns() -> None:
    part = shared([f"<si><t>text {number}</t></si>" for number in range(10)]).encode()
    texts = SharedTexts(lambda: pieces(part, 20))

    assert texts.fetch({7}) == {7: "text 7"}
    assert texts.fetch({2, 7}) == {2: "text 2", 7: "text 7"}


def test_nothing_is_inflated_beyond_the_last_text_that_is_needed() -> None:
    part = shared([f"<si><t>text {number}</t></si>" for number in range(10_000)]).encode()
    taken = []

    def open_part() -> Iterator[bytes]:
        for piece in pieces(part, 1_000):
            taken.append(len(piece))
            yield piece

    SharedTexts(open_part).fetch({3, 50})

    assert sum(taken) < 5_000


@pytest.mark.parametrize(
    "part",
    [
        b"<sst><si><t>cut o",
        b"<sst><si><t>\xff</t></si></sst>",
        b"<sst><si><t>&nope;</t></si></sst>",
        b"<!DOCTYPE sst [<!ENTITY a 'b'>]><sst><si><t>&a;</t></si></sst>",
        b"<sst><si><t>a</b></si></sst>",
        b"not xml",
        b"",
        b"<?xml version='1.0' encoding='klingon'?><sst><si><t>a</t></si></sst>",
    ],
)
def test_a_broken_part_is_refused(part: bytes) -> None:
    with pytest.raises(BrokenXml):
        fetch(part, {0, 5})


def test_a_workbook_without_the_part_has_no_shared_texts() -> None:
    assert SharedTexts(None).fetch({1}) == {}


def shared(items: list[str], prefix: str = "") -> str:
    body = "".join(items)
    if prefix:
        for tag in ("si", "t", "r", "rPr", "b", "rPh", "phoneticPr"):
            for end in (">", " ", "/"):
                body = body.replace(f"<{tag}{end}", f"<{prefix}{tag}{end}").replace(
                    f"</{tag}{end}", f"</{prefix}{tag}{end}"
                )
        body = body.replace(f"<![CDATA[<{prefix}si>", "<![CDATA[<si>")
    return f'<{prefix}sst xmlns{":" + prefix[:-1] if prefix else ""}="urn:any" count="3">{body}</{prefix}sst>'


def fetch(part: bytes, wanted: set[int], size: int = 10_000) -> dict[int, str]:
    return SharedTexts(lambda: pieces(part, size)).fetch(wanted)


def pieces(part: bytes, size: int) -> Iterator[bytes]:
    return (part[start : start + size] for start in range(0, len(part), size))
