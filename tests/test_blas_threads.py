"""One thread of BLAS inside a block, whichever libraries are loaded by then."""

import subprocess
import sys

CODE = """
from threadpoolctl import threadpool_info, threadpool_limits
from toolkit._core.blas_threads import one_blas_thread

def threads():
    return sorted(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas")

import numpy
threadpool_limits(3, user_api="blas")
with one_blas_thread():
    print(threads())
import scipy.linalg
threadpool_limits(3, user_api="blas")
for _ in range(2):
    with one_blas_thread():
        print(threads())
    print(threads())
"""


def test_a_library_that_is_loaded_later_gets_one_thread_too_and_its_own_back():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    first, *rest = done.stdout.splitlines()
    assert first == "[1]"
    assert rest in (["[1, 1]", "[3, 3]"] * 2, ["[1]", "[3]"] * 2)  # SciPy may share NumPy's


IN_THREADS = """
import threading
import numpy
from threadpoolctl import threadpool_info
from toolkit._core.blas_threads import one_blas_thread

def threads():
    return max(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas")

def block(begun, go_on):
    with one_blas_thread():
        begun.set()
        go_on.wait()
        print(threads())

def start():
    begun, go_on = threading.Event(), threading.Event()
    thread = threading.Thread(target=block, args=(begun, go_on))
    thread.start()
    begun.wait()
    return thread, go_on

def finish(thread, go_on):
    go_on.set()
    thread.join()

print(threads())
with one_blas_thread():
    print(threads())
finish(*start())
first = start()
second = start()
finish(*first)
finish(*second)
print(threads())
"""


def test_two_blocks_of_two_threads_have_one_thread_each_also_after_the_first_has_ended():
    code = [sys.executable, "-c", IN_THREADS]
    done = subprocess.run(code, capture_output=True, text=True, check=True)
    usual, *seen = done.stdout.split()
    assert seen == ["1", "1", "1", "1", usual]


UNDER_A_LIMIT = """
from threadpoolctl import threadpool_limits

print(threads())
with threadpool_limits(3, user_api="blas"):
    print(threads())
    finish(*start())
    print(threads())
    with one_blas_thread():
        print(threads())
        finish(*start())
    print(threads())
print(threads())
"""


def test_the_limit_of_a_caller_does_not_undo_that_of_a_block_in_another_thread():
    """Refits side by side gave other bytes within `threadpool_limits(2)` than without it."""
    tools = IN_THREADS.partition("print(threads())\nwith one_blas")[0]
    code = [sys.executable, "-c", tools + UNDER_A_LIMIT]
    done = subprocess.run(code, capture_output=True, text=True, check=True)
    usual, *seen = done.stdout.split()
    assert seen == ["3", "1", "3", "1", "1", "3", usual]
