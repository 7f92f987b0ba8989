# Sourced by a guest's PID 1: what commands in a guest may call. The folder of the host that the guest may write to is $LAB.
app=$LAB_APP
java=$LAB_JAVA
source "$LAB_SCRIPTS/common.sh"
source "$LAB_SCRIPTS/control.sh"
nvmet=/sys/kernel/config/nvmet
port=$nvmet/ports/4420
kubelet=/var/lib/kubelet
socket=$kubelet/plugins/rds.csi.srvlab.io/csi.sock

nqn() { # volume
    echo "nqn.2000-02.com.mikrotik:$1"
}

uptime_ms() {
    local seconds
    read -r seconds _ </proc/uptime
    echo $((10#${seconds/./} * 10))
}

# ── the RDS ──

# The simulated device on a disk that outlives it, with exports by this kernel. What the controller has to know of it, its
# host key and a login, goes to $LAB.
start_simulator() { # settings
    mountpoint -q /pool || { mkdir -p /pool && mount -t ext4 /dev/ubda /pool; }
    [[ $* == *buffered-io* ]] || set -- --rds-csi.simulator.buffered-io=false "$@"
    "${driver[@]}" --rds-csi.role=simulator --rds-csi.simulator.directory=/pool/rds \
        --rds-csi.simulator.ssh-port=22 --rds-csi.simulator.ssh-address="$LAB_ADDRESS" \
        --rds-csi.simulator.exports=nvmet --rds-csi.simulator.nvme-address="$LAB_ADDRESS" \
        "$@" >>"$LAB/simulator.log" 2>&1 &
    echo $! >/run/simulator.pid
    await 120 listens "$LAB_ADDRESS" 22 || fail "the simulator does not listen; see its log"
    await 30 test -s /pool/rds/login/login-key || fail "the simulator made no login"
    cp /pool/rds/login/login-key "$LAB/"
    await 30 listens 127.0.0.1 9809 || fail "the simulator shows no state; see its log"
    simulator_state | sed -n 's/.*"hostKey":"\([^"]*\)".*/\1/p' >"$LAB/host-key"
}

# As an administrator shuts a device down: with its exports closed.
stop_simulator() {
    [[ -f /run/simulator.pid ]] || return 0
    local pid
    pid=$(</run/simulator.pid)
    kill -TERM "$pid"
    await 20 is_gone "$pid" || true
}

is_gone() { # process
    ! grep -q '^State:[^Z]*$' "/proc/$1/status" 2>/dev/null
}

simulator_state() {
    exec 3<>/dev/tcp/127.0.0.1/9809 && printf 'GET /actuator/simulator HTTP/1.0\r\n\r\n' >&3 && grep hostKey <&3
}

# All exports go and come, behind the device's back: while they are off nobody listens at the port.
exports_off() {
    ls "$port/subsystems" >/run/exports
    rm "$port"/subsystems/*
}

# The volumes first: an initiator that finds the port but not its export gives up for good (Linux 6.10 and later).
exports_on() {
    local name
    for name in $(grep pvc- /run/exports) $(grep -v pvc- /run/exports); do
        ln -s "$nvmet/subsystems/$name" "$port/subsystems/"
    done
}

# One export goes and comes while others stay.
export_off() { # volume
    rm "$port/subsystems/$(nqn "$1")"
}

export_on() { # volume
    ln -s "$nvmet/subsystems/$(nqn "$1")" "$port/subsystems/"
}

image() { # volume
    cat "$nvmet/subsystems/$(nqn "$1")/namespaces/1/device_path"
}

# An export that is none of the driver's, on a port of its own.
serve_foreign() { # name, size
    local subsystem
    subsystem=$nvmet/subsystems/$(nqn "$1")
    mkdir -p "$subsystem/namespaces/1"
    truncate -s "$2" "/pool/$1.img"
    echo 1 >"$subsystem/attr_allow_any_host"
    echo "/pool/$1.img" >"$subsystem/namespaces/1/device_path"
    echo 1 >"$subsystem/namespaces/1/enable"
    if mkdir "$nvmet/ports/1" 2>/dev/null; then
        echo tcp >"$nvmet/ports/1/addr_trtype"
        echo ipv4 >"$nvmet/ports/1/addr_adrfam"
        echo "$LAB_ADDRESS" >"$nvmet/ports/1/addr_traddr"
        echo 4421 >"$nvmet/ports/1/addr_trsvcid"
    fi
    ln -s "$subsystem" "$nvmet/ports/1/subsystems/"
}

# ── a node ──

# A connection that is not the driver's, as the node's administrator makes it.
connect() { # volume, address, port
    local door answer
    exec {door}<>/dev/nvme-fabrics
    printf '%s' "nqn=$(nqn "$1"),transport=tcp,traddr=${2:-10.99.0.1},trsvcid=${3:-4421},ctrl_loss_tmo=-1,reconnect_delay=2" >&"$door"
    read -r -u "$door" answer
    exec {door}>&-
    await 10 has_device "$1" || fail "$answer, but no device"
}

has_device() { # volume
    [[ -b $(device "$1") ]]
}

# From the NQN to its device: names are no guide.
device() { # volume
    local subsystem head
    subsystem=$(grep -lx "$(nqn "$1")" /sys/class/nvme-subsystem/*/subsysnqn 2>/dev/null) || true
    for head in "${subsystem%/*}"/nvme*n*; do
        [[ $head == */nvme*c*n* ]] || echo "/dev/${head##*/}"
    done
}

# The driver in namespaces as its pod has them: mounts and processes of its own, the host's network, and mounts that travel
# through the kubelet's folder in both directions. $role, $managed and $processes say what else than a node it is to be, other volumes
# than a cluster's, and whether it sees the processes of the whole guest (empty).
start_driver() { # settings
    local begin role=${role:-node} managed=${managed:-pvc-} processes=${processes---pid --mount-proc} program=("${driver[@]}")
    [[ $role != node ]] || program=("${node_driver[@]}")
    begin=$(uptime_ms)
    mkdir -p "${socket%/*}"
    # shellcheck disable=SC2086 # options
    unshare --mount $processes --fork --kill-child --propagation unchanged \
        "${program[@]}" --rds-csi.role="$role" --rds-csi.outside=real --rds-csi.kubernetes.enabled=false \
        --rds-csi.node-id="$LAB_NAME" --rds-csi.owner=lab \
        --rds-csi.managed-nqn-prefix="$(nqn "$managed")" --rds-csi.endpoint="unix://$socket" \
        --rds-csi.node.state-directory="${socket%/*}/state" "$@" >>"$LAB/driver.log" 2>&1 &
    echo $! >/run/driver.pid
    await 120 answers "$socket" || fail "the driver does not answer; see its log"
    echo "started=$(($(uptime_ms) - begin)) rss=$(resident "$(pgrep -P "$(</run/driver.pid)")")"
}

# Controller and node in one, with the RDS on this same machine.
start_monolith() { # settings
    start_relay "$LAB/relay.log"
    start_monolith_driver "$@"
}

start_monolith_driver() { # settings
    role=monolith start_driver --rds-csi.rds.host="$LAB_ADDRESS" --rds-csi.rds.private-key-file="$LAB/login-key" \
        --rds-csi.rds.host-key="$LAB/host-key" --server.port=9810 --management.server.port=9810 "$@"
}

# As a kubelet ends a container at once: SIGKILL.
kill_driver() {
    kill -KILL "$(</run/driver.pid)"
}

# As a kubelet ends a container that it does not hurry: SIGTERM.
end_driver() {
    local pid
    pid=$(pgrep -P "$(</run/driver.pid)")
    kill -TERM "$pid"
    await 40 is_gone "$pid"
}

resident() { # process, RssAnon or RssFile: MiB; of both when neither is named
    local kib
    kib=$(sed -n "s/^${2:-VmRSS}:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$1/status")
    echo $((kib / 1024))
}

staging() { # volume
    echo "$kubelet/plugins/kubernetes.io/csi/rds.csi.srvlab.io/$1/globalmount"
}

target() { # volume, pod
    echo "$kubelet/pods/${2:-pod-1}/volumes/kubernetes.io~csi/$1/mount"
}

node() { # RPC, request, seconds
    csi "$socket" "$@"
}

# What the controller said of the volume lies in the guest's folder (see given.sh).
stage() { # volume, ext4, xfs or block
    mkdir -p "$(staging "$1")"
    node NodeStageVolume "{\"volumeId\":\"$1\",\"stagingTargetPath\":\"$(staging "$1")\",
        \"volumeCapability\":$(capability "${2:-ext4}"),
        \"volumeContext\":$(<"$LAB/$1.volume"),\"publishContext\":$(<"$LAB/$1.published")}"
}

publish() { # volume, ext4, xfs or block, pod, whether read-only
    local at
    at=$(target "$1" "${3:-}")
    mkdir -p "${at%/*}"
    node NodePublishVolume "{\"volumeId\":\"$1\",\"stagingTargetPath\":\"$(staging "$1")\",\"targetPath\":\"$at\",
        \"volumeCapability\":$(capability "${2:-ext4}"),\"readonly\":${4:-false},
        \"volumeContext\":$(<"$LAB/$1.volume"),\"publishContext\":$(<"$LAB/$1.published")}"
}

unpublish() { # volume, pod
    node NodeUnpublishVolume "{\"volumeId\":\"$1\",\"targetPath\":\"$(target "$1" "${2:-}")\"}"
}

unstage() { # volume
    node NodeUnstageVolume "{\"volumeId\":\"$1\",\"stagingTargetPath\":\"$(staging "$1")\"}"
}

# The writer's acknowledgements stay on the host: a guest's death cannot reach them.
writer() { # write or verify, file, options
    python3 "$LAB_SCRIPTS/writer.py" "$@" --acks "$LAB/acks"
}

controllers() { # volume: the names of its controllers
    grep -lx "$(nqn "$1")" /sys/class/nvme/*/subsysnqn 2>/dev/null | cut -d/ -f5 || true
}

controller_state() { # volume
    local name
    name=$(controllers "$1")
    cat "/sys/class/nvme/$name/state"
}
