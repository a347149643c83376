"""Which characters of a student's text may stand on a page: those that are seen and stay in their place."""

from __future__ import annotations

import unicodedata

MARKS_KEPT = 2  # on one letter: X̂ has one, Vietnamese up to two
REPLACED = "\ufffd"
# What fonts draw as nothing although Unicode counts it as a letter, a mark or a sign: joiners, fillers, blanks.
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U00016fe4\U0001d159")
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # another form of the sign before; often sent with emoji
STACKING_LETTERS = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))  # second and third parts of a Korean syllable


class _Shown(dict[str, str | None]):
    """What stands on the page for a character, None for a mark; looked up once each, since texts are long."""

    def __missing__(self, character: str) -> str | None:
        self[character] = shown = _shown(character)
        return shown


SHOWN = _Shown()


def visible(text: str) -> str:
    """`text` with a sign in place of what acts or is not seen, and with two marks at most on one letter.

    Control and format characters, surrogates, private and unassigned ones (C), enclosing marks (Me), fillers and marks
    on nothing are replaced, further marks (M) and variation selectors left out. Every space but a tab is a plain one.
    """
    if text.isascii() and text.isprintable():
        return text
    result: list[str] = []
    marks = MARKS_KEPT  # there is no letter yet that could bear one
    for character in text:
        shown = SHOWN[character]
        if shown == "":
            continue
        if shown is not None:
            result.append(shown)
            marks = MARKS_KEPT if shown.isspace() else 0
        elif marks < MARKS_KEPT:
            result.append(character)
            marks += 1
        elif not result or result[-1].isspace():
            result.append(REPLACED)
    return "".join(result)


def _shown(character: str) -> str | None:
    if character in "\n\t":
        return character
    category, number = unicodedata.category(character), ord(character)
    if character in UNSEEN or category == "Me":
        return REPLACED
    if any(number in each for each in SELECTORS):
        return ""
    if not character.isprintable():
        return " " if character.isspace() else REPLACED
    return None if category in ("Mn", "Mc") or any(number in each for each in STACKING_LETTERS) else character
