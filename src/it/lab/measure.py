#!/usr/bin/env python3
"""How long direct reads and writes of a block device take: 1000 of 4 KiB at random places, or 64 MiB in pieces of 1 MiB."""
import mmap
import os
import random
import sys
import time

MIB = 1 << 20


def places(size, step, count, at_random):
    chosen = random.Random(1)
    for number in range(count):
        yield (chosen.randrange(size // step) if at_random else number % (size // step)) * step


def main():
    what, path = sys.argv[1:]
    order, action = what.split("-")
    step, count = (4096, 1000) if order == "random" else (MIB, 64)
    file = os.open(path, os.O_RDWR | os.O_DIRECT)
    size = os.lseek(file, 0, os.SEEK_END)
    buffer = mmap.mmap(-1, step)  # direct I/O wants an aligned one
    begin = time.monotonic()
    for place in places(size, step, count, order == "random"):
        moved = os.preadv(file, [buffer], place) if action == "read" else os.pwrite(file, buffer, place)
        if moved != step:
            sys.exit(f"{moved} of {step} bytes at {place}")
    print(f"took={(time.monotonic() - begin) * 1000:.0f}")


main()
