"""The words of the interface, in the reader's language."""

from __future__ import annotations

from riwaya.rules import Rules

LANGUAGES = ("en", "ar")


class Labels:
    """The labels of one language, from ``rules/labels.toml``.

    >>> from riwaya import rules
    >>> Labels(rules.load(), "en")("act.deny")
    'denies'
    """

    def __init__(self, rules: Rules, language: str) -> None:
        """Read the labels of ``language``, one of :data:`LANGUAGES`."""
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self._words = {row.id: row.text(language) for row in rules.rows("labels")}

    def __call__(self, name: str) -> str:
        """Return the label of that name."""
        return self._words[f"label.{name}"]
