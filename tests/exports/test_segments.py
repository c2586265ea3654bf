"""Marks over a text: balanced, nested, and the text itself unchanged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riwaya.exports.segments import Token, paragraphs
from riwaya.model import Article, Capture, Statement
from riwaya.text import Alignment, Span, merge

LENGTH = 40


def article(text: str, statements: tuple[Statement, ...]) -> Article:
    return Article(
        text, Alignment.identity(len(text)), Capture(b"", text, "text/plain", "", "utf-8"), statements=statements
    )


def statement(content: list[Span], source: list[Span] | None = None) -> Statement:
    return Statement(merge(content), merge(source or []), (), (), None, None, "say", "indirect")


def written(tokens: list[Token]) -> str:
    """The tokens as a person would mark them: [3c …] is a piece of the content of statement 3, ^3 its number."""
    shown = ""
    for token in tokens:
        if token.layer:
            shown += f"[{token.layer.statement}{token.layer.part[0]} "
        elif token.kind == "number":
            shown += f"^{token.statement}"
        else:
            shown += {"close": "]", "hidden": f"<{token.text}>"}.get(token.kind, token.text)
    return shown


def test_a_statement_within_a_statement() -> None:
    text = "قال سامي إن مها أكدت البقاء."
    outer = statement([Span(12, 27)], [Span(4, 8)])
    inner = statement([Span(21, 27)], [Span(12, 15)])
    [tokens] = paragraphs(article(text, (outer, inner)))
    assert written(tokens) == "قال [0s سامي] إن [0c [1s مها] أكدت [1c البقاء^1]^0]."


def test_what_crosses_is_cut() -> None:
    [tokens] = paragraphs(article("abcdef gh", (statement([Span(0, 4)]), statement([Span(2, 6)]))))
    assert written(tokens) == "[0c ab][1c [0c cd]ef^1]^0 gh"


def test_a_content_over_two_paragraphs_is_marked_in_both() -> None:
    both = list(paragraphs(article("ab cd\n\nef gh", (statement([Span(3, 9)]),))))
    assert [written(tokens) for tokens in both] == ["ab [0c cd]", "[0c ef^0] gh"]


def test_a_number_never_stands_inside_a_word() -> None:
    [tokens] = paragraphs(article("abcd ef", (statement([Span(1, 3)]),)))
    assert written(tokens) == "a[0c bc]d^0 ef"


def test_hidden_characters_stand_apart() -> None:
    [tokens] = paragraphs(article("a\u202eb\u200f", ()))
    assert written(tokens) == "a<U+202E>b<U+200F>"


spans = st.lists(
    st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda pair: Span(*sorted(pair))), max_size=3
)


@given(
    st.text(st.sampled_from("ab ب\n\u202e"), min_size=LENGTH, max_size=LENGTH),
    st.lists(st.builds(statement, spans, spans), max_size=6),
)
def test_marks_nest_and_every_character_is_marked_as_its_statements_say(text: str, statements: list[Statement]) -> None:
    made = article(text, tuple(statements))
    lines = [line for line in text.split("\n") if line]
    starts = [start for start in range(LENGTH) if text[start] != "\n" and (start == 0 or text[start - 1] == "\n")]
    numbers = []
    for start, line, tokens in zip(starts, lines, paragraphs(made), strict=True):
        open_marks: list[tuple[int, str]] = []
        place = start
        for token in tokens:
            if token.layer:
                open_marks.append((token.layer.statement, token.layer.part))
            elif token.kind == "close":
                open_marks.pop()
            elif token.kind == "number":
                numbers.append(token.statement)
            else:
                for _ in range(1 if token.kind == "hidden" else len(token.text)):
                    expected = [
                        (number, part)
                        for number, each in enumerate(statements)
                        for part in ("content", "source")
                        if any(first <= place < last for first, last in getattr(each, part))
                    ]
                    assert sorted(open_marks) == sorted(expected)
                    place += 1
        assert open_marks == []
        assert place == start + len(line)
    shown = [n for n, each in enumerate(statements) if each.content and text[each.content[-1].end - 1] != "\n"]
    assert set(shown) <= set(numbers)
    assert len(numbers) == len(set(numbers))
