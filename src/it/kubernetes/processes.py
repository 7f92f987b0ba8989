"""Processes that a test starts: each with a log of its own, ended in the opposite order, and none of them outlives the test."""
import ctypes
import os
import signal
import socket
import subprocess
import threading
import time

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
libc = ctypes.CDLL(None)


class Timeout(Exception):
    """What was waited for did not happen."""


def until(seconds, what, look, every=0.1):
    """Looks until there is something to see, and answers with it."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise Timeout(f"{what}: not within {seconds} s")
        time.sleep(every)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _end_with_parent():
    libc.prctl(DIE_WITH_PARENT, signal.SIGKILL)


def named_host(name):
    """What makes a command believe that its machine has that name, as in a pod; nothing where that is not allowed."""
    tried = subprocess.run(["unshare", "--uts", "true"], capture_output=True)
    if tried.returncode:
        return []
    return ["unshare", "--uts", "sh", "-c", 'echo "$0" >/proc/sys/kernel/hostname && exec "$@"', name]


class Process:
    def __init__(self, name, command, log, env=None):
        self.name, self.log = name, log
        with open(log, "ab") as out:
            self.child = subprocess.Popen(
                [str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env={**os.environ, **(env or {})}, preexec_fn=_end_with_parent)

    def alive(self):
        return self.child.poll() is None

    def processor_seconds(self):
        """How long it has been on a processor since it started."""
        with open(f"/proc/{self.child.pid}/stat", encoding="utf-8") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def await_ready(self, seconds, look):
        def looked():
            if not self.alive():
                raise Timeout(f"{self.name} ended by itself; see {self.log}")
            return look()
        return until(seconds, f"{self.name} is not ready (see {self.log})", looked)

    def kill(self):
        self.child.kill()
        self.child.wait()

    def stop(self, seconds=20):
        if self.alive():
            self.child.terminate()
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()


class Kept:
    """A process that is started again when it ends, as a kubelet does."""

    def __init__(self, name, command, log, env=None):
        self.start = lambda: Process(name, command, log, env)
        self.restarts, self.kept = 0, True
        self.process = self.start()
        # The signal that ends a child with its parent comes when the thread ends that started it: this one lives as long.
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    def _keep(self):
        while self.kept:
            if not self.process.alive():
                time.sleep(0.5)
                if self.kept:
                    self.restarts += 1
                    self.process = self.start()
            time.sleep(0.1)

    def stop(self):
        self.kept = False
        self.process.stop()
        self.keeper.join()

    def kill(self):
        """For good: nobody starts it again."""
        self.kept = False
        self.process.kill()
        self.keeper.join()
