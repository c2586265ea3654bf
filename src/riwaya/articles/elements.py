"""Elements: what the names of HTML's elements mean to a reader of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

# They begin and end a block of text.
BLOCKS: Final = (
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
# Their content is not text, and is not scanned for tags.
RAW: Final = ("script", "style", "textarea", "xmp")
# Their content is markup that readers do not see, or see only in a widget.
MARKUP_UNSEEN: Final = (
    "audio", "canvas", "datalist", "iframe", "noembed", "noframes", "noscript", "object", "select", "svg", "template",
    "video",
)  # fmt: skip
UNSEEN: Final = frozenset({*RAW, *MARKUP_UNSEEN, "title"})

# Which open elements a start tag ends when they are innermost: what HTML lets authors leave out.
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ENDS: Final[dict[str, frozenset[str]]] = (
    dict.fromkeys(BLOCKS, frozenset({"p"}))
    | dict.fromkeys(HEADINGS, HEADINGS | {"p"})
    | dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd", "p"}))
    | dict.fromkeys(("td", "th"), frozenset({"td", "th", "p", "li"}))
    | {
        "button": frozenset(),
        "li": frozenset({"li", "p"}),
        "tbody": frozenset({"td", "th", "tr", "p", "thead", "tbody"}),
        "tr": frozenset({"td", "th", "tr", "p", "li"}),
    }
)

# Frequent names that mean nothing at some tags.
_PLAIN: Final = (
    "a", "b", "big", "br", "center", "code", "del", "em", "font", "hr", "html", "i", "img", "input", "ins", "label",
    "link", "meta", "option", "path", "picture", "rp", "rt", "ruby", "s", "small", "source", "span", "strong", "style",
    "sub", "sup", "time", "title", "tt", "u", "use", "var", "wbr",
)  # fmt: skip

_Action = TypeVar("_Action")


class Actions(dict[str, _Action | None]):
    """What to do at tags of each name; ``None`` is nothing.

    Names in lower case are found at once, other spellings after a detour.

    >>> actions = Actions((("div", "p"), "begin"), (("p",), "paragraph"))
    >>> actions["div"], actions["P"], actions["b"], actions["o:p"]
    ('begin', 'paragraph', None, None)
    """

    def __init__(self, *groups: tuple[Sequence[str], _Action]) -> None:
        """Take names and what to do at them; later ones win."""
        super().__init__(dict.fromkeys(_PLAIN))
        for names, action in groups:
            self.update(dict.fromkeys(names, action))

    def __missing__(self, name: str) -> _Action | None:
        """Look up the name in lower case."""
        return None if name.islower() else self.get(name.lower())
