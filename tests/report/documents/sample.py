"""Make a document by hand: every kind of row, note and sign, independent of the figures of the model."""

from poortwachter.report.documents.document import Bare, Carrying, Document
from poortwachter.report.letter import LetterTable, Note, Row
from poortwachter.report.words import load_words

NAN = float("nan")


def sample(language: str = "nl", *, columns: int = 3) -> Document:
    """Return a document with amounts in `columns` columns, the last of them structural."""
    words = load_words(language, also="annex")
    years = [str(2027 + number) for number in range(columns - 1)]
    caption = words["table.title"].format(year=2022)

    def row(name: str, amounts: list[float], *, flags: str = "", coarse: float | None = None) -> Row:
        spread = [*amounts[:-1], *[amounts[-2]] * (columns - len(amounts)), amounts[-1]]
        cells = [words.number(amount) for amount in spread]
        if coarse is not None:
            cells[-1] += f" ({words.number(coarse)})"
        part = name in ("iva", "wga", "wga_erd")
        return Row(name, words[f"line.{name}"], part, flags, tuple(cells), tuple(spread), coarse)

    rows = (
        row("wia_benefits", [0.0, 12.0, 1234.0], flags="U E", coarse=1235.0),
        row("iva", [0.0, 4.0, 400.0]),
        row("wga", [0.0, 8.0, 834.0]),
        row("execution_costs", [0.0, -1.0, NAN], flags="U E"),
        row("total", [0.0, 11.0, 1234.0]),
        row("premiums", [0.0, 0.0, 0.0], flags="E"),
        row("employers", [0.0, -9.0, -450.0]),
        Row("noise", words["table.noise"], False, "", (*["−1 tot 3"] * (columns - 1), "1.200–1.268")),
    )
    notes = (
        Note("", text=("Bron: poortwachter 0.1.0, scenario 0123456789ab.", "Regels tellen na afronding op.")),
        Note("", text=("Ter vergelijking: € 60 mln per jaar (Kamerbrief 2022).",)),
        Note("Opbouw", table=(("schakel", "waarde"), ("vervallen sancties", "852"), ("duur, jaren", "10,6"))),
        Note("Aannamen die dit bedrag dragen", text=("Deel: 1 (aanname).", "Kans & rest: 25% #2."), numbered=True),
    )
    annex = (
        Note(
            "Cijfers die het bedrag dragen",
            table=(
                ("cijfer", "waarde", "bron"),
                ("Deel dat vervalt (riv_toets.aandeel_vervalbaar)", "0,25", "[1]"),
                ("Waarde met teken < 1 → 2", "ja → nee", "art. 65 Wet WIA"),
            ),
            widths=(0.5, 0.25, 0.25),
        ),
        Note("Eerste orde of gedrag", text=("De keten is doorgerekend.",)),
        Note("Bronnen", text=("Kamerbrief. https://example.org/a_b%20c#d",), numbered=True),
    )
    name = 'Advies bedrijfsarts: "leidend" & <dwingend>'
    return Document(
        letter=LetterTable(
            f"{words['table.number']}. {caption}",
            (*years, words["table.structural"]),
            rows,
            notes,
            caption=caption,
        ),
        annex=annex,
        carried=(
            Carrying(
                name="riv_toets.aandeel_vervalbaar",
                label="Deel dat vervalt",
                value=0.25,
                unit="aandeel",
                status="published",
                low=0.12,
                high=0.3,
                at_low=22.8125,
                at_low_se=0.5,
                at_high=57.25,
                at_high_se=0.75,
                sources="Kamerbrief",
                why="=SOM(A1) is tekst",
            ),
        ),
        bare=(
            Bare("wia_benefits", words["line.wia_benefits"], 2027, 0.0, 0.0),
            Bare("wia_benefits", words["line.wia_benefits"], 2028, 12.3456789, 0.25),
            Bare("wia_benefits", words["line.wia_benefits"], "structureel", NAN, NAN),
        ),
        origin=((words["origin.title"], name), (words["origin.plan_hash"], "0123456789abcdef" * 4)),
        made="Gemaakt met poortwachter 0.1.0; scenario 0123456789ab",
        version="0.1.0",
        price_year=2022,
        words=words,
    )
