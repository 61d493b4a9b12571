"""Runs one command and prints, as one line of JSON, what it took: a process of its own, small, that `measuring` starts.

Called `python -I -S once.py FILE WORD ...`. FILE gets all that the command says. The answer: `seconds` of wall time,
`bytes` of memory at the peak of its largest process, and `code`, its exit code. Why not from `measuring`: on Linux a
process inherits the peak of the one that started it, and this one is as small as Python gets.
"""

from __future__ import annotations

import json
import os
import sys
import time

UNIT = 1 if sys.platform == "darwin" else 1024
"""What one unit of `ru_maxrss` is, in bytes."""


def main(said: str, words: list[str]) -> None:
    """Run the command to its end."""
    quiet = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    begun = time.perf_counter()
    process = os.posix_spawnp(words[0], words, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": seconds, "bytes": usage.ru_maxrss * UNIT, "code": code}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
