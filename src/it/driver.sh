# Sourced by the scripts beside it: starts the built jar as a process of its own, waits for its socket, and ends it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar=$root/target/rds-csi-driver.jar
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/rds-csi-driver
java=$("$root/.ci/java25")/bin/java
# A socket's path may have 107 bytes: the work folder's is kept short.
work=$(mktemp -d "${work_in:-/tmp}/rds-it.XXXXXX")
driver_pid=

fail() {
    echo "$*" >&2
    exit 1
}

stop_driver() {
    [[ -n $driver_pid ]] || return 0
    kill "$driver_pid" 2>/dev/null || true
    local tenths
    for ((tenths = 0; tenths < 350; tenths++)); do
        kill -0 "$driver_pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$driver_pid" 2>/dev/null || true
    wait "$driver_pid" 2>/dev/null || true
    driver_pid=
}

clean_up() {
    stop_driver
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

free_port() {
    local port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    fail "no free port found"
}

await_socket() { # socket, log, seconds
    local tenths
    for ((tenths = 0; tenths < $3 * 10; tenths++)); do
        [[ -S $1 ]] && return 0
        kill -0 "$driver_pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 40 "$2" >&2
    fail "the driver did not open $1; its log is $2"
}

# Starts a monolith with everything outside it simulated, in a new folder $dir; its socket is $socket, its HTTP port $port.
start_driver() { # log, further settings
    [[ -f $jar ]] || fail "$jar is missing; build it with ./mvnw package"
    local log=$1
    shift
    dir=$(mktemp -d "$work/d.XXXX")
    socket=$dir/csi.sock
    port=$(free_port)
    # Server and management share one port whichever of the two the driver serves its endpoints on.
    "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        ${driver_jvm:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m} -jar "$jar" \
        --rds-csi.role=monolith --rds-csi.outside=simulated --rds-csi.node-id=node-1 \
        --rds-csi.endpoint="unix://$socket" --rds-csi.simulator.directory="$dir/rds" --rds-csi.simulator.persistent=false \
        --server.port="$port" --management.server.port="$port" "$@" >"$log" 2>&1 &
    driver_pid=$!
    await_socket "$socket" "$log" 120
}
