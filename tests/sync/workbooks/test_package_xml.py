"""Elements of a part are found where a parser finds them, also inside of others of their name."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks.package_xml import Element, children_of, root_of, shadow_of

NAMES = st.sampled_from(["c", "cols", "col", "ext", "extLst"])
FILLINGS = st.sampled_from(["", " ", "text", "<!-- </c> -->", "<![CDATA[<c>]]>", "<c/>", '<col a="1>2"/>'])
TREES = st.recursive(
    st.builds("<{0}>{1}</{0} >".format, NAMES, FILLINGS),
    lambda inner: st.builds("<{0}>{1}</{0}>".format, NAMES, st.lists(inner, max_size=3).map("".join)),
    max_leaves=8,
)


def names_in(shadow: bytes, element: Element) -> list[object]:
    return [element.name.decode(), *(names_in(shadow, child) for child in children_of(shadow, element))]


def parsed(element: ElementTree.Element) -> list[object]:
    return [element.tag, *map(parsed, element)]


@given(TREES)
def test_what_is_inside_of_what_is_what_a_parser_says(tree: str) -> None:
    shadow = shadow_of(tree.encode())
    assert names_in(shadow, root_of(shadow)) == parsed(ElementTree.fromstring(tree))


def test_an_element_ends_after_another_of_its_name_inside_of_it() -> None:
    shadow = shadow_of(b"<a><ext><ext/><x><ext>1</ext></x></ext><ext>2</ext></a>")
    found = [shadow[child.start : child.end] for child in children_of(shadow, root_of(shadow))]
    assert found == [b"<ext><ext/><x><ext>1</ext></x></ext>", b"<ext>2</ext>"]
