import os
import signal
import threading
import time

import pytest

from poortwachter.cli.stop import stoppable


def test_a_main_thread_that_answers_in_time_goes_on_by_itself():
    def interrupted() -> None:
        with stoppable(patience=0.2):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)

    threads = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    time.sleep(0.5)  # longer than the patience: the process is still there
    assert signal.set_wakeup_fd(-1) == -1
    assert threading.active_count() == threads


def test_another_thread_is_left_alone():
    told: list[int] = []

    def run() -> None:
        with stoppable():
            told.append(threading.active_count())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert len(told) == 1
