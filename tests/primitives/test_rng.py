"""The generator gives the published numbers, the same compiled and plain, and its transforms are what they say."""

import json
import math
import os
import re
import subprocess
import sys
from typing import Any

import llvmlite.binding
import numba
import numpy as np
import numpy.typing as npt
import pytest
import randomgen

from poortwachter.primitives.rng import Decision, draw, exponential, philox, pick, unit

# Random123, tests/kat_vectors, philox 4x32 10: counter, key, output
PUBLISHED = [
    ([0x0] * 4, [0x0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]

EDGES = [0, 1, 2, 3, 65535, 65536, 2**24 - 1, 2**24, 2**28, 2**30, 2**31 - 1, 2**31, 3037000500, 2**32 - 2, 2**32 - 1]


def _philox(counter: list[int], key: list[int]) -> list[int]:
    return [int(word) for word in philox(*(np.uint64(word) for word in counter + key))]


def _words(count: int) -> npt.NDArray[np.uint64]:
    return np.random.default_rng(1).integers(0, 2**32, count, dtype=np.uint64)


@pytest.mark.parametrize(("counter", "key", "output"), PUBLISHED)
def test_philox_gives_the_published_vectors(counter: list[int], key: list[int], output: list[int]) -> None:
    assert _philox(counter, key) == output


def test_philox_equals_an_independent_implementation_at_random_counters_and_keys() -> None:
    drawn = _words(6 * 10_000).reshape(-1, 6)
    ours = np.array([philox(*words) for words in drawn], dtype=np.uint64)
    np.testing.assert_array_equal(ours, np.array([_reference(words.tolist()) for words in drawn]))


def _reference(words: list[int]) -> npt.NDArray[np.uint64]:
    """Return the output words of randomgen for a counter of four words and a key of two."""
    # randomgen raises the counter by one before its first output
    before = (sum(word << (32 * place) for place, word in enumerate(words[:4])) - 1) % 2**128
    generator = randomgen.Philox(counter=before, key=words[4] | words[5] << 32, number=4, width=32)
    return np.asarray(generator.random_raw(4), dtype=np.uint64) & np.uint64(0xFFFFFFFF)


PLAIN = """
import json, sys
import numpy as np
from poortwachter.primitives.rng import draw, exponential, unit
words = json.load(sys.stdin)
key = np.array([7, 2], dtype=np.uint64)
drawn = [[int(w) for w in draw(key, word, 3, 9, 11, 1, 2)] for word in words]
transformed = [[exponential(np.uint64(word)).hex(), unit(np.uint64(word)).hex()] for word in words]
json.dump([drawn, transformed, hasattr(draw, "py_func")], sys.stdout)
"""


def test_compiled_and_plain_python_give_the_same_bits() -> None:
    words = [*EDGES, *_words(200).tolist()]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    plain = subprocess.run(
        [sys.executable, "-W", "error", "-c", PLAIN],
        input=json.dumps(words),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    drawn, transformed, compiled = json.loads(plain.stdout)
    key = np.array([7, 2], dtype=np.uint64)
    assert not compiled
    assert drawn == [[int(w) for w in draw(key, word, 3, 9, 11, 1, 2)] for word in words]
    assert transformed == [[exponential(np.uint64(w)).hex(), unit(np.uint64(w)).hex()] for w in words]


def test_every_argument_of_draw_has_bits_of_its_own_in_the_counter() -> None:
    key = np.array([0xA4093822, 0x299F31D0], dtype=np.uint64)
    drawn = draw(key, 0x243F6A88, 0x85A3, 0x08D3, 0x1319, 0x8A2E, 0x03707344)
    assert [int(word) for word in drawn] == PUBLISHED[2][2]


def _assembly(function: Any, *arguments: Any) -> str:
    """Return the machine instructions of a compiled function, compiled anew: those from the cache cannot be read."""
    if not hasattr(exponential, "py_func"):
        pytest.skip("not compiled here")
    if not llvmlite.binding.get_host_cpu_features().get("avx2"):
        pytest.skip("the instructions looked for are those of x86-64 with AVX2")
    options: Any = {"error_model": "numpy", "_nrt": False}
    fresh: Any = numba.njit(**options)(function)
    fresh(*arguments)
    return next(iter(fresh.inspect_asm().values())).split(".Lfunc_end0", 1)[0]  # the wrappers for Python follow


def _sixteen(key: Any, words: Any) -> None:
    for lane in range(16):
        words[lane], words[16 + lane], words[32 + lane], words[48 + lane] = draw(key, 1, 0, lane, 4, 0, 0)


def test_draws_in_a_loop_multiply_in_vectors() -> None:
    body = _assembly(_sixteen, (np.uint64(7), np.uint64(2)), np.zeros(64, dtype=np.uint64))
    assert re.search(r"vpmuludq\s.*%[yz]mm", body)


def _one(word: Any) -> Any:
    return exponential(word)


def test_the_exponential_does_not_branch() -> None:
    body = _assembly(_one, np.uint64(1))
    assert "vdivsd" in body
    assert not re.search(r"^\s+j(?!mp)[a-z]+\s", body, flags=re.MULTILINE)


def test_decision_numbers_are_append_only() -> None:
    assert [decision.value for decision in Decision][:13] == list(range(1, 14))
    assert (Decision.BIRTH, Decision.ONSET, Decision.SANCTION_RETURN) == (1, 4, 13)


def test_unit_is_the_centre_of_the_words_cell_and_never_0_or_1() -> None:
    for word in EDGES:
        assert unit(np.uint64(word)) == (word + 0.5) / 2**32
    assert unit(np.uint64(0)) > 0.0
    assert unit(np.uint64(2**32 - 1)) < 1.0


def test_exponential_is_minus_the_logarithm_of_unit_to_1e_12() -> None:
    for word in [*EDGES, *(int(w) for w in _words(20_000))]:
        assert exponential(np.uint64(word)) == pytest.approx(-math.log((word + 0.5) / 2**32), rel=1e-12, abs=1e-13)


def test_exponential_is_positive_and_falls_with_the_word() -> None:
    words = np.unique(np.concatenate([np.array(EDGES, dtype=np.uint64), _words(20_000)]))
    values = np.array([exponential(word) for word in words])
    assert (values > 0.0).all()
    assert (np.diff(values) < 0.0).all()


def test_pick_returns_the_first_index_whose_threshold_exceeds_the_word() -> None:
    thresholds = np.array([0, 10, 10, 2**31, 2**32], dtype=np.uint64)
    for word in [0, 9, 10, 11, 2**31 - 1, 2**31, 2**32 - 1]:
        assert pick(np.uint64(word), thresholds) == int(np.searchsorted(thresholds, word, side="right"))


def test_pick_from_one_outcome_is_that_outcome() -> None:
    assert pick(np.uint64(2**32 - 1), np.array([2**32], dtype=np.uint64)) == 0
