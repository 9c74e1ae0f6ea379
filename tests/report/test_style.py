"""One style for every figure: told apart by the colour-blind and in grey, legible, inside its frame, the same bytes."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.offsetbox import DrawingArea
from matplotlib.patches import Patch
from matplotlib.text import Text

from poortwachter.report import style
from poortwachter.report.style import image
from report.gallery import GALLERY, drawn

COLOURS = ("BLUE", "VERMILION", "GREEN", "SKY", "ORANGE", "NAVY", "BLACK", "GREY", "SILVER")
TOLD_APART = ("BLUE", "VERMILION", "GREEN", "BLACK")
"""Colours of lines and points in one figure."""
APART = 15.0
"""Distance in CIELAB that is seen at once; 2.3 is just seen."""
LIGHTER = 12.0
"""Difference in lightness that is seen between areas in grey."""
# Dichromacy in linear RGB, severity 1. Source: Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6), table 1.
BLINDNESS = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# From linear sRGB to XYZ under D65 (IEC 61966-2-1), rows divided by the white point.
TO_XYZ = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)])


def linear(colour: str | tuple[float, float, float]) -> np.ndarray:
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return a linear colour in CIELAB."""
    relative = TO_XYZ @ np.clip(light, 0, 1) / TO_XYZ.sum(axis=1)
    cube = np.where(relative > 0.008856, np.cbrt(relative), 7.787 * relative + 16 / 116)
    return np.array([116 * cube[1] - 16, 500 * (cube[0] - cube[1]), 200 * (cube[1] - cube[2])])


def test_white_is_white_and_a_blind_eye_sees_grey_as_it_is() -> None:
    assert lab(linear("white")) == pytest.approx([100, 0, 0], abs=0.1)
    for matrix in BLINDNESS.values():
        assert np.array(matrix) @ linear("#777777") == pytest.approx(linear("#777777"), abs=1e-4)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_colour_blind_tell_the_colours_of_lines_and_points_apart(blindness: str) -> None:
    seen = {name: lab(np.array(BLINDNESS[blindness]) @ linear(getattr(style, name))) for name in TOLD_APART}
    near = {
        pair: round(float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])), 1)
        for pair in combinations(TOLD_APART, 2)
        if np.linalg.norm(seen[pair[0]] - seen[pair[1]]) < APART
    }
    assert not near


def test_red_and_green_would_not_pass() -> None:
    red, green = (lab(np.array(BLINDNESS["deuteranopia"]) @ linear(each)) for each in ("#D62728", "#7F7F00"))
    assert np.linalg.norm(red - green) < APART


Look = tuple[tuple[object, ...], ...]


def without_colour(parts: list[Artist]) -> Look:
    """Return how an entry of a legend looks but for its colour."""
    return tuple(_look(part) for part in parts)


def _look(part: Artist) -> tuple[object, ...]:
    if isinstance(part, Line2D):
        hollow = to_rgba(part.get_markerfacecolor()) == (1.0, 1.0, 1.0, 1.0)  # type: ignore[arg-type]
        return (part.get_linestyle(), part._dash_pattern, part.get_marker(), hollow)  # type: ignore[attr-defined]
    return (type(part).__name__, part.get_hatch() if isinstance(part, Patch) else None)


def lightness(patch: Patch) -> float:
    """Return the lightness of an area on white paper."""
    red, green, blue, opaque = to_rgba(patch.get_facecolor())
    mixed = tuple(opaque * channel + 1 - opaque for channel in (red, green, blue))
    return float(lab(linear(mixed))[0])  # type: ignore[arg-type]


def entries(figure: Figure) -> Iterator[list[list[Artist]]]:
    """Yield what is drawn for every entry, by legend."""
    for legend in figure.findobj(Legend):
        yield [area.get_children() for area in legend.findobj(DrawingArea)]  # type: ignore[attr-defined]


def letters(figure: Figure) -> Iterator[Text]:
    """Yield what is written and shown."""
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip():
            yield text


def axis_labels(figure: Figure) -> Iterator[Text]:
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        for tick in (*axis.majorTicks, *axis.minorTicks):
            yield from (tick.label1, tick.label2)


@pytest.fixture(
    scope="module", params=[(name, language) for name in GALLERY for language in ("nl", "en")], ids="-".join
)
def figures(request: pytest.FixtureRequest) -> list[Figure]:
    name, language = request.param
    made = drawn(name, language=language)
    assert made
    return made


def test_series_differ_in_black_and_white_too(figures: list[Figure]) -> None:
    for legend in (legend for figure in figures for legend in entries(figure)):
        for one, other in combinations(legend, 2):
            if without_colour(one) == without_colour(other):
                areas = [part for part in (*one, *other) if isinstance(part, Patch)]
                assert len(areas) == 2, (one, other)
                assert abs(lightness(areas[0]) - lightness(areas[1])) >= LIGHTER, (one, other)


def test_no_letter_is_too_small_and_no_word_is_missing(figures: list[Figure]) -> None:
    for text in (text for figure in figures for text in letters(figure)):
        assert float(text.get_fontsize()) >= style.SMALLEST, text
        assert not {"{", "}", "None", "nan"} & set(text.get_text().replace("{", " { ").split()), text


def test_everything_written_stands_inside_the_figure(figures: list[Figure]) -> None:
    for figure in figures:
        figure.draw_without_rendering()
        frame = figure.bbox
        along_axes = set(axis_labels(figure))  # of which those beyond the ends are not drawn
        for text in set(letters(figure)) - along_axes:
            box = text.get_window_extent()
            assert frame.x0 - 1 <= box.x0 <= box.x1 <= frame.x1 + 1, text
            assert frame.y0 - 1 <= box.y0 <= box.y1 <= frame.y1 + 1, text


def test_figures_are_made_in_the_style(figures: list[Figure]) -> None:
    known = {to_rgb(getattr(style, name)) for name in COLOURS} | {to_rgb("white")}
    for axes in (axes for figure in figures for axes in figure.axes):
        lines = {to_rgb(line.get_color()) for line in axes.lines if line.get_linestyle() != "None"}  # type: ignore[arg-type]
        assert lines | {to_rgb(patch.get_facecolor()) for patch in axes.patches} <= known


@pytest.mark.parametrize("name", GALLERY)
def test_a_drawing_has_the_same_bytes_twice_and_no_date(name: str) -> None:
    first, again = ([image(figure, kind="svg") for figure in drawn(name)] for _ in range(2))
    assert first == again
    assert all(b"<dc:date>" not in content for content in first)
