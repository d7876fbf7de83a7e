"""A text's tokens: figures, names with numbers in them, and words with the marks that they bear."""

from __future__ import annotations

from dataclasses import dataclass

from sync.reading.texts.figures import Figure
from sync.reading.texts.lexicon import Phrases
from sync.reading.texts.marks import Marks


@dataclass(slots=True, eq=False)
class Token:
    """A piece of a text, and its ``word`` in lower case. A figure has ``figure``; a name (P95, Q4, 31/12/2026) has
    ``name``; a word its marks, and the longer phrases that it ``opens`` by their second word. ``is_plain``: it is a
    word that opens no phrase, is no number and no verb.

    Tokens are asked hundreds of times a text, and an attribute of a slot takes 4 ns where a NamedTuple's takes 15.
    """

    text: str
    word: str
    marks: Marks = 0
    figure: Figure | None = None
    name: bool = False
    opens: Phrases | None = None
    is_plain: bool = False


@dataclass(slots=True, eq=False)
class Tokens:
    """The tokens of a text, the tidied text, where in it each of them starts, whether it is Vietnamese, and all marks
    that its tokens have between them. Once they are settled, ``said`` are their words, and ``figures`` is how many of
    them are figures."""

    text: str
    tokens: list[Token]
    starts: list[int]
    vietnamese: bool
    marks: Marks
    said: frozenset[str] = frozenset()
    figures: int = 0

    def settle(self) -> Tokens:
        """Take down what all tokens say between them, since most that is asked of a text asks for words that it has
        not."""
        self.said = frozenset([token.word for token in self.tokens])
        self.figures = len([None for token in self.tokens if token.figure is not None])
        return self

    def end(self, place: int) -> int:
        """Given the index of a token, return where in the text it ends."""
        return self.starts[place] + len(self.tokens[place].text)

    def words(self, first: int, last: int) -> str:
        """Given the indexes of two tokens, return what the text says from the one to the other."""
        return self.text[self.starts[first] : self.end(last)]
