"""`make reference`: one file with everything in it, and how it looks and works in a real browser. 20 seconds."""

import base64
import hashlib
import html
import re
import subprocess
from collections import Counter
from html.parser import HTMLParser

import numpy as np
import pytest
from conftest import ROOT
from reference import counterexamples, mistakes, pages
from reference.browser import Browser, find
from reference.mathml import to_mathml
from reference.render import render

from autograder import assignment
from autograder.mistakes.known import mistakes_of

WINDOWS = ((1300, False), (1300, True), (760, False), (420, False))  # the width, and whether the reader likes it dark
FUNCTIONS = [f"{module}.{name}" for module, names in assignment.FUNCTIONS.items() for name in names]


@pytest.fixture(scope="module")
def page():
    return render()


class Reader(HTMLParser):
    """What the file asks for, its ids, and its words outside of listings."""

    def __init__(self, page):
        super().__init__()
        self.links, self.sources, self.ids, self.words, self._listings = [], [], [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links += [attributes["href"]] if "href" in attributes else []
        self.sources += [attributes["src"]] if "src" in attributes else []
        self.ids += [attributes["id"]] if "id" in attributes else []
        self._listings += tag in ("pre", "code", "style", "script")
        assert tag not in ("link", "iframe", "object")
        assert tag != "script" or not attributes

    def handle_endtag(self, tag):
        self._listings -= tag in ("pre", "code", "style", "script")

    def handle_data(self, data):
        if not self._listings:
            self.words.append(data)


def test_the_command_writes_the_file():
    done = subprocess.run(["make", "-n", "reference"], cwd=ROOT, capture_output=True, text=True)
    assert "-m reference.render build/reference.html" in done.stdout


def test_the_same_pages_give_the_same_file(page):
    assert render() == page


def test_every_link_stays_in_the_file_and_arrives(page):
    reader = Reader(page)
    assert not [name for name, count in Counter(reader.ids).items() if count > 1]
    assert {link[1:] for link in reader.links if link[0] == "#"} <= set(reader.ids)
    assert all(link.startswith("#") for link in reader.links)
    assert all(source.startswith("data:image/svg+xml;base64,") for source in reader.sources)


def test_every_formula_of_the_pages_is_there(page):
    inline = [match for name in pages.NAMES for match in pages.INLINE.finditer(pages.prose(pages.read(name)))]
    displayed = pages.every_displayed()
    assert len(re.findall('<math [^>]*display="block"', page)) == len(displayed)
    assert len(re.findall('<math [^>]*display="inline"', page)) >= len(
        inline
    )  # headings stand in the list of contents too
    assert all(f'id="{formula.id}"' in page for formula in displayed)


def test_no_mark_up_is_left_over_in_the_words(page):
    words = " ".join(Reader(page).words)
    assert not re.findall(r"\$|\\[a-zA-Z]+|\*\*|```|\]\(|<!--", words)


def test_each_result_leads_to_the_code_of_the_function_and_of_its_tests(page):
    for result in pages.results():
        for path, name in ((f"solutions/{result.file}", result.function), (result.public_file[3:], result.public),
                           (result.hidden_file[3:], result.hidden)):  # fmt: skip
            assert f'<a href="#{path}:{name}"><code>{name}</code></a>' in page
            assert re.search(rf'id="{path}:{name}">(def|class) {name}\(', page)


def test_the_only_script_is_the_one_that_the_policy_names(page):
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'\"" in page


def test_each_result_leads_to_the_functions_mistakes_and_they_to_the_right_answer(page):
    for function in FUNCTIONS:
        module, _, name = function.partition(".")
        assert f'<a href="#mistakes.{function}">{len(mistakes_of(function))}</a>' in page
        _, _, after = page.partition(f'<h3 id="mistakes.{function}">')
        assert after.partition("<section")[0].endswith(
            f'<a href="#solutions/{module}.py:{name}">The right answer</a></p>\n'
        )


def test_each_mistake_stands_under_its_function_with_hint_formula_and_both_answers(page):
    for function in FUNCTIONS:
        _, _, after = page.partition(f'<h3 id="mistakes.{function}">')
        own = re.split("<h[123] ", after)[0]
        for known in mistakes_of(function):
            _, _, section = own.partition(f'id="mistakes.{function}.{known.name}">')
            section = section.partition("</section>")[0]
            assert f"<h4><code>{known.name}</code></h4>\n<p>{html.escape(known.hint)}</p>" in section
            assert re.search(r"<pre>.+?</pre>", section, re.DOTALL)
            assert re.search(r'<pre class="example">.+\nright  .+\nwrong  .+</pre>', section)


def test_the_answers_of_a_counterexample_are_what_the_page_says(page):
    """Read back from the page: the inputs give the right answer, and the wrong one is another."""
    for function in FUNCTIONS:
        solution = mistakes.solution(function)
        for known in mistakes_of(function):
            _, _, section = page.partition(f'id="mistakes.{function}.{known.name}">')
            inputs, right, wrong = re.search(r'"example">(.*)\nright  (.*)\nwrong  (.*)</pre>', section).groups()
            values = {name: eval(value) for name, _, value in (part.partition("=") for part in inputs.split("  "))}
            if function == "q3_layernorm.recover_private":  # its inputs are no whole numbers
                continue
            arguments = {name: np.array(v, float) if isinstance(v, list) else v for name, v in values.items()}
            assert right == answer_text(solution, arguments)
            assert wrong == answer_text(known.formula, arguments)
            assert right != wrong


def answer_text(function, arguments):
    given = counterexamples.answer(function, arguments)
    if not isinstance(given, tuple):
        return mistakes.shown(given)
    return "  ".join(f"{name}={mistakes.shown(part)}" for name, part in zip(arguments, given))


def test_two_rows_of_two_small_whole_numbers_tell_nearly_every_mistake():
    found = [counterexamples.find_counterexample(f, known.formula) for f in FUNCTIONS for known in mistakes_of(f)]
    assert all(found)
    larger = [f for f in found if any(max(np.shape(value), default=0) > 2 for value in f.inputs.values())]
    assert len(larger) < len(found) / 20


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (-0.0, "0"), (-5.6e-17, "0"), (1 / 3, "0.3333"), (True, "True"),
     (np.array([[True], [False]]), "[[True], [False]]"),
     (12345678.0, "1.235e+07"), (np.eye(2), "[[1, 0], [0, 1]]")],
)  # fmt: skip
def test_numbers_are_shown_short(value, text):
    assert mistakes.shown(value) == text


def test_an_unknown_command_is_an_error_and_not_a_blot():
    with pytest.raises(ValueError, match="cannot be written"):
        to_mathml(r"a \foo b", displayed=True)


# In the browser. Each question to it returns what is wrong.

FAULTS = {
    "dollars or commands in the words": r"""
        (() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode())
                if (!walker.currentNode.parentElement.closest('pre, code, script') &&
                    /\$|\\\w/.test(walker.currentNode.data))
                    found.push(walker.currentNode.data);
            return found;
        })()""",
    "broken images": """
        [...document.images].filter(i => !(i.complete && i.naturalWidth > 0 && i.getBoundingClientRect().width > 200))
            .map(i => i.alt)""",
    "a page wider than the window": """
        document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth] : []""",
    "formulas without a size": """
        [...document.querySelectorAll('math')].filter(m => {
            const box = m.getBoundingClientRect(); return !(box.width > 2 && box.height > 5);
        }).map(m => m.textContent)""",
    "numerators that do not stand above denominators": """
        [...document.querySelectorAll('mfrac')].filter(f => {
            const [above, below] = [...f.children].map(c => c.getBoundingClientRect());
            return above.bottom > below.top + 1 || above.height < 3 || below.height < 3;
        }).map(f => f.textContent)""",
    "indices that are not low, small and to the right": """
        [...document.querySelectorAll('msub')].filter(s => {
            const [base, index] = [...s.children].map(c => c.getBoundingClientRect());
            return index.top + index.bottom <= base.top + base.bottom || index.left < base.left + 2;
        }).map(s => s.textContent)""",
    "limits of sums that are not above and below": """
        [...document.querySelectorAll('math[display=block] munderover')].filter(
            u => !u.closest('msqrt')  // under a root a sum's limits may stand beside it
        ).filter(u => {
            const [sum, below, above] = [...u.children].map(c => c.getBoundingClientRect());
            return above.bottom > sum.top + 4 || below.top < sum.bottom - 4;
        }).map(u => u.textContent)""",
    "rows that overlap": """
        [...document.querySelectorAll('mtable')].filter(t => {
            const rows = [...t.children].map(c => c.getBoundingClientRect());
            return rows.some((row, k) => k && row.top < rows[k - 1].bottom - 1);
        }).map(t => t.textContent)""",
    "braces smaller than their cases": """
        [...document.querySelectorAll('mo')].filter(o => o.textContent == '{').filter(o => {
            const [brace, cases] = [o, o.nextElementSibling].map(c => c.getBoundingClientRect());
            return brace.height < 0.9 * cases.height;
        }).map(o => o.parentElement.textContent)""",
    "names cut off in the list of contents": """
        [...document.querySelectorAll('nav a')].filter(a => {
            const box = a.getBoundingClientRect(); return box.right > document.querySelector('nav').clientWidth;
        }).map(a => a.textContent)""",
    "code that runs off": """
        [...document.querySelectorAll('pre')].filter(p => p.scrollWidth > p.clientWidth)
            .map(p => p.textContent.slice(0, 80))""",
    "words too faint": """
        (() => {
            const numbers = color => color.match(/[\\d.]+/g).map(Number);
            const light = color => numbers(color).slice(0, 3).map(c => c / 255)
                .map(c => c <= 0.04 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
            const ground = e => {
                for (; e; e = e.parentElement) {
                    const color = getComputedStyle(e).backgroundColor;
                    if (numbers(color)[3] !== 0) return color;
                }
                return 'rgb(255, 255, 255)';
            };
            const faint = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const e = walker.currentNode.parentElement;
                if (!walker.currentNode.data.trim() || e.closest('script')) continue;
                const [low, high] = [getComputedStyle(e).color, ground(e)].map(light).sort((a, b) => a - b);
                if ((high + 0.05) / (low + 0.05) < 4.5) faint.add(walker.currentNode.data.slice(0, 40));
            }
            return [...faint];
        })()""",
    "formulas cut off": """
        innerWidth < 1000 ? [] : [...document.querySelectorAll('.formula > div')].filter(
            d => d.scrollWidth > d.clientWidth).map(d => d.parentElement.id)""",
}


@pytest.fixture(scope="module")
def browser():
    program = find()
    if program is None:
        pytest.skip("no Chromium on this machine; on Debian, apt-get install chromium")
    with Browser(program) as opened:
        yield opened


@pytest.fixture
def show(browser, tmp_path):
    """Open a page in a window of some width; its address is all that it may ask for."""

    def open_page(page, width=WINDOWS[0][0], dark=False):
        path = tmp_path / "reference.html"
        path.write_text(page, encoding="utf-8")
        browser.requests.clear()
        browser.complaints.clear()
        browser.open(path, width, dark=dark)
        faults = {fault: found for fault, question in FAULTS.items() if (found := browser.ask(question))}
        asked = [url for url in browser.requests if not url.startswith("data:") and url != path.as_uri()]
        return (
            faults
            | ({"requests": asked} if asked else {})
            | ({"complaints": browser.complaints[:]} if browser.complaints else {})
        )

    return open_page


@pytest.mark.parametrize(("width", "dark"), WINDOWS)
def test_it_is_laid_out_whole_and_asks_for_nothing(page, show, width, dark):
    assert show(page, width, dark) == {}


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("gamma-counted-twice", ["q2_batchnorm.grad_x gamma-counted-twice", "q3_layernorm.grad_x gamma-counted-twice"]),
        ("q2 Gamma-counted", ["q2_batchnorm.grad_x gamma-counted-twice"]),
        ("g-doubled + inverse-keep", ["q1_dropout.g g-doubled", "q1_dropout.f inverse-keep-probability"]),
        ("no-such-key", ["no known mistake has this key"]),
        ("  ", []),
    ],
)
def test_the_search_finds_a_mistake_by_its_key_and_enter_goes_there(page, show, browser, typed, listed):
    show(page)
    browser.ask(f"key.focus(); key.value = {typed!r}; key.dispatchEvent(new Event('input'))")
    assert browser.ask("[...document.querySelectorAll('#found li')].map(item => item.textContent)") == listed
    browser.ask("key.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
    at = browser.ask("decodeURIComponent(location.hash)")
    assert at == (f"#mistakes.{listed[0].replace(' ', '.')}" if len(listed) and "." in listed[0] else "")
    if at:
        assert browser.ask("Math.abs(document.querySelector(':target').getBoundingClientRect().top) < innerHeight / 2")


def test_a_search_that_finds_many_says_how_many_more(page, show, browser):
    show(page)
    browser.ask("key.value = 'q'; key.dispatchEvent(new Event('input'))")
    items = browser.ask("[...document.querySelectorAll('#found li')].map(item => item.textContent)")
    assert len(items) == 13
    assert items[-1] == f"and {sum(len(mistakes_of(f)) for f in FUNCTIONS) - 12} more"


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<main>", "<main><p>$p$", "dollars or commands in the words"),
        ("data:image/svg+xml;base64,", "data:image/svg+xml;base64,AAAA", "broken images"),
        ("<main>", '<main><div style="width: 3000px">wide</div>', "a page wider than the window"),
        ("</style>", "math { display: none }</style>", "formulas without a size"),
        ("</style>", "mfrac { display: inline-flex }</style>", "numerators that do not stand above denominators"),
        ("</style>", "msub { display: inline-block }</style>", "indices that are not low, small and to the right"),
        ("</style>", "math { math-style: compact !important }</style>", "limits of sums that are not above and below"),
        ("</style>", "mtr { position: relative; top: 0 } mtr + mtr { top: -1em }</style>", "rows that overlap"),
        ("</style>", "mrow:has(> mtable) { display: inline-block }</style>", "braces smaller than their cases"),
        ("</style>", ".formula { width: 9rem }</style>", "formulas cut off"),
        ("</style>", "nav li { white-space: nowrap }</style>", "names cut off in the list of contents"),
        ("</style>", "pre { font-size: 19px }</style>", "code that runs off"),
        ("</style>", ":root { --quiet: #b0b8c0 }</style>", "words too faint"),
        ("<main>", '<main><img alt="" src="https://example.invalid/a.png">', "complaints"),
    ],
)
def test_each_fault_would_be_found(page, show, right, wrong, fault):
    assert right in page
    faults = show(page.replace(right, wrong))
    assert fault in faults


def test_without_its_policy_a_request_would_be_seen(page, show):
    open_door = re.sub(r"<meta http-equiv=[^>]*>", '<img alt="" src="https://example.invalid/a.png">', page)
    assert show(open_door)["requests"] == ["https://example.invalid/a.png"]
