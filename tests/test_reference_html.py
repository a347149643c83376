"""`make reference`: one file with everything in it, and how it looks in a real browser. 10 seconds."""

import re
import subprocess
from collections import Counter
from html.parser import HTMLParser

import pytest
from conftest import ROOT
from reference import pages
from reference.browser import Browser, find
from reference.mathml import to_mathml
from reference.render import render

WIDTHS = (1300, 420)


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
        self._listings += tag in ("pre", "code", "style")
        assert tag not in ("script", "link", "iframe", "object")

    def handle_endtag(self, tag):
        self._listings -= tag in ("pre", "code", "style")

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


def test_an_unknown_command_is_an_error_and_not_a_blot():
    with pytest.raises(ValueError, match="cannot be written"):
        to_mathml(r"a \foo b", displayed=True)


# In the browser. Each question to it returns what is wrong.

FAULTS = {
    "dollars or commands in the words": r"""
        (() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode())
                if (!walker.currentNode.parentElement.closest('pre, code') && /\$|\\\w/.test(walker.currentNode.data))
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

    def open_page(page, width=WIDTHS[0]):
        path = tmp_path / "reference.html"
        path.write_text(page, encoding="utf-8")
        browser.requests.clear()
        browser.complaints.clear()
        browser.open(path, width)
        faults = {fault: found for fault, question in FAULTS.items() if (found := browser.ask(question))}
        asked = [url for url in browser.requests if not url.startswith("data:") and url != path.as_uri()]
        return (
            faults
            | ({"requests": asked} if asked else {})
            | ({"complaints": browser.complaints[:]} if browser.complaints else {})
        )

    return open_page


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_laid_out_whole_and_asks_for_nothing(page, show, width):
    assert show(page, width) == {}


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
