"""What the network sees of a word, and of the place it stands at."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.statements.invented import FEW, TEXTS, passage_of

from riwaya import rules as tables
from riwaya.statements.features import BUCKETS, PLACES, Names, bucket, parts, places, sentence_numbers, spellings
from riwaya.statements.lexicon import compiled

LEXICON = compiled(FEW)
SAID = ["aspect:perfect", "act:say", "flag:comma", "verb:clause", "verb:colon", "verb:masculine"]
DENIED = ["aspect:perfect", "act:deny", "flag:noun", "verb:clause", "verb:nominal"]

# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("جسر", []),
        # classes: the word itself, and what is left of it without what is written into it
        ("صحيفه", ["class:media"]),
        ("وزير", ["class:role", "class:title"]),
        ("الوزير", ["class:role", "bare:role", "bare:title"]),
        ("والوزير", ["bare:role", "bare:title"]),
        ("بالوزير", ["bare:role", "bare:title"]),
        ("للوزير", ["bare:role", "bare:title"]),
        ("لوزاره", ["bare:organisation"]),
        ("سامي", ["name", "class:given_name"]),
        ("لسامي", ["bare:given_name"]),
        ("النعمان", ["name", "class:family_name", "bare:family_name"]),
        ("كاذبه", ["class:falsity"]),
        ("صحه", []),  # of an expression, and no word of the class by itself
        # verbs, with what is written to them before and after
        ("قال", SAID),
        ("وقال", [*SAID, "verb:joined"]),
        ("فقال", [*SAID, "verb:joined"]),
        ("وسيقول", ["aspect:imperfect", *SAID[1:], "verb:joined"]),
        ("ليقول", ["aspect:imperfect", *SAID[1:]]),
        ("قالوا", [*SAID, "verb:several"]),
        ("نفت", [*DENIED, "verb:feminine"]),
        ("نفاه", [*DENIED, "verb:pronoun", "verb:masculine"]),
        ("اعترف", ["aspect:perfect", "act:confirm", "flag:helped", "verb:prepositions", "verb:masculine"]),
        ("طالب", ["aspect:perfect", "act:demand", "flag:twin", "verb:prepositions", "verb:masculine"]),
        # marks, digits, Latin
        (":", ["mark:colon"]),
        (".", ["mark:stop"]),
        ("؟", ["mark:stop"]),
        ("،", ["mark:comma"]),
        ("؛", ["mark:semicolon"]),
        ("«", ["mark:quote"]),
        ('"', ["mark:quote"]),
        ("(", ["mark:open"]),
        (")", ["mark:close"]),
        ("\n", ["mark:line"]),
        ("–", ["mark:dash"]),
        ("%", ["mark:other"]),
        ("_", ["mark:other"]),
        ("12", ["digits"]),
        ("12.5", ["digits"]),
        ("BBC", ["latin"]),
        ("\u0410\u043d\u043d\u0430", ["latin"]),  # Cyrillic
        ("a1", ["latin"]),
    ],
)
def test_names_of(word: str, names: list[str]) -> None:
    first, *others = Names(LEXICON).of(word)
    assert first == f"word:{word}"
    assert set(others) == set(names)
    assert len(others) == len(names), "each once"


@given(TEXTS)
def test_any_word_has_names_each_once_and_the_same_in_any_order_of_asking(text: str) -> None:
    lexicon = compiled(tables.load())
    words = passage_of(text).words
    names = Names(lexicon)
    found = {word: list(names.of(word)) for word in words}
    for word in reversed(words):
        assert list(Names(lexicon).of(word)) == found[word]
        assert len(set(found[word])) == len(found[word])
        assert found[word][0] == f"word:{word}"


# -- spelling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", []),
        ("قال إن", ["قال", "إن"]),
        ("قال أن", ["قال", "أن"]),
        ("أكدت إلى الوزير", ["أكدت", "إلى", ""]),
        ("أكَّدتْ «إنَّ»", ["أكدت", "«", "إن", "»"]),
        ("١٢ 12 12345", ["١٢", "12", ""]),
        ("قال: «نعم", ["قال", ":", "«", "نعم", ""]),  # the last is the text's end
    ],
)
def test_only_short_words_keep_their_spelling(text: str, kept: list[str]) -> None:
    assert spellings(passage_of(text)) == kept


def test_the_row_of_a_part_never_changes() -> None:
    """Weights are made for these very rows."""
    assert [bucket(part) for part in ("", "a", "123456789")] == [0, 0xE8B7BE43 % BUCKETS, 0xCBF43926 % BUCKETS]


FIRST_LETTER, TWO, THREE, LAST_LETTER, LAST_TWO, LAST_THREE, CORE, CORE_END, WHOLE, WRITTEN = range(10)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (("قال", "قال"), ("قال", "قال"), set(range(10))),
        (("ان", "إن"), ("ان", "أن"), set(range(9))),
        (("الوزير", ""), ("الوزير", ""), set(range(10))),
        # without clitics they are one word
        (("الوزير", ""), ("بالوزير", ""), {LAST_LETTER, LAST_TWO, LAST_THREE, CORE, CORE_END, WHOLE, WRITTEN}),
        (("وقالت", ""), ("قالت", ""), {LAST_LETTER, LAST_TWO, LAST_THREE, CORE, CORE_END, WHOLE, WRITTEN}),
        # beginnings and endings are told from each other, and long from short
        (("قالت", ""), ("قالب", ""), {FIRST_LETTER, TWO, THREE, CORE, WRITTEN}),
        (("عيان", ""), ("سكان", ""), {LAST_LETTER, LAST_TWO, CORE_END, WRITTEN}),
        (("مديره", ""), ("مديريه", ""), {FIRST_LETTER, TWO, THREE, LAST_LETTER, CORE, WRITTEN}),
        (("ن", ""), ("نن", ""), {FIRST_LETTER, LAST_LETTER, WRITTEN}),
    ],
)
def test_parts_that_words_share(one: tuple[str, str], other: tuple[str, str], shared: set[int]) -> None:
    both = zip(parts(*one), parts(*other), strict=True)
    assert {number for number, (left, right) in enumerate(both) if left == right} == shared


@given(some.text(min_size=1), some.text(max_size=4))
def test_any_word_has_its_parts(word: str, surface: str) -> None:
    found = parts(word, surface)
    assert len(found) == 10
    assert all(0 <= row < BUCKETS for row in found)
    assert found == parts(word, surface)


# -- places ------------------------------------------------------------------------------------------------------------

(
    FIRST, MARK, NEAR, OPENING, CLOSING, SPEECH, SET_OFF, UNCLOSED, OPENED, TO_CLOSE, BRACKETS, GLUED, BEGINNING, LINE,
    ASIDE, FALSITY, LINK, UNTRUE,
) = range(PLACES)  # fmt: skip
SAYING = "قال: «عاد كل شيء إلى مكانه. نعم». وغادر"


@pytest.mark.parametrize(
    ("text", "column", "tokens"),
    [
        # sentences: their first token, the mark after the last, the three they begin with
        ("قال نعم. وغادر", FIRST, [0, 3]),
        ("قال نعم. وغادر", MARK, [2]),
        ("قال نعم. وغادر", NEAR, [0, 1, 3]),
        ("عاد كل شيء إلى مكانه", NEAR, [0, 1, 2]),
        ("قال نعم.\nوغادر", FIRST, [0, 4]),
        ("قال نعم.", BEGINNING, [0]),
        ("قال\n\nنعم", LINE, [1, 2]),
        # a quotation of speech
        (SAYING, FIRST, [0, 12]),
        (SAYING, OPENING, [2]),
        (SAYING, CLOSING, [10]),
        (SAYING, SPEECH, list(range(2, 11))),
        (SAYING, SET_OFF, []),
        (SAYING, UNCLOSED, []),
        (SAYING, OPENED, [3]),
        (SAYING, TO_CLOSE, [9]),
        # a name set off
        ('وصلت "الرمال" أمس', OPENING, [1]),
        ('وصلت "الرمال" أمس', CLOSING, [3]),
        ('وصلت "الرمال" أمس', SPEECH, []),
        ('وصلت "الرمال" أمس', SET_OFF, [1, 2, 3]),
        ('وصلت "الرمال" أمس', OPENED, [2]),
        ('وصلت "الرمال" أمس', TO_CLOSE, [2]),
        # two of them
        ("«نعم» «لا»", OPENING, [0, 3]),
        ("«نعم» «لا»", CLOSING, [2, 5]),
        # a quotation that nobody closes goes to the end of its sentence, its line or the text
        ("قال: «نعم. وغادر", UNCLOSED, [2, 3, 4]),
        ("قال: «نعم. وغادر", OPENING, [2]),
        ("قال: «نعم. وغادر", CLOSING, []),
        ("قال: «نعم\nوغادر", UNCLOSED, [2, 3, 4]),
        ("قال: «نعم", UNCLOSED, [2, 3, 4]),  # the token of the text's end
        ("قال: «", UNCLOSED, [2, 3]),
        # brackets, closed or to the end of the line
        ("سامي (مدير المتحف) وصل", BRACKETS, [1, 2, 3, 4]),
        ("سامي (مدير\nوصل", BRACKETS, [1, 2]),
        ("سامي) وصل", BRACKETS, []),
        # what is written to the token before it
        ("قال: «نعم».", GLUED, [1, 3, 4, 5]),
        ("قال : نعم", GLUED, []),
        ("12كم", GLUED, [1]),
        # expressions
        ("عاد في إشارة إلى الجسر", ASIDE, [1, 2, 3]),
        ("في إشارة", ASIDE, []),
        ("ما يعني أن", ASIDE, [0, 1, 2]),
        ("أكد أنه لا صحة له", UNTRUE, [2, 3, 4]),
        ("لا صحة لما قيل", UNTRUE, [0, 1]),
        ("أخبار كاذبة محضة", FALSITY, [1, 2]),
        ("رابط الخبر: هنا", LINK, [0, 1]),
    ],
)
def test_places(text: str, column: int, tokens: list[int]) -> None:
    found = places(passage_of(text), LEXICON)
    assert np.flatnonzero(found[:, column]).tolist() == tokens


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("قال نعم", [0, 0]),
        ("قال نعم. وغادر.", [0, 0, 1, 1, 1]),
        ("قال نعم.\nوغادر ليلا", [0, 0, 1, 1, 1, 1]),
        ("قال: «نعم. لا». وغادر", [0, 0, 0, 0, 0, 0, 0, 1, 1]),
        (". . .", [0, 0, 0]),
        ("\n\nقال", [0, 0, 0]),
    ],
)
def test_sentence_numbers(text: str, numbers: list[int]) -> None:
    assert sentence_numbers(passage_of(text)).tolist() == numbers


@given(TEXTS)
def test_each_token_of_any_text_has_a_place(text: str) -> None:
    passage = passage_of(text)
    found = places(passage, LEXICON)
    assert found.shape == (len(passage.words), PLACES)
    assert found.dtype == np.float32
    assert set(np.unique(found).tolist()) <= {0.0, 1.0}
    assert np.array_equal(found, places(passage_of(text), LEXICON))
    if passage.words:
        assert np.flatnonzero(found[:, BEGINNING]).tolist() == [0]
        assert found[:, FIRST].sum() == len(passage.sentences)
        assert found[:, OPENING].sum() == len(passage.quotations)
        assert found[:, CLOSING].sum() == sum(quotation.closed for quotation in passage.quotations)
        assert ((found[:, SPEECH] + found[:, SET_OFF] > 0) == (np.array(passage.quoted) >= 0)).all()


@given(TEXTS)
def test_sentences_are_counted_on(text: str) -> None:
    passage = passage_of(text)
    numbers = sentence_numbers(passage).tolist()
    assert len(numbers) == len(passage.words)
    assert all(before <= after <= before + 1 for before, after in itertools.pairwise(numbers))
    assert not numbers or (numbers[0] == 0 and numbers[-1] == max(len(passage.sentences) - 1, 0))
    for number, (first, last) in enumerate(passage.sentences):
        assert set(numbers[first:last]) == {number}
