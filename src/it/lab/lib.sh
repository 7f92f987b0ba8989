# What a scenario is written with. It runs in the lab's network and process namespaces; $here is its folder on this machine.
#
#   plan 5 within 120          how many facts it will report, and in how many seconds it must be done
#   given|when|then_ TEXT      tells the story
#   boot GUEST …               a guest by the name of rds or node-1 to node-9; also power_cut, shut_down, unplug, plug
#   on GUEST COMMAND           runs a command with guest.sh in a guest, at most $within seconds (30)
#   fact TEXT COMMAND          one line of the report: ok when the command succeeds
#   eventually SECONDS TEXT COMMAND    the same, of a command that may take a while to succeed
#   figure TEXT                something measured, judged by nobody
source "${BASH_SOURCE[0]%/*}/common.sh"
scripts=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
within=30
asked=0
given_up=125

# ── the story ──

plan() { # facts [within SECONDS]
    echo "plan $1"
}

given() { echo "# given $*"; }
when() { echo "# when $*"; }
then_() { echo "# then $*"; }
figure() { echo "# $*"; }

fact() { # text, command
    local text=$1 seen status=0
    shift
    seen=$("$@" 2>&1) || status=$?
    if ((status == 0)); then
        echo "ok - $text"
    else
        echo "not ok - $text"
        printf '#   %s: status %s\n' "$*" "$status"
        tail -n 20 <<<"$seen" | sed 's/^/#   /'
        consoles
    fi
}

# What the guests' kernels said last, often enough to know why without their logs; of a kernel that fell, from there on.
consoles() {
    local console
    for console in "$here"/*/console.log; do
        [[ ! -s $console ]] || { grep -a -m 1 -A 40 'Kernel panic' "$console" || tail -n 3 "$console"; } | cut -c 1-160 |
            sed "s|^|#   console of $(basename "${console%/*}"): |"
    done
}

eventually() { # seconds, text, command
    local seconds=$1 text=$2 begin
    shift 2
    begin=$(now)
    fact "$text" patiently "$seconds" "$@"
    figure "after $(($(now) - begin)) ms"
}

patiently() { # seconds, command: what it said last
    local limit=$((SECONDS + $1)) seen status
    shift
    while true; do
        status=0
        seen=$("$@" 2>&1) || status=$?
        ((status != 0 && SECONDS < limit)) || break
        nap 0.1
    done
    echo "$seen"
    return $status
}

equal() { # wanted, found
    [[ $1 == "$2" ]] || fail "wanted '$1', found '$2'"
}

at_most() { # limit, number; fractions are cut
    [[ $2 =~ ^-?[0-9] ]] && ((${2%.*} <= $1)) || fail "wanted at most $1, found '$2'"
}

at_least() { # limit, number
    [[ $2 =~ ^-?[0-9] ]] && ((${2%.*} >= $1)) || fail "wanted at least $1, found '$2'"
}

fails() { # command
    ! "$@"
}

has() { # pattern, text
    grep -qE -- "$1" <<<"$2" || fail "'$2' has no match of $1"
}

field() { # name, text of NAME=VALUE words
    sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" <<<"$2"
}

# ── guests ──

# Any other name is a guest without a network.
address() { # guest
    case $1 in
        rds) echo 10.99.0.1 ;;
        node-[1-9]) echo "10.99.0.1${1#node-}" ;;
        *) echo 127.0.0.1 ;;
    esac
}

tap() { # guest
    echo "tap-$1"
}

is_running() { # guest
    [[ -f $here/$1/pid ]] && kill -0 "$(<"$here/$1/pid")" 2>/dev/null
}

# A disk outlives its guest. What it has acknowledged survives a power cut, as it is written through to the file.
make_disk() { # name, size: its path
    [[ ! -f $here/$1.disk ]] || { echo "$here/$1.disk"; return; }
    truncate -s "$2" "$here/$1.disk"
    mkfs.ext4 -q -E lazy_itable_init=0,lazy_journal_init=0 "$here/$1.disk"
    echo "$here/$1.disk"
}

boot() { # guest, further kernel arguments: memory=SIZE, ubd0s=DISK …
    local guest=$1 begin memory=1024M
    shift
    [[ ${1:-} != memory=* ]] || { memory=${1#memory=}; shift; }
    begin=$(now)
    prepare "$guest"
    "${power:-power_on}" "$guest" "$memory" "$@"
    await 60 has_booted "$guest" || fail "$guest did not boot; see $here/$guest/console.log"
    figure "$guest is up after $(($(now) - begin)) ms"
}

prepare() { # guest
    local folder=$here/$1
    mkdir -p "$folder/ask" "$folder/answer"
    rm -f "$folder/up"
    [[ -p $folder/bell ]] || mkfifo "$folder/bell"
    [[ $(address "$1") != 127.* ]] || return 0
    cables | grep -qx "$(tap "$1")" || ip tuntap add "$(tap "$1")" mode tap
    plug "$1"
}

# The other way to run a guest: two processors, and Debian's own kernel.
emulate() ( # guest, memory, kernel arguments
    folder=$here/$1 disk=
    arguments="console=ttyS0 panic=-1 loglevel=5 LAB_QEMU=1 LAB=$folder LAB_SCRIPTS=$scripts LAB_APP=$app LAB_JAVA=$java \
        LAB_PATIENCE=$patience LAB_NAME=$1 LAB_ADDRESS=$(address "$1")"
    ln -sf bell "$folder/bell.in"
    ln -sf /dev/null "$folder/bell.out"
    machine=(-accel tcg,thread=multi -smp 2 -cpu max -m "${2%M}" -nodefaults -display none -no-reboot
        -kernel "$emulator/vmlinuz" -initrd "$emulator/initrd.gz" -serial stdio -serial "pipe:$folder/bell"
        -virtfs "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap"
        -virtfs "local,path=$folder,mount_tag=lab,security_model=none")
    [[ $(address "$1") == 127.* ]] || machine+=(-netdev "tap,id=cable,ifname=$(tap "$1"),script=no,downscript=no"
        -device "virtio-net-pci,netdev=cable,mac=$(mac "$1")")
    disk=$(sed -n 's/.*ubd0s=\([^ ]*\).*/\1/p' <<<"${*:3}")
    [[ -z $disk ]] || machine+=(-drive "file=$disk,format=raw,if=virtio,cache=writethrough")
    setsid qemu-system-x86_64 "${machine[@]}" -append "$arguments" </dev/null >>"$folder/console.log" 2>&1 &
    echo $! >"$folder/pid"
)

mac() { # guest
    # shellcheck disable=SC2046 # four words
    printf '02:00:%02x:%02x:%02x:%02x' $(tr . ' ' <<<"$(address "$1")")
}

# A session of its own can be killed as a whole; as nobody's job it dies without a word. With another MAC the peer's ARP entry
# would be stale for half a minute.
power_on() ( # guest, memory, kernel arguments
    guest=$1 folder=$here/$1
    mac=$(mac "$guest")
    arguments=(rootfstype=hostfs rootflags=/ ro mem="$2" init="$scripts/guest-init" loglevel=5 panic=-1
        LAB="$folder" LAB_SCRIPTS="$scripts" LAB_APP="$app" LAB_JAVA="$java" LAB_PATIENCE="$patience" LAB_NAME="$guest" LAB_ADDRESS="$(address "$guest")"
        umid="$guest" uml_dir="$here/uml" con=null con0=null,fd:1 con1=fd:3,null console=tty0)
    [[ $(address "$guest") == 127.* ]] || arguments+=("vec0:transport=tap,ifname=$(tap "$guest"),mac=$mac,depth=128,gro=1")
    shift 2
    TMPDIR=$memories setsid "$kernel" "${arguments[@]}" "$@" </dev/null 3<>"$folder/bell" >>"$folder/console.log" 2>&1 &
    echo $! >"$folder/pid"
)

has_booted() { # guest
    is_running "$1" || fail "$1 died while it booted; see $here/$1/console.log"
    [[ -s $here/$1/up ]]
}

power_cut() { # guest
    local pid
    pid=$(<"$here/$1/pid")
    kill -KILL -- "-$pid" 2>/dev/null || true
    await 10 fails is_running "$1" || fail "$1 survives its power"
    rm -f "$here/$1/pid"
}

# What a guest does on its way down is its own: its exports go, its disk is synced.
shut_down() { # guest
    ring "$1" off
    await 60 fails is_running "$1" || fail "$1 does not go down"
    power_cut "$1"
}

ring() { # guest, number
    # A writer alone would wait for a reader, and a guest that is gone reads no more.
    echo "$2" 1<>"$here/$1/bell"
}

on() { # guest, command: its output and status; 124 at the deadline, 125 when the guest is gone
    local folder=$here/$1 number=$BASHPID-$((++asked))
    echo "$2" >"$folder/ask/$number"
    ring "$1" "$number"
    await "$within" answered "$1" "$number" || { echo "no answer within $((within * patience)) s to: $2"; return 124; }
    cat "$folder/answer/$number"
    [[ -s $folder/answer/$number.status ]] || { echo "$1 is gone; unanswered: $2"; return $given_up; }
    local status
    status=$(<"$folder/answer/$number.status")
    ((status == 0)) || { echo "on $1: $2: status $status"; tail -n 5 "$folder/answer/$number"; } >"$here/complaint"
    return "$status"
}

answered() { # guest, number
    [[ -s $here/$1/answer/$2.status ]] || ! is_running "$1"
}

# /sys shows the machine's own network, whichever this is.
cables() {
    ip -o link | grep -o 'tap-[a-z0-9-]*' || true
}

unplug() { # guest: its cable leads nowhere, which neither end is told
    ip link set "$(tap "$1")" nomaster
}

plug() { # guest
    ip link set "$(tap "$1")" master lab up
}

# ── the end ──

end_guests() {
    (($? == 0)) || { echo "the scenario ended early; the last command that failed in a guest:"; cat "$here/complaint"; }
    set +e
    local pid
    for pid in "$here"/*/pid; do
        [[ -f $pid ]] || continue
        power_cut "$(basename "${pid%/pid}")"
    done
    cables | xargs -r -n 1 ip link delete
    jobs -p | xargs -r kill 2>/dev/null || true
    wait
}
