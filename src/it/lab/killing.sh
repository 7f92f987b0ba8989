# Sourced in a node's guest beside guest.sh: a driver that is killed at a chosen command, or at any moment, and started again.
#
# The programs that the driver runs are found in $kills/bin first. What stands there counts them, and holds the one that is to be
# the last: before it runs, 10 ms after it began, or when it has ended. So each of several volumes can be brought to a point of its
# own before the driver is killed once for all of them. The watch over the paths asks in between, and is not counted.
kills=/run/kill
held_programs=(blkid blockdev mkfs.ext4 mkfs.xfs e2fsck fsck xfs_repair mount umount dmsetup mknod resize2fs xfs_growfs)

lay_traps() {
    local program real
    mkdir -p $kills/bin $kills/answer
    echo 0 >$kills/count
    echo 0 none >$kills/plan
    for program in "${held_programs[@]}"; do
        real=$(command -v "$program") || continue
        cat >"$kills/bin/$program" <<PROGRAM
#!/bin/bash
read -r at when <$kills/plan
[[ \$1 != status ]] && ((at > 0)) || exec $real "\$@"
read -r count <$kills/count
echo \$((++count)) >$kills/count
((count == at)) || exec $real "\$@"
case \$when in
    during) $real "\$@" & read -r -t 0.01 <> <(:); kill -STOP \$! 2>/dev/null ;;
    after) $real "\$@" ;;
esac
echo "$program \$*" >$kills/held.new
mv $kills/held.new $kills/held
exec sleep 1000
PROGRAM
        chmod +x "$kills/bin/$program"
    done
}

start_trapped() {
    PATH=$kills/bin:$PATH start_driver
}

# The driver and all of its children are gone, and it comes back.
restart() {
    local parent
    parent=$(</run/driver.pid)
    kill_driver
    await 20 fails kill -0 "$parent" 2>/dev/null || true
    echo 0 none >$kills/plan
    rm -f $kills/held
    start_trapped >>"$LAB/restarts.log"
}

fails() {
    ! "$@"
}

perform_call() { # operation, volume, type
    case $1 in
        unpublish | unstage) "$1" "$2" ;;
        *) "$1" "$2" "$3" ;;
    esac
}

call() { # operation, volume, type: its answer's status goes to a file when there is one
    rm -f "$kills/answer/$2.status"
    (set +e; perform_call "$@" >"$kills/answer/$2" 2>&1; echo $? >"$kills/answer/$2.status") &
}

answered() { # volume
    [[ -s $kills/answer/$1.status ]]
}

stopped() { # volume
    [[ -f $kills/held ]] || answered "$1"
}

# Brings each volume to the next point of an operation, kills, starts, and repeats the calls.
kill_at_points() { # operation, type, volumes
    local operation=$1 type=$2 volume point ended=no any=no
    local mark=$kills/next-$1-$2
    shift 2
    [[ -f $mark ]] || echo 0 >"$mark"
    for volume in "$@"; do
        read -r point <"$mark"
        rm -f $kills/held
        echo 0 >$kills/count
        [[ $ended == yes ]] && echo 0 none >$kills/plan || echo "$((point / 3 + 1)) $(when_of "$point")" >$kills/plan
        call "$operation" "$volume" "$type"
        await 60 stopped "$volume" || fail "neither held nor answered: $operation $volume"
        if [[ -f $kills/held ]]; then
            any=yes
            echo "point: $operation ($type), $(when_of "$point") its command $((point / 3 + 1)): $(<$kills/held)"
            echo $((point + 1)) >"$mark"
        else
            ended=yes
        fi
    done
    [[ $any == no ]] || restart
    wait_for_answers "$@"
    settle_calls "$operation" "$type" "$@"
}

when_of() { # point
    local names=(before during after)
    echo "${names[$1 % 3]}"
}

wait_for_answers() { # volumes
    local volume
    for volume in "$@"; do
        await 30 answered "$volume" || fail "no answer for $volume"
    done
}

# The kubelet's part: each call again until it succeeds, at most five times.
settle_calls() { # operation, type, volumes
    local operation=$1 type=$2 volume status said try
    shift 2
    for volume in "$@"; do
        for try in 1 2 3 4 5; do
            status=0
            said=$(perform_call "$operation" "$volume" "$type" 2>&1) || status=$?
            [[ $status != 0 && $said != *format=true* && $said != *"not blank"* ]] || break
            nap 0.5
        done
        ((status == 0)) || echo "result: $volume $operation $status after $try: $said"
        [[ $status == 0 || $operation != stage ]] || echo "$volume" >>$kills/refused
        judge "$operation" "$type" "$volume" "$status"
    done
}

# One connection, one map, one mount; or none of them.
judge() { # operation, type, volume, status
    local connections maps mounts wanted=1 at
    connections=$(controllers "$3" | wc -l)
    maps=$(grep -l "${3#pvc-}" /sys/block/dm-*/dm/name 2>/dev/null | wc -l) || true
    [[ $1 != unstage ]] || wanted=0
    [[ $connections == "$wanted" && $maps == "$wanted" ]] || echo "wrong: $3 after $1: $connections connections, $maps maps"
    (($4 == 0)) && [[ $2 != block ]] || return 0
    mounts=$(grep -c " $(staging "$3") " /proc/self/mountinfo) || true
    [[ $mounts == "$wanted" ]] || echo "wrong: $3 after $1: $mounts mounts at its staging path"
    at=$(target "$3")
    mounts=$(grep -c " $at " /proc/self/mountinfo) || true
    case $1 in
        publish | expand) [[ $mounts == 1 ]] || echo "wrong: $3 after $1: $mounts mounts at its target path" ;;
        unpublish | unstage) [[ $mounts == 0 && ! -e $at ]] || echo "wrong: $3 after $1: its target path is still there" ;;
    esac
}

# Kills while the calls of all volumes are under way.
kill_at_random() { # operation, type, ms, volumes
    local operation=$1 type=$2 ms=$3 volume cut=0
    shift 3
    for volume in "$@"; do
        call "$operation" "$volume" "$type"
    done
    nap "$((ms / 1000)).$(printf '%03d' $((ms % 1000)))"
    for volume in "$@"; do
        answered "$volume" || cut=$((cut + 1))
    done
    restart
    wait_for_answers "$@"
    echo "cut: $operation ($type) after $ms ms, $cut calls under way"
    settle_calls "$operation" "$type" "$@"
}

expand() { # volume, type, bytes
    node NodeExpandVolume "{\"volumeId\":\"$1\",\"volumePath\":\"$(target "$1")\",\"stagingTargetPath\":\"$(staging "$1")\",
        \"capacityRange\":{\"requiredBytes\":\"$(<"$LAB/size")\"},\"volumeCapability\":$(capability "$2")}"
}

# What was written before has to be there, and more is written.
use() { # type, volumes
    local type=$1 volume at
    shift
    for volume in "$@"; do
        at=$(target "$volume")
        if [[ $type == block ]]; then
            [[ ! -f $kills/sum-$volume ]] || [[ $(dd if="$at" bs=1M count=4 iflag=direct status=none | sha256sum) == "$(<"$kills/sum-$volume")" ]] ||
                echo "wrong: $volume lost its data"
            dd if=/dev/urandom of="$at" bs=1M count=4 oflag=direct conv=notrunc,fsync status=none
            dd if="$at" bs=1M count=4 iflag=direct status=none | sha256sum >"$kills/sum-$volume"
        else
            [[ ! -f $kills/sum-$volume ]] || [[ $(sha256sum <"$at/data") == "$(<"$kills/sum-$volume")" ]] || echo "wrong: $volume lost its data"
            dd if=/dev/urandom of="$at/data" bs=1M count=4 conv=fsync status=none
            sha256sum <"$at/data" >"$kills/sum-$volume"
        fi
    done
}
