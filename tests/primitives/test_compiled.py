import os
import subprocess
import sys
from pathlib import Path

from poortwachter.primitives import compiled


def test_the_cache_folder_carries_a_hash_of_the_compiled_sources(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiled.cache_directory() == tmp_path / "poortwachter" / "numba" / compiled.source_hash()


def test_a_cache_that_cannot_be_written_is_told_in_one_line_and_left_out(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    environment = {**os.environ, "XDG_CACHE_HOME": str(blocked)}
    environment.pop("NUMBA_CACHE_DIR", None)
    code = "from poortwachter.primitives import compiled; print(compiled.CACHED, compiled.compiled(lambda x: x + 1)(1))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "2"]
    assert len(done.stderr.strip().splitlines()) == 1
    assert "not writable" in done.stderr


def test_what_is_kept_is_loaded_without_all_that_compiling_needs(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    environment.pop("NUMBA_CACHE_DIR", None)
    code = (
        "import sys; from poortwachter.primitives.cents import to_cents;"
        "print(to_cents(1.25), 'numba.np.arraymath' in sys.modules)"
    )
    ways = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [done.stdout.split() for done in ways] == [["1", "True"], ["1", "False"]]
