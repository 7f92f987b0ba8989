# Situations and judgements that several scenarios share; sourced by them.
volume=pvc-00000000-0000-4000-8000-000000000001

given_rds() { # kernel arguments
    boot rds ubd0s="$(make_disk rds 1G)" "$@"
    on rds "open_pool /dev/ubda"
}

given_node() { # node
    boot "$1" ubd0s="$(make_disk "$1" 128M)"
    within=150 on "$1" 'start_relay "$LAB/relay.log"'
    figure "the driver of $1: $(within=150 on "$1" 'start_driver node')"
}

given_a_published_volume() { # ext4 or xfs
    given "a volume that the driver has published on node-1 as ${1:-ext4}"
    given_rds
    on rds "serve_volume $volume 512M"
    given_node node-1
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
    resumed=${resumed/./}
    echo $((resumed - over))
}

# What the node reads back of the acknowledged records, past its page cache.
verified() {
    local found
    found=$(within=120 on node-1 "sync; echo 3 >/proc/sys/vm/drop_caches; writer verify \"\$(target $volume)/records\"")
    echo "lost=$(field lost "$found") wrong=$(field wrong "$found")"
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
    within=60 on rds "e2fsck -fn /pool/$volume.img"
}
