"""The report of a result folder, as a page and in a real browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.report.documents.report_page import inline
from poortwachter.reports import write_report
from poortwachter.results.below import Below, keep
from poortwachter.results.store import write_result
from report.whole import whole_folder, whole_result

PARTS = ("effect", "payers", "people", "gate", "hindcast", "tornado")
PHONE = 390
SECONDS = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_folder(tmp_path_factory.mktemp("uit") / "leidend")


@pytest.fixture(scope="module")
def page(folder: Path) -> Path:
    return write_report(folder)[0]


def test_the_report_is_one_page_with_the_table_every_figure_and_the_annex(page: Path, folder: Path) -> None:
    assert page == folder / "documents" / "rapport.html"
    text = page.read_text(encoding="utf-8")
    assert [name for name in PARTS if f'id="{name}"' in text] == list(PARTS)
    assert text.count("<svg") == len(PARTS)
    assert "Totaal uitgaven" in text
    assert "Hoe is gerekend" in text
    assert not re.search(r"""(src\s*=|@import|url\((?!#)|<script|href="(?!#))""", text)
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names))
    links = set(re.findall(r'href="#([^"]+)"', text)) | set(re.findall(r"url\(#([^)]+)\)", text))
    assert links <= set(names)


def test_a_reform_that_changes_nobody_has_no_figures_of_what_it_changes(folder: Path, tmp_path: Path) -> None:
    empty = whole_result()
    for name in ("effect", "structural", "line_effect"):
        empty[name] = empty[name] * 0.0
    for name in ("stock", "event"):
        empty[name][1] = empty[name][0]
    keep(Below(parameters={}), dataset=empty)
    plan = read_yaml(folder / "plan.yaml")[0]
    other = write_result(empty, folder=tmp_path / "leeg", plan=plain(plan), cost_table="", figures={})
    text = write_report(other)[0].read_text(encoding="utf-8")
    assert [name for name in PARTS if f'id="{name}"' in text] == ["gate", "hindcast"]


def test_the_same_result_gives_the_same_report(page: Path, folder: Path, tmp_path: Path) -> None:
    (again,) = write_report(folder, output=tmp_path / "weer.html")
    assert again.read_bytes() == page.read_bytes()


def test_figures_can_be_written_beside_the_page(folder: Path, tmp_path: Path) -> None:
    files = write_report(folder, lang="en", output=tmp_path, figures=True)
    assert files[0] == tmp_path / "report.html"
    assert {path.name for path in files[1:]} == {f"{name}.{kind}" for name in PARTS for kind in ("png", "svg")}
    assert "Who pays" in files[0].read_text(encoding="utf-8")


def test_bad_options_are_refused_all_at_once(folder: Path) -> None:
    with pytest.raises(InputError) as refused:
        write_report(folder, lang="de", years="1999", price_level=2090)
    assert all(part in str(refused.value) for part in ("--lang de", "no 1999", "--price-level 2090"))


def test_drawings_on_one_page_share_no_names() -> None:
    body = '<path id="a"/><use xlink:href="#a"/>'
    svg = f'<?xml version="1.0"?>\n<svg width="9pt" height="5pt" viewBox="0 0 9 5">{body}</svg>'
    drawn = inline(svg, name="gate")
    assert 'id="gate-a"' in drawn
    assert 'href="#gate-a"' in drawn
    assert "width=" not in drawn
    assert drawn.startswith("<svg")


def browser() -> str:
    """Return the path of a Chromium, or skip the test."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("chromium is not installed")
    return found


def opened(page: Path, *options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    quiet = ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    told = ("--enable-logging=stderr", "--v=0", "--virtual-time-budget=60000")
    done = subprocess.run(
        [browser(), *quiet, *told, *options, page.as_uri()], capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done


def answer(page: Path, script: str, *, folder: Path, width: int = 1200) -> object:
    """Return what a script that sets `document.title` to JSON says of a page."""
    copy = folder / "gevraagd.html"
    copy.write_text(page.read_text(encoding="utf-8").replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    done = opened(copy, f"--window-size={width},900", "--dump-dom", folder=folder)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert title is not None
    return json.loads(title[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


@pytest.mark.needs_program
@pytest.mark.slow
def test_the_report_opens_in_a_browser_without_an_error_and_prints(page: Path, tmp_path: Path) -> None:
    done = opened(page, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'rapport.pdf'}", folder=tmp_path)
    assert "CONSOLE" not in done.stderr
    assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.needs_program
@pytest.mark.slow
def test_the_report_is_readable_at_the_width_of_a_phone(page: Path, tmp_path: Path) -> None:
    script = """
    const frame = document.createElement('iframe');
    frame.style.width = '%dpx';
    frame.srcdoc = document.documentElement.outerHTML.replace(/<script>[^]*<\\/script>/, '');
    frame.onload = () => {
      const page = frame.contentDocument;
      const sizes = [...page.querySelectorAll('p, td, th, li')].map(e => parseFloat(getComputedStyle(e).fontSize));
      document.title = JSON.stringify({wide: page.documentElement.scrollWidth, small: Math.min(...sizes)});
    };
    document.body.append(frame);
    """
    found = answer(page, script % PHONE, folder=tmp_path)
    assert isinstance(found, dict)
    assert found["wide"] <= PHONE
    assert found["small"] >= 12


@pytest.mark.needs_program
@pytest.mark.slow
def test_axe_finds_no_fault_in_the_report(page: Path, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    code = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    faults = "found.violations.map(fault => [fault.id, fault.nodes.map(node => node.html)])"
    ask = f"axe.run().then(found => document.title = JSON.stringify({faults}))"
    assert answer(page, f"{code};\n{ask}", folder=tmp_path) == []
