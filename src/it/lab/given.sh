# Situations and judgements that several scenarios share; sourced by them.
control=$here/controller.sock
source "$scripts/control.sh"
volume=pvc-00000000-0000-4000-8000-000000000001

given_rds() { # settings of the simulator
    boot rds ubd0s="$(make_disk rds 2G)"
    within=150 on rds "start_simulator $*"
}

# What stops a node's driver at a chosen step (killing.sh).
build_steps() { # node
    gcc -shared -fPIC -O2 -o "$here/$1/steps.so" "$scripts/steps.c"
}

given_node() { # node
    local said
    boot "$1" ubd0s="$(make_disk "$1" 128M)"
    said=$(within=180 on "$1" 'start_relay "$LAB/relay.log"; start_driver') || fail "$said"
    figure "the driver of $1: $said"
}

# The controller runs on this machine, and reaches the RDS as it would a real one.
given_controller() {
    start_relay "$here/relay.log"
    "${driver[@]}" --rds-csi.role=controller --rds-csi.outside=real --rds-csi.kubernetes.enabled=false --rds-csi.owner=lab \
        --rds-csi.health=condition --rds-csi.endpoint="unix://$control" --rds-csi.known-nodes=node-1,node-2,node-3 \
        --rds-csi.rds.host="$(address rds)" --rds-csi.rds.private-key-file="$here/rds/login-key" \
        --rds-csi.rds.host-key="$here/rds/host-key" >"$here/controller.log" 2>&1 &
    await 120 answers "$control" || fail "the controller does not answer; see its log"
}

# Both at a time: their JVMs take most of it.
given_rds_and_node() {
    given_rds &
    local rds=$!
    given_node node-1
    wait "$rds"
}

given_a_published_volume() { # ext4 or xfs
    given "a volume that the driver has published on node-1 as ${1:-ext4}"
    given_rds_and_node
    given_controller
    create $volume $((512 << 20)) "${1:-ext4}"
    attach $volume node-1 "${1:-ext4}"
    within=60 on node-1 "stage $volume ${1:-ext4}; publish $volume ${1:-ext4}"
}

# Starts the writer, does what happens meanwhile, and waits for its last words: $wrote. When the cause of a stall ended is $over.
under_writer() { # seconds, what happens, options of the writer
    local seconds=$1 event=$2 pid
    shift 2
    (within=$((seconds + 120)) on node-1 "writer write \"\$(target $volume)/records\" --seconds $seconds $*" >"$here/wrote") &
    pid=$!
    "$event"
    over=$(now)
    wait "$pid" || true
    wrote=$(<"$here/wrote")
    figure "writer: $wrote; the longest stall ended $(resumed_after) ms after its cause"
}

no_harm_done() { # by what
    fact "$1: no write fails" equal 0 "$(field errors "$wrote")"
    fact "$1: nothing is lost" equal "lost=0 wrong=0" "$(verified)"
}

# From the end of the cause to the end of the longest stall, in ms.
resumed_after() {
    local resumed
    resumed=$(field resumed "$wrote")
    [[ -n $resumed ]] || { echo never; return; }
    resumed=${resumed/./}
    echo $((resumed - over))
}

# What the node reads back of the acknowledged records, past its page cache.
verified() {
    local found
    found=$(within=120 on node-1 "sync; echo 3 >/proc/sys/vm/drop_caches; writer verify \"\$(target $volume)/records\"")
    echo "lost=$(field lost "$found") wrong=$(field wrong "$found")"
}

# Hundredths of a second that node-1's kernel threads have worked. A map without a path must not keep one busy.
kernel_work() {
    # A process may end while it is looked at.
    on node-1 "{ cat /proc/[0-9]*/stat 2>/dev/null || :; } | awk '\$2 ~ /kworker/ { ticks += \$14 + \$15 } END { print ticks }'"
}

# What is wrong with its disks and exports (faults.sh, target.sh).
rds_disk() { # command
    within=60 on rds "source \$LAB_SCRIPTS/faults.sh; source \$LAB_SCRIPTS/target.sh; $1"
}

# What the kubelet of node-1 asks for, one after another.
in_turn() { # volume, operations
    local operation text=
    for operation in "${@:2}"; do
        text+="$operation $1; "
    done
    within=100 on node-1 "$text"
}

# Loses or delays what leaves the RDS and what leaves the node; nothing given: no more.
impair() { # netem's words
    local guest
    for guest in rds node-1; do
        if [[ -n ${1:-} ]]; then
            on "$guest" "tc qdisc replace dev vec0 root netem $1"
        else
            on "$guest" "tc qdisc del dev vec0 root"
        fi
    done
}

again() {
    within=90 on node-1 "unpublish $volume; unstage $volume; stage $volume; publish $volume"
}

sound() {
    within=90 on node-1 "unpublish $volume; unstage $volume"
    within=60 on rds "e2fsck -fn \$(image $volume)"
}
