# Sourced in a guest beside guest.sh: what can be wrong with an image, and what makes a device slow or broken.

# Something between an export and its image: a device-mapper target's words, with DEV where the image's device belongs.
put_between() { # volume, table
    local namespace loop name=between-$1
    namespace=$nvmet/subsystems/$(nqn "$1")/namespaces/1
    loop=$(losetup --find --show --direct-io=on "$(<"$namespace/device_path")")
    dmsetup create "$name" --noudevsync --noudevrules --table "0 $(blockdev --getsz "$loop") ${2//DEV/$loop}"
    echo 0 >"$namespace/enable"
    echo "/dev/$(dmsetup info --columns --noheadings -o blkdevname "$name")" >"$namespace/device_path"
    echo 1 >"$namespace/enable"
}

# What is between them lets everything through from now on; what is under way goes on.
pass_through() { # volume
    local name=between-$1 table
    read -ra table <<<"$(dmsetup table "$name")"
    dmsetup suspend --noflush --nolockfs "$name"
    dmsetup load "$name" --table "0 ${table[1]} linear ${table[3]} 0"
    dmsetup resume --noudevsync "$name"
}

# One sum over all of an image; what is a hole in it is not read.
sum_of() { # image
    sync "$1"
    python3 - "$1" <<'PYTHON'
import hashlib, os, sys
size, block, sum = os.stat(sys.argv[1]).st_size, 1 << 16, hashlib.sha256()
file, at, zero = os.open(sys.argv[1], os.O_RDONLY), 0, bytes(1 << 16)
while at < size:
    try:
        at = os.lseek(file, at, os.SEEK_DATA) // block * block
    except OSError:  # nothing but a hole up to the end
        break
    data = os.pread(file, block, at)
    if data != zero[:len(data)]:
        sum.update(at.to_bytes(8, "big") + data)
    at += block
print(size, sum.hexdigest())
PYTHON
}

scribble() { # first MiB (counted from the end when negative), MiB, image
    local first=$1
    ((first >= 0)) || first=$(($(stat -c %s "$3") / (1 << 20) + first))
    dd if=/dev/urandom of="$3" bs=1M seek="$first" count="$2" conv=notrunc,fsync status=none
}

touch_end() { # image
    printf x | dd of="$1" bs=1 seek=$(($(stat -c %s "$1") - 1)) conv=notrunc,fsync status=none
}

# All of it is zero again.
wipe() { # image
    fallocate --punch-hole --length "$(stat -c %s "$1")" "$1"
    sync "$1"
}

# The signatures of what other programs keep on a disk.
sign() { # lvm, luks, btrfs or partitions, image
    python3 - "$@" <<'PYTHON'
import struct, sys, zlib
kind, path = sys.argv[1:]
with open(path, "r+b") as disk:
    if kind == "lvm":
        body = struct.pack("<I8s32s", 32, b"LVM2 001", b"a" * 32).ljust(492, b"\0")
        checksum = zlib.crc32(body, 0xF597A6CF ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        disk.seek(512)
        disk.write(b"LABELONE" + struct.pack("<QI", 1, checksum) + body)
    elif kind == "luks":
        disk.write(b"LUKS\xba\xbe\0\1" + b"aes".ljust(32, b"\0") + b"xts-plain64".ljust(32, b"\0") + b"sha256")
    elif kind == "btrfs":
        disk.seek(0x10040)
        disk.write(b"_BHRfS_M")
    else:
        disk.seek(446)
        disk.write(struct.pack("<B3sB3sII", 0, b"\0\2\0", 0x83, b"\1\1\1", 2048, 65536) + bytes(48) + b"\x55\xaa")
PYTHON
    sync "$2"
}

# The first reads and writes of a volume's device on this node fail, or no longer.
break_device() { # volume, 1 or 0
    local settings=/sys/kernel/debug/fail_make_request map
    map=$(map_of "$1")
    echo 100 >$settings/probability
    echo -1 >$settings/times
    echo 0 >$settings/verbose
    echo "$2" >"/sys/block/$map/make-it-fail"
}

# The device that the driver has put between a volume's users and its NVMe device.
map_of() { # volume
    local name
    for name in /sys/block/dm-*/dm/name; do
        [[ $(<"$name") != *"${1#pvc-}"* ]] || cut -d/ -f4 <<<"$name"
    done
}

# What the driver's blkid says of every device from now on: nothing, with that status. Without a status it is the true one again.
false_blkid() { # status
    local real
    real=$(command -v blkid)
    [[ -f $real.true ]] || mv "$real" "$real.true"
    if [[ -n ${1:-} ]]; then
        printf '#!/bin/bash\nexit %s\n' "$1" >"$real"
        chmod +x "$real"
    else
        mv "$real.true" "$real"
    fi
}
