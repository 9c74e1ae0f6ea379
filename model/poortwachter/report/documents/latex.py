"""Make LaTeX with booktabs: a document that pdflatex and lualatex compile as it stands.

The table alone stands between two comments, to be taken over in another document.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from poortwachter.report.documents.document import Document
from poortwachter.report.letter import BOLD, Note, Row

WIDE: Final = 7
"""More columns than this turn the page on its side."""

_SIGNS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_\allowbreak{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "€": r"\texteuro{}",
    "−": "$-$",
    "–": "--",
    "→": r"$\rightarrow$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    '"': "''",
    "\u2011": "-",
    "\u00a0": "~",
}
_SIGN: Final = re.compile("|".join(map(re.escape, _SIGNS)))
_ADDRESS: Final = re.compile(r"https?://\S+")

_PREAMBLE: Final = r"""\documentclass[a4paper,10pt]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\else
  \IfFileExists{lmodern.sty}{\usepackage{fontspec}}{\usepackage[T1]{fontenc}}
\fi
\usepackage{textcomp}
\usepackage[%(page)smargin=2.2cm]{geometry}
\usepackage{array,booktabs,longtable}
\usepackage[hyphens]{url}
\Urlmuskip=0mu plus 2mu
\IfFileExists{%(language)s.ldf}{\usepackage[%(language)s]{babel}}{}
\providecommand{\texteuro}{EUR}
\setlength{\parindent}{0pt}
\setlength{\parskip}{3pt plus 1pt}
\setlength{\emergencystretch}{3em}
\setlength{\LTleft}{0pt}
\renewcommand{\arraystretch}{1.1}
\newcommand{\roomfor}[1]{\par\ifdim\pagegoal<\maxdimen\ifdim\dimexpr\pagegoal-\pagetotal<#1\newpage\fi\fi}
\makeatletter
\renewcommand{\@makecaption}[2]{{\small\bfseries #1. #2\par}\smallskip}
\makeatother
\begin{document}
"""
_BABEL: Final = {"nl": "dutch", "en": "british"}


def latex(document: Document) -> bytes:
    """Return the document as LaTeX."""
    letter, words = document.letter, document.words
    wide = len(letter.columns) > WIDE
    page = {"page": "landscape," if wide else "", "language": _BABEL[words.language]}
    lines = [
        f"% {document.made}",
        _PREAMBLE % page,
        rf"\section*{{{escaped(document.subject)}}}",
        f"% --- {words['document.table']} ---",
        *_table(document),
        f"% --- {words['document.table']} ---",
        *(line for note in letter.notes[2:] for line in _note(note)),
        r"\clearpage",
        rf"\section*{{{escaped(words['annex.title'])}}}",
        *(line for note in document.annex for line in _note(note)),
        r"\vfill{\scriptsize " + escaped(document.made) + "}",
        r"\end{document}",
    ]
    return ("\n".join(lines) + "\n").encode()


def escaped(text: str) -> str:
    """Return text with the signs that mean something to LaTeX made plain; addresses can break at the end of a line."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        parts.append(_SIGN.sub(lambda sign: _SIGNS[sign[0]], text[end : found.start()]))
        parts.append(rf"\url{{{found[0].replace('%', chr(92) + '%').replace('#', chr(92) + '#')}}}")
        end = found.end()
    return "".join([*parts, _SIGN.sub(lambda sign: _SIGNS[sign[0]], text[end:])])


def _table(document: Document) -> Iterator[str]:
    letter, words = document.letter, document.words
    count = len(letter.columns)
    yield r"\begin{table}[htbp]"
    yield r"\renewcommand{\tablename}{" + escaped(words["document.caption_label"]) + "}"
    yield rf"\caption{{{escaped(letter.caption)}}}"
    yield r"\footnotesize\setlength{\tabcolsep}{4pt}"
    yield rf"\begin{{tabular*}}{{\linewidth}}{{@{{}}ll@{{\extracolsep{{\fill}}}}{'r' * count}@{{}}}}"
    yield r"\toprule"
    yield " & ".join(["", "", *(rf"\textbf{{{escaped(name)}}}" for name in letter.columns)]) + r" \\"
    yield r"\midrule"
    previous = ""
    for row in letter.rows:
        if previous and row.block != previous:
            yield r"\midrule"
        yield _row(row)
        previous = row.block
    yield r"\bottomrule"
    yield r"\end{tabular*}"
    yield r"\par\smallskip\scriptsize"
    for note in letter.notes[:2]:
        yield from (escaped(text) + r"\par" for text in note.text)
    yield r"\end{table}"


def _row(row: Row) -> str:
    label = (r"\quad " if row.part else "") + escaped(row.label)
    cells = [label, escaped(row.flags), *(escaped(cell) for cell in row.cells)]
    return " & ".join(rf"\textbf{{{cell}}}" if row.name in BOLD and cell else cell for cell in cells) + r" \\"


def _note(note: Note) -> Iterator[str]:
    if note.heading:
        yield from (r"\roomfor{10\baselineskip}",) if note.table else ()
        yield rf"\subsection*{{{escaped(note.heading)}}}"
    if note.table:
        yield from _grid(note)
    if note.numbered:
        yield r"{\footnotesize\begin{enumerate}\setlength{\itemsep}{1pt}"
        yield from (rf"\item {escaped(text)}" for text in note.text)
        yield r"\end{enumerate}}"
    else:
        yield from (rf"{{\footnotesize {escaped(text)}\par}}" for text in note.text)


def _grid(note: Note) -> Iterator[str]:
    """Yield a small table of a label and numbers, or one of words that runs on over pages."""
    head, *body = note.table
    kind = "longtable" if note.widths else "tabular"
    columns = _columns(note.widths) if note.widths else "l" + "r" * (len(head) - 1)
    yield r"{\footnotesize"
    yield rf"\begin{{{kind}}}{{@{{}}{columns}@{{}}}}"
    yield r"\toprule"
    yield _cells([rf"\textbf{{{escaped(text)}}}" if text else "" for text in head])
    yield r"\midrule\endhead" if note.widths else r"\midrule"
    yield from (r"\bottomrule\endlastfoot",) if note.widths else ()
    yield from (_cells([escaped(text) for text in texts]) for texts in body)
    yield from () if note.widths else (r"\bottomrule",)
    yield rf"\end{{{kind}}}\par}}"


def _columns(widths: Sequence[float]) -> str:
    """Return columns of words, as wide as they are told to be less the space between them."""
    inner = len(widths) - 1
    gaps = [2 if 0 < place < inner else 1 for place in range(len(widths))]
    each = [rf"\dimexpr {width:.2f}\linewidth-{gap}\tabcolsep\relax" for width, gap in zip(widths, gaps, strict=True)]
    return "".join(rf">{{\raggedright\arraybackslash\hspace{{0pt}}}}p{{{width}}}" for width in each)


def _cells(cells: Sequence[str]) -> str:
    return " & ".join(cells) + r" \\"
