"""Make the report of a result folder: one page with its table, figures and annex."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from poortwachter.letters import asked, document_of, shown, yardstick_of
from poortwachter.primitives.files import check_writable_file, write_whole
from poortwachter.report.documents.report_page import Part, report_page
from poortwachter.report.figures import effect_figure, hindcast_figure
from poortwachter.report.style import KINDS, image
from poortwachter.results.newest import result_folder
from poortwachter.results.store import DOCUMENTS

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from poortwachter.report.documents.document import Document
    from poortwachter.scenario.resolve import Resolved

SUFFIX: Final = ".html"


def write_report(
    result: str | Path | None = None,
    *,
    lang: str = "nl",
    years: str = "",
    price_level: int | None = None,
    output: str | Path | None = None,
    figures: bool = False,
) -> list[Path]:
    """Write the report of a result, and return the files: the page first.

    Args:
        result: the folder a run has written; or a scenario, for its newest result; or None for the newest of all.
        lang: nl or en.
        years: columns of the table, like `2027-2032,2040`; without, six years from the first effect.
        price_level: year whose prices the amounts are given in; without, those of the result.
        output: a folder, or a file that ends on .html; without, `documents/` in the result folder.
        figures: also write every figure as PNG and SVG, in a folder beside the page.

    Raises:
        InputError: with everything wrong in folder and options.
    """
    folder = result_folder(result)
    wanted = asked(folder, lang=lang, years=years, price_level=price_level)
    words = wanted.words
    place = folder / DOCUMENTS if output is None else Path(output)
    page = place if place.suffix == SUFFIX else place / f"{words['document.report']}{SUFFIX}"
    check_writable_file(page)
    document = document_of(wanted.dataset, resolved=wanted.resolved, words=words, selection=wanted.selection)
    dataset = shown(wanted.dataset, selection=wanted.selection)
    parts = list(parts_of(dataset, resolved=wanted.resolved, document=document))
    files = {page: report_page(document, parts=parts)}
    if figures:
        beside = page.parent / words["document.figures"]
        for part in parts:
            files |= {beside / f"{part.name}.{kind}": image(part.figure, kind=kind) for kind in KINDS}
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return list(files)


def parts_of(dataset: "xr.Dataset", *, resolved: "Resolved", document: "Document") -> Iterator[Part]:
    """Yield the figures that a result has what they need for."""
    from poortwachter.report.amount_figures import payers_figure, payers_of, settled, tornado_figure
    from poortwachter.report.people_figures import gate_figure, gate_of, moves_people, people_figure

    words = document.words

    def part(name: str, figure: "Figure", *, text: str = "", **said: object) -> Part:
        return Part(name, words[f"report.{name}"], words[text or f"report.{name}_text"].format(**said), figure)

    if dataset["line_effect"].sel(line="wia_benefits").to_numpy().any():
        yield part("effect", effect_figure(dataset, words=words, yardstick=yardstick_of(resolved), band=None))
    paying = payers_of(dataset)
    if paying and settled(dataset):
        yield part("payers", payers_figure(dataset, words=words))
    elif paying:
        last = int(dataset["year"].to_numpy()[-1])
        yield part("payers", payers_figure(dataset, words=words), text="report.payers_unsettled", year=last)
    if moves_people(dataset):
        yield part("people", people_figure(dataset, words=words))
    gate = gate_of(dataset)
    if gate.reports > 0:
        text = "" if gate.lapsed > 0 else "report.gate_text_none"
        yield part("gate", gate_figure(gate, words=words), text=text, first=gate.first, last=gate.last)
    stock, inflow = (_published(name) for name in ("wia_stock", "wia_inflow"))
    hindcast = hindcast_figure(dataset, words=words, published_stock=stock, published_inflow=inflow)
    yield part("hindcast", hindcast)
    if document.carried:
        amount, se = (
            float(dataset[each].sel(line="wia_benefits")) for each in ("line_structural", "line_structural_se")
        )
        figure = tornado_figure(document.carried, amount=amount, se=se, price_year=document.price_year, words=words)
        yield part("tornado", figure)


def _published(name: str) -> dict[int, float]:
    """Return a published series by year."""
    from poortwachter.study.targets import load_targets

    return {year: value for (year, _), value in load_targets()[name].series.items()}
