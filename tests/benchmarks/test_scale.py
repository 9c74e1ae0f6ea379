"""The page about the whole register reckons with what was measured."""

from benchmarks.scale import DRAWS, SIZES, page


def test_a_plan_takes_its_tasks_and_its_workers():
    per_worker, fixed = 1e-4, 2.0
    few, many = ({"seconds": fixed + per_worker * size, "peak": 500.0} for size in SIZES)
    text = page(few, many, {"seconds": 0.5, "peak": 400.0}, {"bytes": 17_000.0, "peak": 225.0})
    assert "takes 2.00 s, whatever its size" in text
    assert "100.0 microseconds" in text
    (row,) = (line for line in text.splitlines() if line.startswith("| 100 simulated draws"))
    hours = 101 * (fixed + per_worker * SIZES[1]) / 3600
    assert f"| {hours:.2f} | {hours / 2 * 60:.1f} min |" in row
    assert f"| {DRAWS} draws of the whole register |" in text
