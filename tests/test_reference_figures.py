"""The figures in solutions/figures/: drawn again they are the same bytes, and the functions decide. 5 seconds."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from reference import pages
from reference.decay import predicted_under_adam, predicted_under_adamw, weights_under_adam, weights_under_adamw
from reference.figures import FIGURES, draw
from sweeps import sampled

from solutions import q1_dropout, q2_batchnorm, q3_layernorm, q4_optimizers

SHOWN = {
    "expected_loss": [(q1_dropout, "expected_loss"), (q1_dropout, "dropout_loss"), (q1_dropout, "f")],
    "leakage": [(q3_layernorm, "leaked_entries"), (q3_layernorm, "leakage_count"), (q2_batchnorm, "batchnorm"),
                (q3_layernorm, "layernorm")],
    "moment_bias": [(q4_optimizers, "expected_moment"), (q4_optimizers, "bias_corrected")],
    "decay": [(q4_optimizers, "adam_l2_step"), (q4_optimizers, "adamw_step")],
}  # fmt: skip
FOLDER = pages.SOLUTIONS / "figures"


def spoil(value):
    if isinstance(value, tuple):
        return spoil(value[0]), *value[1:]
    return ~value if np.asarray(value).dtype.kind == "b" else value * 0.99


@pytest.mark.parametrize("name", FIGURES)
def test_drawn_again_it_is_the_same_file(name, tmp_path):
    draw(name, tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_bytes() == (FOLDER / f"{name}.svg").read_bytes(), "run make figures"


DRAWN = [(name, *where) for name in SHOWN for where in SHOWN[name]]


@pytest.mark.parametrize(("name", "module", "function"), sampled(DRAWN, 4))
def test_another_function_draws_another_picture(name, module, function, tmp_path, monkeypatch):
    right = getattr(module, function)
    monkeypatch.setattr(module, function, lambda *arguments: spoil(right(*arguments)))
    draw(name, tmp_path / "other.svg")
    assert (tmp_path / "other.svg").read_bytes() != (FOLDER / f"{name}.svg").read_bytes()


@pytest.mark.parametrize("name", FIGURES)
def test_it_has_a_title_no_date_and_asks_for_nothing_from_elsewhere(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert FIGURES[name][2] in "".join(root.itertext())
    assert not re.search(r"\b20\d\d-\d\d|<dc:date|<image|@import|<script|<text", text)
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]+)"', text))


def test_each_figure_stands_on_one_page_with_words_for_who_cannot_see_it():
    pictures = [match for name in pages.NAMES for match in pages.PICTURE.finditer(pages.read(name))]
    assert sorted(match[2] for match in pictures) == sorted(f"figures/{name}.svg" for name in FIGURES)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.svg" for name in FIGURES}
    assert all(len(match[1].split()) > 8 for match in pictures)


@pytest.mark.parametrize(("size", "within"), [(1.0, 0.01), (0.01, 0.08)])
def test_decay_goes_as_the_page_says(size, within):
    """Small gradients less closely: the average of squares still remembers a larger weight."""
    assert np.abs(weights_under_adam(size) - predicted_under_adam(size)).max() < within
    assert np.abs(weights_under_adamw(size) - predicted_under_adamw()).max() < 0.01


def test_large_gradients_switch_the_penalty_off_in_adam_and_not_in_adamw():
    assert weights_under_adam(1.0)[-1] > 0.8 > 0.1 > weights_under_adam(0.01)[-1]
    assert weights_under_adamw(1.0)[-1] == pytest.approx(weights_under_adamw(0.01)[-1], abs=0.01)
