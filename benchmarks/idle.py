"""Start time and idle memory of the whole relay: ``python benchmarks/idle.py``.

Starts ``tocsin run`` in an empty folder (the sandbox, nobody watching, so no post is published),
waits until its page answers, and reads the memory of the process half a minute later.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

QUIET_SECONDS = 30
START_SECONDS = 60


def main() -> None:
    """Start it, measure it, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    tocsin = Path(sys.executable).with_name("tocsin")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - our own program
            [tocsin, "run", "--port", str(port)], cwd=folder, stderr=subprocess.DEVNULL
        )
        try:
            wait_for_page(f"http://127.0.0.1:{port}/", began)
            print(f"start: {time.monotonic() - began:.1f} s until the page answers")
            before = cpu_seconds(process.pid)
            time.sleep(QUIET_SECONDS)
            share = (cpu_seconds(process.pid) - before) / QUIET_SECONDS
            print(f"idle: {resident_mb(process.pid):.0f} MB resident, {share:.1%} of one core")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def wait_for_page(address: str, began: float) -> None:
    """Return when the page answers."""
    while time.monotonic() - began < START_SECONDS:
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own page
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(f"{address} does not answer")


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
