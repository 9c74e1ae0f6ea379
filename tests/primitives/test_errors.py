from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError, Problem, did_you_mean, one_of, refuse

FILE = Path("a.yaml")


def test_a_problem_reads_as_one_line_with_its_place():
    problem = Problem("unknown key 'titel'", "did you mean 'title'?", FILE, 3, 5)
    assert str(problem) == "a.yaml:3:5: unknown key 'titel'; did you mean 'title'?"


def test_a_problem_without_a_place_says_only_what_is_wrong():
    assert str(Problem("--workers 0 is too few")) == "--workers 0 is too few"


def test_an_input_error_gives_its_problems_in_order_of_lines_and_each_once():
    later, earlier = Problem("b", file=FILE, line=10), Problem("a", file=FILE, line=9)
    assert str(InputError([later, earlier, later])) == "a.yaml:9: a\na.yaml:10: b"


def test_no_problem_raises_nothing():
    refuse([])
    with pytest.raises(InputError):
        refuse([Problem("x")])


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("riv_toets.grond_bedrijfsart_toetsbaar", "did you mean 'riv_toets.grond_bedrijfsarts_toetsbaar'?"),
        ("loonsanctie.aandeel_vervalbaar", "did you mean 'riv_toets.aandeel_vervalbaar'?"),
        ("zzzz", ""),
    ],
)
def test_the_nearest_known_name_is_suggested_also_from_another_group(word: str, advice: str):
    known = ["riv_toets.grond_bedrijfsarts_toetsbaar", "riv_toets.aandeel_vervalbaar", "wia.ondergrens"]
    assert did_you_mean(word, known) == advice


def test_without_a_near_word_the_choice_is_listed():
    assert one_of("zzzz", ("auto", "pair")) == "choose from: auto, pair"
