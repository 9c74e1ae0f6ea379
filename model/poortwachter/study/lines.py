"""Work out the lines below the table of the headline case and store them for `study/recalled.py`."""

import argparse
import csv
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from poortwachter.primitives.files import write_whole
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, resolve
from poortwachter.simulation.runner import Effort
from poortwachter.study.agreement import of_check, worked_out_check
from poortwachter.study.carrying import swing_lines, variant_lines, worked_out
from poortwachter.study.first_order import order_lines, worked_out_order
from poortwachter.study.recalled import AMOUNTS, CHECKS, LINES, ORDERS, questions_of

HEADLINE: Final = "advies_bedrijfsarts_leidend"


def headline_lines() -> dict[str, Resolved]:
    """Return the lines of the headline case at the settings it is shipped with, by label."""
    scenario = load(HEADLINE)
    resolved = resolve(scenario)
    variants = variant_lines(resolved, scenario=scenario, variants=scenario.variants)
    swings = [(f"{parameter.name} {value:g}", line) for parameter, value, line in swing_lines(resolved)]
    return dict([*zip(scenario.variants, variants, strict=True), *swings])


def main() -> None:
    """Work out every line and the check, and store them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=0)
    effort = Effort(threads=parser.parse_args().threads)
    lines = headline_lines()
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("kind", "label", "question", "answer"))
    with ThreadPoolExecutor(max_workers=effort.used_threads) as pool:
        answers = pool.map(worked_out, lines.values())
        for label, question, answer in zip(lines, questions_of([*lines.values()]), answers, strict=True):
            writer.writerow((AMOUNTS, label, question, " ".join(map(repr, answer))))
            print(label, *answer, file=sys.stderr, flush=True)
        orders = order_lines(resolve(load(HEADLINE)))
        found = pool.map(worked_out_order, orders)
        for line, question, answer in zip(orders, questions_of(orders), found, strict=True):
            writer.writerow((ORDERS, f"responses {line.run.responses:g}", question, " ".join(map(repr, answer))))
    check = of_check(resolve(load(HEADLINE)))
    writer.writerow((CHECKS, HEADLINE, *questions_of([check]), " ".join(map(repr, worked_out_check(check)))))
    write_whole(LINES, file.getvalue())


if __name__ == "__main__":
    main()
