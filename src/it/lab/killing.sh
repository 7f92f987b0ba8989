# Sourced in a node's guest beside guest.sh: a driver that is killed at a chosen step of a call, or at any moment, and started again.
#
# steps.c stops the driver, or its child, before the step that a volume's plan names. So each of several volumes can be brought to
# a step of its own before the driver is killed once for all of them.
kills=/run/kill
patient=3 # seconds that a stopped call may have to wait for the kill; the shortest of the driver's deadlines are 10

start_stepped() { # settings
    local node_driver=(env LD_PRELOAD="$LAB/steps.so" LAB_STEPS=$kills "${node_driver[@]}")
    mkdir -p $kills/answer
    start_driver "$@"
}

# The driver and all of its children are gone, and it comes back.
restart() { # settings
    local parent
    parent=$(</run/driver.pid)
    kill_driver
    await 20 fails kill -0 "$parent" 2>/dev/null || true
    rm -f $kills/*.plan $kills/*.held
    start_stepped "$@" >>"$LAB/restarts.log"
}

fails() {
    ! "$@"
}

plan_step() { # volume, number or words
    rm -f "$kills/$1".{held,steps,count}
    echo "$2" >"$kills/$1.plan"
}

# Nothing has been done to them for a second: the driver has looked at what it found when it started.
quiet() { # volumes
    local volume
    for volume in "$@"; do
        plan_step "$volume" nothing
    done
    nap 1
    ! any was_touched "$@"
}

was_touched() { # volume
    [[ -f $kills/$1.steps ]]
}

is_held() { # volume
    [[ -f $kills/$1.held ]]
}

any() { # function, arguments: it holds for one of them
    local one
    for one in "${@:2}"; do
        ! "$1" "$one" || return 0
    done
    return 1
}

all() { # function, arguments
    local one
    for one in "${@:2}"; do
        "$1" "$one" || return
    done
}

perform_call() { # operation, volume, kind
    local type=${3#new-}
    case $1 in
        unpublish | unstage) "$1" "$2" ;;
        publish-read-only) publish "$2" "$type" pod-2 true ;;
        unpublish-read-only) unpublish "$2" pod-2 ;;
        *) "$1" "$2" "$type" ;;
    esac
}

call() { # operation, volume, kind: its answer's status goes to a file when there is one
    rm -f "$kills/answer/$2.status"
    (set +e; perform_call "$@" >"$kills/answer/$2" 2>&1; echo $? >"$kills/answer/$2.status") &
}

answered() { # volume
    [[ -s $kills/answer/$1.status ]]
}

stopped() { # volume
    is_held "$1" || answered "$1"
}

# What the operation's steps are is seen in a first call; then each volume is brought to the next of them, the driver is killed, and
# the calls are repeated. Of steps that the same operation had for another kind of volume only $full takes all.
kill_at_steps() { # operation, kind, volumes
    local operation=$1 kind=$2 volume group=() due=no since
    shift 2
    for volume in "$@"; do
        ((${#group[@]} > 0)) || since=$SECONDS
        group+=("$volume")
        bring "$operation" "$kind" "$volume"
        if ((SECONDS - since >= patient)) || holds_records "$volume"; then
            kill_group "$operation" "$kind" "${group[@]}"
            group=()
        fi
    done
    ((${#group[@]} == 0)) || kill_group "$operation" "$kind" "${group[@]}"
    [[ -s $kills/todo-$operation-$kind ]] || echo "ended: $operation ($kind)"
}

# One record is written at a time: no other volume gets past one that is stopped there.
holds_records() { # volume
    is_held "$1" && grep -qE '/state(/pvc-[^/]*)?$' "$kills/$1.held"
}

# To the next step that is to do, or to its end; sets $due when the driver is to be killed.
bring() { # operation, kind, volume
    local todo=$kills/todo-$1-$2 step=
    if [[ ! -f $todo ]]; then
        plan_step "$3" nothing
    elif read -r step <"$todo"; then
        plan_step "$3" "$step"
        sed -i 1d "$todo"
    fi
    call "$1" "$3" "$2"
    await 60 stopped "$3" || fail "neither stopped nor answered: $1 $3"
    if is_held "$3"; then
        due=yes
        echo "point: $1 ($2), before step $step: $(<"$kills/$3.held")"
    elif [[ ! -f $todo && $(<"$kills/answer/$3.status") == 0 ]]; then
        due=yes
        list_steps "$1" "$2" "$3"
        echo "point: $1 ($2), after its last step, $(wc -l <"$kills/$3.steps"); $(wc -l <"$todo") of them to be killed before"
    elif [[ -n $step ]]; then
        echo "$step" >>"$todo" # the call failed for another reason, or had fewer steps
    fi
}

# Steps are the same when they differ in the volume and in numbers alone; the second of a kind is another one.
list_steps() { # operation, kind, volume
    local seen=$kills/seen-$1
    touch "$seen"
    ((!full)) || : >"$seen"
    sed -E 's/pvc-[0-9a-f-]{36}/VOLUME/g; s/[0-9]+/N/g' "$kills/$3.steps" | awk '{ print $0 " " ++times[$0] }' >"$seen.new"
    { grep -nvxFf "$seen" "$seen.new" || true; } | in_groups >"$kills/todo-$1-$2"
    cat "$seen.new" >>"$seen"
}

# Their numbers; a record's step ends a group, and has others before it.
in_groups() {
    awk -F: '/\/state(\/VOLUME[^\/]*)? [0-9]+$/ { record[++records] = $1; next } { other[++others] = $1 }
        END { while (o < others || r < records) {
            for (i = 0; i < 2 && o < others; i++) print other[++o]
            if (r < records) print record[++r] } }'
}

kill_group() { # operation, kind, volumes
    local volume
    for volume in "${@:3}"; do
        is_held "$volume" || continue
        due=yes # also when it is something that goes on beside the calls
        ! answered "$volume" || [[ $(<"$kills/answer/$volume.status") == 0 ]] ||
            echo "late: $1 $volume was given up before it was killed: $(<"$kills/$volume.held")"
    done
    [[ $due == no ]] || restart
    due=no
    wait_for_answers "${@:3}"
    settle_calls "$@"
}

wait_for_answers() { # volumes
    local volume
    for volume in "$@"; do
        await 30 answered "$volume" || fail "no answer for $volume"
    done
}

# The kubelet's part: each call again until it succeeds, at most eight times.
settle_calls() { # operation, kind, volumes
    local operation=$1 kind=$2 volume status said try
    shift 2
    for volume in "$@"; do
        for try in 1 2 3 4 5 6 7 8; do
            status=0
            said=$(perform_call "$operation" "$volume" "$kind" 2>&1) || status=$?
            [[ $status != 0 && $said != *format=true* && $said != *"not blank"* && $said != *"cut short"* ]] || break
            nap 0.5
        done
        ((status == 0)) || echo "result: $volume $operation $status after $try: $said"
        [[ $status == 0 || $operation != stage ]] || echo "$volume" >>$kills/refused
        judge "$operation" "${kind#new-}" "$volume" "$status"
    done
}

# One connection, one map, one mount; or none of them.
judge() { # operation, type, volume, status
    local connections maps wanted=1
    connections=$(controllers "$3" | wc -l)
    maps=$(grep -l "${3#pvc-}" /sys/block/dm-*/dm/name 2>/dev/null | wc -l) || true
    [[ $1 != unstage ]] || wanted=0
    [[ $connections == "$wanted" && $maps == "$wanted" ]] || echo "wrong: $3 after $1: $connections connections, $maps maps"
    (($4 == 0)) || return 0
    [[ $1 != unstage || -z $(left_of "$3") ]] || echo "wrong: $3 after $1: $(left_of "$3") is left"
    case $2 in
        block) judge_node "$1" "$3" ;;
        *) judge_mounts "$1" "$3" "$wanted" ;;
    esac
}

# What the driver keeps of a volume that is not staged is that it was formatted.
left_of() { # volume
    find "${socket%/*}/state" -name "*$1*" -not -path '*/formatted/*'
}

judge_mounts() { # operation, volume, how many at its staging path
    local mounts at
    mounts=$(grep -c " $(staging "$2") " /proc/self/mountinfo) || true
    [[ $mounts == "$3" ]] || echo "wrong: $2 after $1: $mounts mounts at its staging path"
    at=$(target "$2")
    mounts=$(grep -c " $at " /proc/self/mountinfo) || true
    case $1 in
        publish | expand) [[ $mounts == 1 ]] || echo "wrong: $2 after $1: $mounts mounts at its target path" ;;
        unpublish | unstage) [[ $mounts == 0 && ! -e $at ]] || echo "wrong: $2 after $1: its target path is still there" ;;
        publish-read-only) [[ $(grep -c " $(target "$2" pod-2) ro," /proc/self/mountinfo) == 1 ]] || echo "wrong: $2 after $1: no mount read-only" ;;
    esac
}

judge_node() { # operation, volume
    local at
    at=$(target "$2")
    case $1 in
        publish | expand) [[ $(stat -c %F-%a "$at") == "block special file-660" ]] || echo "wrong: $2 after $1: no writable device at its target path" ;;
        unpublish | unstage) [[ ! -e $at ]] || echo "wrong: $2 after $1: its target path is still there" ;;
        publish-read-only) [[ $(stat -c %F-%a "$(target "$2" pod-2)") == "block special file-440" ]] || echo "wrong: $2 after $1: no device read-only" ;;
    esac
}

# Kills while the calls of all volumes are under way.
kill_at_random() { # operation, kind, ms, volumes
    local operation=$1 kind=$2 ms=$3 volume cut=0
    shift 3
    for volume in "$@"; do
        call "$operation" "$volume" "$kind"
    done
    nap "$((ms / 1000)).$(printf '%03d' $((ms % 1000)))"
    for volume in "$@"; do
        answered "$volume" || cut=$((cut + 1))
    done
    restart
    wait_for_answers "$@"
    echo "cut: $operation ($kind) after $ms ms, $cut calls under way"
    settle_calls "$operation" "$kind" "$@"
}

expand() { # volume, type
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
