# Three volumes at once, as ext4, xfs and raw block, or more (ext4-2 …), each under a writer of its own; sourced by scenarios
# after given.sh.
kinds="ext4 xfs block"

of() { # kind: its volume
    local number=1
    [[ $1 != *-* ]] || number=${1#*-}
    case $1 in
        ext4*) echo "pvc-00000000-0000-4000-8000-0000000000${number}1" ;;
        xfs*) echo "pvc-00000000-0000-4000-8000-0000000000${number}2" ;;
        block*) echo "pvc-00000000-0000-4000-8000-0000000000${number}3" ;;
    esac
}

type_of() { # kind
    echo "${1%-*}"
}

size_of() { # kind: bytes; the smallest volume there is
    echo $((1 << 30))
}

# Volume conditions are told, as Kubernetes up to 1.34 wants them.
given_driver() { # settings
    figure "the driver of node-1: $(within=180 on node-1 "start_driver --rds-csi.health=condition $*")"
}

given_node_with() { # settings of the driver
    boot node-1 ubd0s="$(make_disk node-1 128M)"
    on node-1 'start_relay "$LAB/relay.log"'
    given_driver "$@"
}

given_rds_and_node_with() { # settings of the simulator, settings of the driver
    # shellcheck disable=SC2086 # lists of words
    given_rds $1 &
    local rds=$!
    # shellcheck disable=SC2086
    given_node_with ${2:-}
    wait "$rds"
    given_controller
    controller_pid=$!
}

# The controller starts again, with other settings.
given_controller_with() { # settings
    kill "$controller_pid" "$relay_pid"
    wait "$controller_pid" "$relay_pid" 2>/dev/null || true
    local driver=("${driver[@]}" "$@")
    given_controller
    controller_pid=$!
}

given_several() { # settings of the simulator, settings of the driver
    given "an ext4, an xfs and a raw block volume published on node-1"
    given_rds_and_node_with "${1:-}" "${2:-}"
    local kind
    for kind in $kinds; do
        create "$(of "$kind")" "$(size_of "$kind")" "$(type_of "$kind")"
        attach "$(of "$kind")" node-1 "$(type_of "$kind")"
    done
    each take
}

each() { # function of a kind: for all of them, one after the other
    local kind
    for kind in $kinds; do
        "$@" "$kind" || return
    done
}

take() { # kind
    within=90 on node-1 "stage $(of "$1") $(type_of "$1"); publish $(of "$1") $(type_of "$1")" >"$here/taken" || { cat "$here/taken"; return 1; }
}

give_back() { # kind
    within=90 on node-1 "unpublish $(of "$1"); unstage $(of "$1")" >"$here/given-back" || { cat "$here/given-back"; return 1; }
}

restage() { # kind
    within=90 on node-1 "stage $(of "$1") $(type_of "$1")"
}

# What the node is told of a volume from the next stage on.
tell_node() { # kind, volume or published, key, value
    local file
    file=$here/node-1/$(of "$1").$2
    python3 -c 'import json, sys
path, key, value = sys.argv[1:]
with open(path) as file:
    told = json.load(file)
told[key] = value
with open(path, "w") as file:
    json.dump(told, file)' "$file" "$3" "$4"
}

record_tool() { # kind, write or verify, options
    local at="\$(target $(of "$1"))" more=
    if [[ $1 == block* ]]; then
        more="--direct --slots 8000"
    else
        at+=/records
    fi
    echo "python3 \"\$LAB_SCRIPTS/writer.py\" $2 \"$at\" $more --acks \"\$LAB/acks-$1\" ${*:3}"
}

# As under_writer, with a writer for each volume.
under_writers() { # seconds, what happens
    local seconds=$1 event=$2 kind pids=()
    for kind in $kinds; do
        (within=$((seconds + 120)) on node-1 "$(record_tool "$kind" write --seconds "$seconds" --pause "${pause:-0.03}")" >"$here/wrote-$kind") &
        pids+=($!)
    done
    "$event"
    over=$(now)
    wait "${pids[@]}" || true
}

# Of all writers, ms from the end of the cause; what took less than two seconds was no stall.
longest_after() {
    local kind longest=0 after stall
    for kind in $kinds; do
        wrote=$(<"$here/wrote-$kind")
        stall=$(field stall "$wrote")
        ((${stall%.*} >= 2)) || continue
        after=$(resumed_after)
        [[ $after != never ]] || { echo never; return; }
        ((after <= longest)) || longest=$after
    done
    echo "$longest"
}

unharmed() { # kind: no write failed, and what was acknowledged is on the device
    local found
    [[ $(field errors "$(<"$here/wrote-$1")") == 0 ]] || fail "$(<"$here/wrote-$1")"
    at_least 20 "$(field records "$(<"$here/wrote-$1")")"
    found=$(within=120 on node-1 "sync; echo 3 >/proc/sys/vm/drop_caches; $(record_tool "$1" verify)")
    equal "lost=0 wrong=0" "lost=$(field lost "$found") wrong=$(field wrong "$found")"
}

# 5 s from one attempt to connect to the next, 5 s for the keep-alive, 3 s for the driver.
all_unharmed() { # by what, seconds that the longest stall may take after its cause has ended
    local kind
    for kind in $kinds; do
        figure "$kind: $(<"$here/wrote-$kind")"
        fact "$1: no write to $kind fails and nothing is lost" unharmed "$kind"
    done
    figure "the longest stall ended $(longest_after) ms after its cause (goal 13000)"
    fact "$1: all go on within ${2:-13} s" at_most $((${2:-13} * 1000)) "$(longest_after)"
}

stats() { # kind
    on node-1 "node NodeGetVolumeStats '{\"volumeId\":\"$(of "$1")\",\"volumePath\":\"'\$(target $(of "$1"))'\"}'"
}

is_abnormal() { # kind
    has '"abnormal": ?true' "$(stats "$1")"
}

is_normal() { # kind
    local said
    said=$(stats "$1")
    has 'volumeCondition' "$said" && fails grep -qE '"abnormal": ?true' <<<"$said" || fail "$said"
}

is_sound() { # kind; given back already
    case $1 in
        ext4*) within=60 on rds "e2fsck -fn \$(image $(of "$1"))" ;;
        xfs*) within=60 on rds "xfs_repair -n \$(image $(of "$1"))" ;;
    esac
}

ask_rds() { # a line of its console
    install -m 600 "$here/rds/login-key" "$here/login-key"
    ssh -i "$here/login-key" -o StrictHostKeyChecking=no -o UserKnownHostsFile="$here/known-hosts" -o LogLevel=ERROR \
        metal-csi@"$(address rds)" "$1" </dev/null
}
