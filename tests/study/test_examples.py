from pathlib import Path

import pytest

from poortwachter.law.parameters import load as load_law
from poortwachter.primitives.errors import InputError
from poortwachter.study.examples import show
from poortwachter.study.examples.answers import tolerance
from poortwachter.study.examples.evaluate import Outcome, Verdict, evaluate_file
from poortwachter.study.examples.read import read_examples
from poortwachter.study.examples.vocabulary import form, load_vocabulary, template_of, variables_in

LAW = load_law()


def example(
    topic: str, inputs: str, expected: str, *, name: str = "X-1", usable: str = "'yes'", source: str = "bron"
) -> str:
    return (
        f"- id: {name}\n  topic: {topic}\n  inputs: {{{inputs}}}\n  expected: {{{expected}}}\n"
        f"  source_title: {source}\n  usable_as_test: {usable}\n"
    )


def evaluated(folder: Path, *texts: str) -> tuple[Outcome, ...]:
    path = folder / "examples.yaml"
    path.write_text("".join(texts), encoding="utf-8")
    return evaluate_file(path, law=LAW)


def problems_of(folder: Path, text: str) -> list[str]:
    path = folder / "examples.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_examples(path)
    return [f"{problem.line}: {problem.what}" for problem in caught.value.problems]


def test_an_example_is_computed_from_its_inputs_and_not_from_its_name(tmp_path: Path):
    (outcome,) = evaluated(tmp_path, example("maandloon", "dagloon: 61.37", "maandloon: 1334.8", name="HW-05"))
    assert outcome.verdict is Verdict.REPRODUCED


def test_a_cent_of_difference_is_a_difference(tmp_path: Path):
    (outcome,) = evaluated(tmp_path, example("maandloon", "dagloon: 50", "maandloon: 1087.51"))
    assert outcome.fails
    assert outcome.quantities[0].difference == "-0.01"


def test_numbers_between_quotes_and_dates_without_quotes_are_read(tmp_path: Path):
    outcomes = evaluated(
        tmp_path,
        example("maandloon", "dagloon: 50", "maandloon: '1087.50'"),
        example("wachttijd 104 weken", "ziek: 2013-03-18", "ewt: 2015-03-16"),
        example(
            "wachttijd 104 weken", "eerste_ao_dag: '2013-03-18', wachttijd_dagen: 728", "eerste_wia_dag: 2015-03-16"
        ),
    )
    assert {outcome.verdict for outcome in outcomes} == {Verdict.REPRODUCED}


def test_an_input_that_the_topic_does_not_know_fails_with_its_line_and_the_nearest_name(tmp_path: Path):
    (outcome,) = evaluated(tmp_path, example("maandloon", "daglon: 50", "maandloon: 1087.5"))
    assert outcome.fails
    assert outcome.verdict is Verdict.FAILED
    assert outcome.reasons == (
        "unknown input 'daglon' (line 3); did you mean 'dagloon'?",
        "the input 'dagloon' is missing (EUR/dag)",
    )


def test_known_inputs_that_a_topic_does_not_need_are_allowed(tmp_path: Path):
    inputs = "dagloon: 50, minimumloon: 1400, factor_dagen: 21.75, datum: 2020-01-01"
    (outcome,) = evaluated(tmp_path, example("maandloon", inputs, "maandloon: 1087.5"))
    assert outcome.verdict is Verdict.REPRODUCED


@pytest.mark.parametrize(
    ("topic", "inputs", "expected", "reason"),
    [
        ("maandloon", "dagloon: veel", "maandloon: 1", "dagloon must be a number (EUR/dag), not 'veel'"),
        ("maandloon", "dagloon: -1", "maandloon: 1", "dagloon is below zero: -1"),
        ("maandloon", "dagloon: [50]", "maandloon: 1", "dagloon must be one value (EUR/dag), not a list of 1"),
        ("maandloon", "dagloon: null", "maandloon: 1", "the input 'dagloon' is missing (EUR/dag)"),
        ("maandloon", "dagloon: 50", "mandloon: 1", "unknown answer 'mandloon'; did you mean 'maandloon'?"),
        ("VVU", "minimumloon: 1400, klasse: 35-50", "vvu: 1", "there is no class '35-50'"),
        ("wachttijd 104 weken", "wachttijd_dagen: 728", "ewt: 2015-03-16", "one of the inputs 'eerste_ao_dag', 'ziek'"),
        ("wachttijd 104 weken", "ziek: morgen", "ewt: 2015-03-16", "ziek must be a datum such as 2008-01-15"),
        ("maatmanuren 12 maanden", "uren: 1, maanden: 0", "uren_per_week: 1", "lead nowhere"),
    ],
)
def test_what_cannot_be_computed_fails_and_says_why(
    tmp_path: Path, topic: str, inputs: str, expected: str, reason: str
):
    (outcome,) = evaluated(tmp_path, example(topic, inputs, expected))
    assert outcome.fails
    assert reason in "\n".join(outcome.reasons)


@pytest.mark.parametrize("usable", ["'no'", "rule_check_only", "yes_other_scheme_or_historical"])
def test_only_examples_that_are_usable_decide(tmp_path: Path, usable: str):
    outcomes = evaluated(tmp_path, example("maandloon", "dagloon: 50", "maandloon: 1", usable=usable))
    assert not any(outcome.fails for outcome in outcomes)
    assert show.summary(outcomes) == "0 of 0 reproduced, 0 out of scope"
    assert f"information: {usable.strip(chr(39))}" in show.report(outcomes)


def test_amounts_without_the_share_are_shown_but_not_compared(tmp_path: Path):
    inputs = "maandloon: 3000, minimumloon: 1400, rvc: 1400, inkomen: 800"
    text = example(
        "LAU/VVU inkomenseis en klasse",
        inputs,
        "inkomenseis: 700, soort: LAU2, bedrag: 1600",
        usable="type_and_threshold_only",
    )
    (outcome,) = evaluated(tmp_path, text)
    assert outcome.verdict is Verdict.REPRODUCED
    assert [each.is_compared for each in outcome.quantities] == [True, True, False]
    (outcome,) = evaluated(tmp_path, text.replace("LAU2", "LAU1"))
    assert outcome.verdict is Verdict.DIFFERS


def test_a_topic_outside_the_list_is_named_and_does_not_fail(tmp_path: Path):
    outcomes = evaluated(
        tmp_path,
        example("inkomen Wajong/TW met IKB (92%)", "sv_loon: 1500", "inkomen: 1635", name="V2-07"),
        example("kinderbijslag", "kinderen: 2", "bedrag: 1", name="K-1"),
        example("maandlon", "dagloon: 50", "maandloon: 1", name="K-2"),
    )
    assert not any(outcome.fails for outcome in outcomes)
    shown = show.report(outcomes)
    assert "inkomen Wajong/TW met IKB (92%) (V2-07): Wajong: not in the model" in shown
    assert "kinderbijslag (K-1): not in the published list" in shown
    assert "did you mean 'maandloon'?" in shown
    assert shown.splitlines()[-1] == "0 of 0 reproduced, 3 out of scope"


def test_a_number_in_a_topic_is_an_example_of_it(tmp_path: Path):
    (outcome,) = evaluated(tmp_path, example("maximum transitievergoeding 2024", "jaar: 2024", "maximum: 94000"))
    assert outcome.verdict is Verdict.REPRODUCED
    assert form("LAU1  hoogte 1-7-2023") == "lau1 hoogte #-#-#"


def test_a_case_that_runs_on_leans_on_the_examples_before_it_of_the_same_source(tmp_path: Path):
    first = example("voorschot met VVU: kwijtscheldbedrag", "vvu: 500, pv: 1330, maanden: 2", "kwijt: 1660", name="A")
    first = first.replace(
        "topic: voorschot met VVU: kwijtscheldbedrag", "topic: 'voorschot met VVU: kwijtscheldbedrag'"
    )
    inputs = "voorschot: 1400, maanden: 2, vvu_na_maatregel: 450"
    then = example("voorschot met maatregel VVU", inputs, "otv: 1900, terug: 240", name="B")
    assert [each.verdict for each in evaluated(tmp_path, first, then)] == [Verdict.REPRODUCED, Verdict.REPRODUCED]
    (alone,) = evaluated(tmp_path, then)
    assert alone.reasons == ("terug does not follow from these inputs; give kwijt, pv, vvu",)
    elsewhere = evaluated(tmp_path, first.replace("bron", "andere bron"), then)
    assert [each.verdict for each in elsewhere] == [Verdict.REPRODUCED, Verdict.FAILED]


def test_every_problem_of_a_file_is_given_with_its_line(tmp_path: Path):
    text = (
        "- id: A\n  topic: maandloon\n  inputs: {dagloon: 50}\n  expect: {maandloon: 1}\n  usable_as_test: 'yes'\n"
        "- text\n- id: B\n  topic:\n  inputs: 5\n  expected: {}\n  usable_as_test: 'yes'\n"
    )
    assert problems_of(tmp_path, text) == [
        "1: A lacks 'expected'",
        "6: an example is a table of keys, not 'text'",
        "8: topic of B is empty",
        "9: inputs of B must be a table of keys, not 5",
        "10: B expects nothing",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: the file is empty"),
        ("id: A\n", "1: the file holds no list"),
        ("- id: [\n", "2: the YAML is broken here"),
        ("- id: A\n  id: B\n  topic: t\n  inputs: {}\n  expected: {a: 1}\n  usable_as_test: x\n", "2: key 'id' stands"),
    ],
)
def test_a_file_that_holds_no_examples_is_refused(tmp_path: Path, text: str, problem: str):
    (found,) = problems_of(tmp_path, text)
    assert found.startswith(problem)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="the file does not exist"):
        read_examples(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("printed", "unit", "allowed"),
    [
        ("822.5", "EUR/maand", 0.005),
        ("14", "%", 0.5),
        ("72.73", "%", 0.005),
        ("7.33", "maandlonen", 0.005),
        ("7", "maanden", 0),
    ],
)
def test_answers_agree_in_the_precision_of_their_unit(printed: str, unit: str, allowed: float):
    assert tolerance(printed, unit=unit) == pytest.approx(allowed, abs=1e-8)


def test_names_follow_patterns():
    assert variables_in("tijdvak6_werkdagen_juni", "tijdvak<n>_werkdagen_<maand>") == ("6", "juni")
    assert variables_in("tijdvak6_werkdagen_morgen", "tijdvak<n>_werkdagen_<maand>") is None
    assert template_of("loon_wg12", ("loon", "loon_wg<n>")) == "loon_wg<n>"


def test_every_name_of_the_list_has_a_unit_and_a_meaning_and_is_used():
    published = load_vocabulary()
    used = {name for topic in published.topics.values() for name in (*topic.accepted, *topic.outputs)}
    assert set(published.names) - used == set(published.everywhere) - used
    assert all(unit and meaning for unit, meaning in published.names.values())
