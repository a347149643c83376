"""LaTeX to MathML for the dialect of the pages, corrected where latex2mathml and browsers' MathML Core disagree."""

from __future__ import annotations

import re

from latex2mathml.converter import convert

ROWS = re.compile(r"\\(begin|end)\{aligned\}")
CORRECTIONS = [
    (r"<mi>(&#x027FA;)</mi>", r"<mo>\1</mo>"),  # ⟺ gets the space of a relation as an operator only
    (r"<mi>(&#x00393;)</mi>", r'<mi mathvariant="normal">\1</mi>'),  # LaTeX sets capital Greek upright
    (r"<mo>(/|&#x0002F;)</mo>", r'<mo lspace="0" rspace="0">\1</mo>'),
    (r"<mrow>(<m[ino][^>]*>[^<]*</m[ino]>)</mrow>", r"\1"),  # an accent is placed by the letter, not by a row
    (r'(<mover accent="true">.*?)<mo>&#x0005E;</mo>', r"\1<mo>&#x002C6;</mo>"),  # the ASCII one is no accent
    (r"<msup>(<mo [^>]*minsize[^>]*>[^<]*</mo>)", r"<msup><mrow>\1</mrow>"),  # grows within a row only
]


def to_mathml(latex: str, *, displayed: bool) -> str:
    """A `<math>` element; a command that is not known is an error."""
    converted = convert(ROWS.sub(r"\\\1{align*}", latex), display="block" if displayed else "inline")
    for wrong, right in CORRECTIONS:
        converted = re.sub(wrong, right, converted)
    if "\\" in converted or re.search(r"&(?!#x|amp;|lt;|gt;)", converted):
        raise ValueError(f"cannot be written as MathML: {latex}")
    return converted
