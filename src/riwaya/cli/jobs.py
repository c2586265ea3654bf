"""Work spread over processes: results in the order of the items, and a killed process costs one item, not the run.

``concurrent.futures`` gives up all that is under way when one of its processes is killed (by the kernel, for memory).
Here each worker has a pipe of its own and answers item by item, so that the item it died of is known; the others of its
batch go to a new worker.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# A batch is worth a message, and short enough that no worker idles long at the end.
_BATCH_ITEMS = 16
_BATCH_WEIGHT = 200_000
# How far the reading may run ahead of the oldest item without a result: this bounds what is kept in memory.
_AHEAD = 8 * _BATCH_ITEMS


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Result]):
    """What is to be done with each item.

    Attributes:
        work: called in the workers; it travels to other processes, as do its items and results. It must not raise.
        lost: gives the result for an item whose worker was killed.
        weigh: the size of an item in bytes; heavy items travel alone.
    """

    work: Callable[[Item], Result]
    lost: Callable[[Item], Result]
    weigh: Callable[[Item], int]


def ordered(job: Job[Item, Result], items: Iterable[Item], processes: int) -> Generator[Result, None, None]:
    """Yield the result of each item, in the order of the items.

    Args:
        job: what is to be done.
        items: read as they are needed, a bounded number ahead.
        processes: how many; with one, the work is done in this one.
    """
    if processes <= 1:
        yield from map(job.work, items)
        return
    pool = _Pool(job, enumerate(items), processes)
    try:
        yield from pool.results()
    finally:
        pool.close()


class _Worker(Generic[Item, Result]):
    """A process, our end of its pipe, and what it has not answered yet."""

    def __init__(self, work: Callable[[Item], Result]) -> None:
        # Spawned, not forked: a fork copies locks that other threads hold, and the ends of the other workers' pipes.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with _uninterrupted():
            self.process.start()
        theirs.close()
        self.unanswered: deque[tuple[int, Item]] = deque()

    def send(self, batch: list[tuple[int, Item]]) -> None:
        self.unanswered.extend(batch)
        try:
            self.connection.send([item for _, item in batch])
        except (BrokenPipeError, ConnectionResetError):
            return  # it is gone: its pipe reads as closed when we wait for the answers

    def answers(self) -> Iterator[tuple[int, Result]]:
        """Yield the answers that have come.

        Raises:
            EOFError: if the worker is gone.
        """
        while self.unanswered and self.connection.poll():
            try:
                answer = self.connection.recv()
            except ConnectionResetError as error:
                raise EOFError from error
            yield self.unanswered.popleft()[0], answer

    def close(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Start a process that no Ctrl-C reaches, not even while it starts; ours waits for a moment."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started with the first process, it would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Pool(Generic[Item, Result]):
    def __init__(self, job: Job[Item, Result], numbered: Iterator[tuple[int, Item]], processes: int) -> None:
        self._job = job
        self._numbered = numbered
        self._processes = processes
        self._workers: list[_Worker[Item, Result]] = []
        self._again: deque[tuple[int, Item]] = deque()
        self._taken = self._given = 0
        self._done: dict[int, Result] = {}

    def results(self) -> Iterator[Result]:
        while True:
            self._feed()
            busy = [worker for worker in self._workers if worker.unanswered]
            if not busy:
                return
            ready = wait([worker.connection for worker in busy])
            for worker in busy:
                if worker.connection in ready:
                    self._collect(worker)
            while self._given in self._done:
                yield self._done.pop(self._given)
                self._given += 1

    def close(self) -> None:
        for worker in self._workers:
            worker.close()

    def _feed(self) -> None:
        """Give each idle worker a batch; start workers as long as there is work for them."""
        idle = [worker for worker in self._workers if not worker.unanswered]
        while idle or len(self._workers) < self._processes:
            batch = self._batch()
            if not batch:
                return
            if not idle:
                idle.append(_Worker(self._job.work))
                self._workers.append(idle[-1])
            idle.pop().send(batch)

    def _batch(self) -> list[tuple[int, Item]]:
        if self._again:
            return [self._again.popleft()]
        batch: list[tuple[int, Item]] = []
        weight = 0
        while len(batch) < _BATCH_ITEMS and weight < _BATCH_WEIGHT and self._taken - self._given < _AHEAD:
            following = next(self._numbered, None)
            if following is None:
                break
            batch.append(following)
            self._taken += 1
            weight += self._job.weigh(following[1])
        return batch

    def _collect(self, worker: _Worker[Item, Result]) -> None:
        try:
            for number, result in worker.answers():
                self._done[number] = result
        except EOFError:
            number, item = worker.unanswered.popleft()
            self._done[number] = self._job.lost(item)
            self._again.extend(worker.unanswered)
            self._workers.remove(worker)
            worker.close()


def _serve(connection: Connection, work: Callable[[Item], Result]) -> None:
    """Answer batches until the pipe is closed; an interrupt is the parent's to handle."""
    # Each worker has a core; NumPy, which is not loaded yet, would start threads for all of them in every worker.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            batch = connection.recv()
        except EOFError:
            return
        for item in batch:
            connection.send(work(item))
