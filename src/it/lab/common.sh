# Sourced by the lab's scripts, outside and inside the guests.
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/rds-csi-driver
# As in the image, but for the heap and AVX-512 (see guest-init).
jvm=(-XX:UseAVX=2 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
# Without its cache the driver would take twice as long to start: better not at all.
cached=(-XX:AOTMode=on -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 "${jvm[@]}")
driver=("${java:-}/java" -XX:AOTCache="${app:-}/app.aot" -XX:CompileThresholdScaling=0.1 "${cached[@]}" -Xmx96m -jar "${app:-}/rds-csi-driver.jar")
# As in a node's pod.
node_driver=("${java:-}/java" -XX:AOTCache="${app:-}/node.aot" "${cached[@]}" -Xmx48m -Xmn2m -XX:CompileThresholdScaling=10
    -XX:SoftRefLRUPolicyMSPerMB=0 -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps
    -XX:TrimNativeHeapInterval=60000 -Dio.netty.allocator.type=unpooled -Dio.grpc.netty.useCustomAllocator=false
    -Dreactor.netty.ioWorkerCount=1 -Dio.netty.jfr.enabled=false -jar "${app:-}/rds-csi-driver.jar")
relay_port=7070
# How many times as long as a quiet machine of two cores everything may take, what a fact allows apart.
patience=${LAB_PATIENCE:-1}

fail() {
    echo "$*" >&2
    exit 1
}

# Waits without a process of its own: a fork costs a guest 10 to 30 ms.
exec {never}<> <(:)
nap() { # seconds
    read -r -t "$1" -u "$never" _ || true
}

await() { # seconds, command: until it succeeds
    local limit=$((SECONDS + $1 * patience))
    shift
    until "$@"; do
        ((SECONDS < limit)) || return 1
        nap 0.05
    done
}

listens() { # address, port
    (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

# Milliseconds of the wall clock.
now() {
    local micros=${EPOCHREALTIME/./}
    echo "${micros%???}"
}

start_relay() { # log
    : >"$1" # what the one before has said is no answer of this one
    "$java/java" "${jvm[@]}" -Xmx48m -cp "$app/client/*:$app/rds-csi-driver.jar:$app/lib/*" io.srvlab.csi.rds.lab.CsiRelay $relay_port >"$1" 2>&1 &
    relay_pid=$!
    await 60 grep -sq listening "$1" || fail "the CSI client did not start; see $1"
}

# A socket that is there may be that of a driver that was killed.
answers() { # socket
    [[ -S $1 ]] && csi "$1" Probe {} 5 >/dev/null
}

# The response as one line of JSON, or the failure as NAME: description; the status is the gRPC code, and $took the milliseconds
# that the client waited.
csi() { # socket, RPC, request as JSON, seconds
    local door code name text
    took=
    exec {door}<>/dev/tcp/127.0.0.1/$relay_port
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${4:-60}" "${3//[$'\n\t']/ }" >&"$door"
    IFS=$'\t' read -r -u "$door" code name took text || { echo "INTERNAL: the CSI client hung up"; return 13; }
    exec {door}>&-
    if ((code == 0)); then
        echo "$text"
    else
        echo "$name: $text"
    fi
    return "$code"
}

capability() { # ext4, xfs or block
    local access='"accessMode":{"mode":"SINGLE_NODE_WRITER"}'
    if [[ $1 == block ]]; then
        echo "{\"block\":{},$access}"
    else
        echo "{\"mount\":{\"fsType\":\"$1\"},$access}"
    fi
}
