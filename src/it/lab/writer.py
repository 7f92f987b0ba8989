#!/usr/bin/env python3
"""Writes numbered, checksummed records to a file or block device, and tells later which of them are still there.

write    prints how many records were acknowledged, how many failed and the longest time that one took
verify   prints how many acknowledged records are there, lost (not there) or wrong (there, but not what was written)

A record is acknowledged when its write, and its fsync unless --no-sync, have returned without error. The acknowledgements are
kept in a file of their own, one byte per record, which has to be where the death of the writer's machine cannot reach it.
"""
import argparse
import mmap
import os
import struct
import time
import zlib

MAGIC = b"RDSLAB01"
HEAD = struct.Struct(">8sQII")  # magic, number, length of the payload, CRC of number and payload


def record(number, size):
    room = size - HEAD.size
    seed = zlib.crc32(number.to_bytes(8, "big")).to_bytes(4, "big")
    payload = (seed * (room // 4 + 1))[:room]
    return HEAD.pack(MAGIC, number, room, zlib.crc32(number.to_bytes(8, "big") + payload)) + payload


def place(number, arguments):
    return (number % arguments.slots if arguments.slots else number) * arguments.size


def opened(arguments, flags):
    return os.open(arguments.path, flags | (os.O_DIRECT if arguments.direct else 0), 0o644)


class Tally:
    """What a writer has to tell in the end; a stall is the time that one record took."""

    def __init__(self):
        self.records = self.errors = 0
        self.longest = self.resumed = 0.0
        self.first_error = "none"

    def count(self, begin, error):
        took = time.monotonic() - begin
        if took > self.longest:
            self.longest, self.resumed = took, time.time()
        if error is None:
            self.records += 1
            return
        if self.errors == 0:
            self.first_error = f"{os.strerror(error.errno)} at {time.time():.1f}".replace(" ", "_")
        self.errors += 1

    def show(self):
        print(f"records={self.records} errors={self.errors} stall={self.longest:.2f}", end=" ")
        print(f"resumed={self.resumed:.3f} first_error={self.first_error}", flush=True)


def write(arguments):
    file = opened(arguments, os.O_WRONLY | os.O_CREAT)
    acknowledged = os.open(arguments.acks, os.O_WRONLY | os.O_CREAT, 0o644)
    buffer = mmap.mmap(-1, arguments.size)  # direct I/O wants an aligned one
    tally = Tally()
    end = time.monotonic() + arguments.seconds
    number = os.fstat(acknowledged).st_size
    while time.monotonic() < end:
        buffer[:] = record(number, arguments.size)
        begin, error = time.monotonic(), None
        try:
            os.pwrite(file, buffer, place(number, arguments))
            if not arguments.no_sync:
                os.fsync(file)
        except OSError as failure:
            error = failure
        tally.count(begin, error)
        os.pwrite(acknowledged, b"\0" if error else b"\1", number)
        number += 1
        time.sleep(arguments.pause)
    tally.show()


def judge(found, number, arguments):
    """The record at a place may be a later one of the same place, but never an earlier or a broken one."""
    if len(found) < arguments.size or not found.startswith(MAGIC):
        return "lost"
    there = HEAD.unpack_from(found)[1]
    if found != record(there, arguments.size) or place(there, arguments) != place(number, arguments):
        return "wrong"
    return "present" if there >= number else "lost"


def verify(arguments):
    with open(arguments.acks, "rb") as file:
        acks = file.read()
    latest = {place(number, arguments): number for number, ack in enumerate(acks) if ack == 1}
    counts = {"present": 0, "lost": 0, "wrong": 0}
    file = opened(arguments, os.O_RDONLY)
    buffer = mmap.mmap(-1, arguments.size)
    for position, number in sorted(latest.items()):
        length = os.preadv(file, [buffer], position)
        counts[judge(buffer[:length], number, arguments)] += 1
    print(" ".join(f"{name}={count}" for name, count in counts.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["write", "verify"])
    parser.add_argument("path")
    parser.add_argument("--acks", required=True, help="the file of acknowledgements")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--pause", type=float, default=0.01, help="seconds between two records")
    parser.add_argument("--size", type=int, default=4096, help="bytes of a record")
    parser.add_argument("--slots", type=int, default=0, help="begin again after so many records (a block device)")
    parser.add_argument("--direct", action="store_true", help="past the page cache")
    parser.add_argument("--no-sync", action="store_true")
    arguments = parser.parse_args()
    {"write": write, "verify": verify}[arguments.action](arguments)


main()
