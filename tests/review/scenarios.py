"""What the desk is measured by, at any size: small in the test suite, full in bench/review_numbers.py."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx

from db.connection import open_database
from review import editors
from review.editors import Role, add_editor, editors_file
from tests.review.desk_client import PASSWORD, Forms
from tests.review.review_samples import column

ROOT = Path(__file__).parents[2]
_SERVE = """
from pathlib import Path
import review.desk
from db.serve import serve
from review.editors import editors_file, load_editors
path = Path({path!r})
serve(path, "127.0.0.1", {port}, plugins=[review.desk], secret=load_editors(editors_file(path)).secret)
"""


class Server:
    """The site with the desk in a process of its own, which can be killed."""

    def __init__(self, path, people=("lan",)):
        self.path = path
        editors._MEMORY_KB, editors._ITERATIONS = 64, 1
        for name in people:
            add_editor(editors_file(path), name, PASSWORD, Role.EDITOR)
        self.start()

    def start(self, port=0):
        code = _SERVE.format(path=str(self.path), port=port)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.url = re.search(r"http://[^/ ]+", self.process.stdout.readline())[0]

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=30)


@contextmanager
def served(path, people=("lan",)):
    server = Server(path, people)
    try:
        yield server
    finally:
        server.stop()


class Editor:
    """An editor who presses keys: what the script of the page sends, and what it gets back."""

    def __init__(self, url, name="lan"):
        self.name = name
        self.client = httpx.Client(base_url=url, timeout=60)
        fields = Forms(self.client.get("/-/login").text).found[-1]["fields"]
        answer = self.client.post("/-/login", data={**fields, "username": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.text

    def begin(self, filters=""):
        answer = self.client.get(f"/-/review/next{filters}", follow_redirects=True)
        assert answer.status_code == 200
        return answer.text

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    def press(self, page, verdict):
        """Decide what is on the page; gives the answer and the seconds it took."""
        sent = next(f for f in Forms(page).found if re.match(r"/-/review/s/", f["action"]))
        began = time.perf_counter()
        answer = self.client.post(
            sent["action"], data={**sent["fields"], "verdict": verdict}, headers={"x-mohinh-desk": "1"}
        )
        return statement_of(sent["action"]), answer, time.perf_counter() - began


def statement_of(text):
    return re.search(r"/s/([0-9a-f]{20})", text)[1]


def percentile(times, share=0.95):
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def queue_pages(url, rounds):
    """Seconds of each queue page: the whole, by flag, by source, and the second page."""
    times = []
    with Editor(url) as editor:
        for number in range(rounds):
            for path in ("", "?flag=outlier", "?source=B%C3%A1o+Qu%E1%BA%A3ng+Ninh", "?page=2"):
                began = time.perf_counter()
                answer = editor.client.get(f"/-/review{path}")
                times.append(time.perf_counter() - began)
                assert answer.status_code == 200, (number, path)
    return times


def decide_many(url, count, name="lan", verdicts=("accept", "reject"), stop=None):
    """Decide so many statements one after the other; gives the ids confirmed, those refused, and the seconds of each."""
    with Editor(url, name) as editor:
        return _decide_many(editor, count, verdicts, stop)


def _decide_many(editor, count, verdicts, stop):
    confirmed, refused, times = [], [], []
    page = editor.begin()
    while len(confirmed) + len(refused) < count and not (stop and stop.is_set()):
        try:
            key, answer, took = editor.press(page, verdicts[len(confirmed) % len(verdicts)])
        except (httpx.TransportError, StopIteration):
            break
        times.append(took)
        (confirmed if answer.status_code == 200 else refused).append(key)
        page = answer.text
        if "f-model" not in page:
            break
    return confirmed, refused, times


def while_command_runs(url, command, at_least, most=10**6):
    """Decide for as long as the process *command* runs, and at least so often; gives (status, seconds, whether it was still
    running) of each save. 409 is no failure: the statement was rewritten while it was looked at, and both versions are shown."""
    saves = []
    with Editor(url) as editor:
        page = editor.begin()
        while len(saves) < most and (command.poll() is None or len(saves) < at_least):
            _, answer, took = editor.press(page, ("accept", "reject")[len(saves) % 2])
            saves.append((answer.status_code, took, command.poll() is None))
            page = answer.text
            if "f-model" not in page:
                break
    return saves


def killed_in_the_middle(path, after):
    """`kill -9` after about so many decisions; gives the confirmed ids and those in the log afterwards."""
    server, stop = Server(path), threading.Event()
    result = []
    worker = threading.Thread(target=lambda: result.append(decide_many(server.url, 10**6, stop=stop)))
    worker.start()
    with closing(open_database(path)) as db:
        while column(db, "SELECT count(*) FROM reviews")[0] < after:
            time.sleep(0.02)
    server.kill()
    worker.join()
    with closing(open_database(path)) as db:
        stored = column(db, "SELECT fact_id FROM reviews")
        whole = column(db, "PRAGMA integrity_check") == ["ok"]
    return result[0][0], stored, whole


def two_editors(path, each, servers=1):
    """Two editors on the same queue at the same time, each at a server of her own where there are two; gives what each decided,
    what was refused, and the log's ids."""
    names = ("lan", "hoa")
    with served(path, names) as first, ExitStack() as others:
        second = first if servers == 1 else others.enter_context(served(path, ()))
        results = {}
        workers = [
            threading.Thread(
                target=lambda name=name, url=url: results.update({name: decide_many(url, each, name)})
            )
            for name, url in zip(names, (first.url, second.url), strict=True)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    with closing(open_database(path)) as db:
        return results, column(db, "SELECT fact_id FROM reviews")


def while_extracting(path, decisions, rewrite):
    """Decide while ``rewrite(db)`` writes facts over another connection; gives seconds of each save, refused ones, and the
    share of saves that were made while it was writing."""
    writing, ended = threading.Event(), threading.Event()

    def extract():
        with closing(open_database(path)) as db:
            writing.set()
            rewrite(db)
        ended.set()

    with served(path) as server:
        with Editor(server.url) as editor:
            editor.begin()
        worker = threading.Thread(target=extract)
        worker.start()
        writing.wait()
        confirmed, refused, times = decide_many(server.url, decisions)
        during = not ended.is_set()
        worker.join()
    return confirmed, refused, times, during
