# Sourced by a guest's PID 1: what commands in a guest may call. The folder of the host that the guest may write to is $LAB.
app=$LAB_APP
java=$LAB_JAVA
source "$LAB_SCRIPTS/common.sh"
nvmet=/sys/kernel/config/nvmet
port=$nvmet/ports/1
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

# ── an RDS without the simulator: images on the pool, exported by the kernel ──

open_pool() { # the disk
    mkdir -p /pool "$port"
    mount -t ext4 "$1" /pool
    echo tcp >"$port/addr_trtype"
    echo ipv4 >"$port/addr_adrfam"
    echo "$LAB_ADDRESS" >"$port/addr_traddr"
    echo 4420 >"$port/addr_trsvcid"
}

# Makes the volume's image unless it is there. Its identity comes from its name: the initiator gives up a namespace that
# returns with another one, and the kernel's target makes up a new one each time.
serve_volume() { # volume, size, buffered (0: past the page cache), UUID
    local subsystem space
    subsystem=$nvmet/subsystems/$(nqn "$1")
    space=$subsystem/namespaces/1
    [[ -f /pool/$1.img ]] || truncate -s "$2" "/pool/$1.img"
    mkdir "$subsystem"
    mkdir "$space"
    echo 1 >"$subsystem/attr_allow_any_host"
    echo "${4:-$(uuid_of "$1")}" >"$space/device_uuid"
    echo "/pool/$1.img" >"$space/device_path"
    echo "${3:-0}" >"$space/buffered_io"
    echo 1 >"$space/enable"
    export_on "$1"
}

uuid_of() {
    local sum
    sum=$(md5sum <<<"$1")
    echo "${sum:0:8}-${sum:8:4}-4${sum:13:3}-8${sum:17:3}-${sum:20:12}"
}

export_on() {
    ln -s "$nvmet/subsystems/$(nqn "$1")" "$port/subsystems/"
}

export_off() {
    rm "$port/subsystems/$(nqn "$1")"
}

# ── a node ──

# A connection that is not the driver's, as the node's administrator makes it.
connect() { # volume
    local door answer
    exec {door}<>/dev/nvme-fabrics
    printf '%s' "nqn=$(nqn "$1"),transport=tcp,traddr=10.99.0.1,trsvcid=4420,ctrl_loss_tmo=-1,reconnect_delay=2" >&"$door"
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
# through the kubelet's folder in both directions.
start_driver() { # role, settings
    local begin role=$1
    shift
    begin=$(uptime_ms)
    mkdir -p "${socket%/*}"
    unshare --mount --pid --fork --kill-child --mount-proc --propagation unchanged \
        "$java/java" -XX:AOTCache="$app/app.aot" -XX:AOTMode=on "${driver_jvm[@]}" -jar "$app/rds-csi-driver.jar" \
        --rds-csi.role="$role" --rds-csi.outside=real --rds-csi.node-id="$LAB_NAME" --rds-csi.owner=lab \
        --rds-csi.managed-nqn-prefix=nqn.2000-02.com.mikrotik:pvc- --rds-csi.endpoint="unix://$socket" \
        --rds-csi.node.state-directory="${socket%/*}/state" "$@" >>"$LAB/driver.log" 2>&1 &
    echo $! >/run/driver.pid
    await 120 answers || fail "the driver does not answer; see its log"
    echo "started=$(($(uptime_ms) - begin)) rss=$(resident "$(pgrep -P "$(</run/driver.pid)")")"
}

# A socket that is there may be that of a driver that was killed.
answers() {
    [[ -S $socket ]] && node Probe {} 5 >/dev/null
}

# As a kubelet ends a container at once: SIGKILL.
kill_driver() {
    kill -KILL "$(</run/driver.pid)"
}

resident() { # process: MiB
    local kib
    kib=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status")
    echo $((kib / 1024))
}

staging() { # volume
    echo "$kubelet/plugins/kubernetes.io/csi/rds.csi.srvlab.io/$1/globalmount"
}

target() { # volume, pod
    echo "$kubelet/pods/${2:-pod-1}/volumes/kubernetes.io~csi/$1/mount"
}

capability() { # ext4, xfs or block
    local access='"accessMode":{"mode":"SINGLE_NODE_WRITER"}'
    [[ $1 == block ]] && echo "{\"block\":{},$access}" || echo "{\"mount\":{\"fsType\":\"$1\"},$access}"
}

context() { # the volume whose export it is; $more_context: further pairs of JSON
    echo "{\"nvmeAddress\":\"10.99.0.1\",\"nvmePort\":\"4420\",\"nqn\":\"$(nqn "$1")\"${more_context:+,$more_context}}"
}

node() { # RPC, request, seconds
    csi "$socket" "$@"
}

stage() { # volume, ext4, xfs or block, the volume whose export it is if not its own
    local request
    mkdir -p "$(staging "$1")"
    request="\"stagingTargetPath\":\"$(staging "$1")\",\"volumeCapability\":$(capability "${2:-ext4}")"
    node NodeStageVolume "{\"volumeId\":\"$1\",$request,\"volumeContext\":$(context "${3:-$1}")}"
}

publish() { # volume, ext4, xfs or block, pod
    local request at
    at=$(target "$1" "${3:-}")
    mkdir -p "${at%/*}"
    request="\"stagingTargetPath\":\"$(staging "$1")\",\"volumeCapability\":$(capability "${2:-ext4}")"
    node NodePublishVolume "{\"volumeId\":\"$1\",$request,\"targetPath\":\"$at\"}"
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
