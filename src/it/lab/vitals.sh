# Sourced in a node's guest beside guest.sh: what the driver needs, and how long its answers take.

# Memory is what stays after the driver's garbage is collected.
vitals() {
    local pid
    pid=$(pgrep -P "$(</run/driver.pid)")
    [[ ${1:-} != collected ]] || "$java/jcmd" "$pid" GC.run >/dev/null 2>&1 || true
    echo "rss=$(resident "$pid") threads=$(sed -n 's/^Threads:[^0-9]*//p' "/proc/$pid/status") children=$(pgrep -P "$pid" | wc -l) files=$(ls "/proc/$pid/fd" | wc -l)"
}

# One call, and how many ms it took, to a file of its kind.
timed() { # kind, command
    local kind=$1 begin status=0
    shift
    begin=$(now)
    "$@" >"/run/timed.answer" 2>&1 || status=$?
    echo "$(($(now) - begin)) $status" >>"/run/timed.$kind"
}

stats() { # volume
    node NodeGetVolumeStats "{\"volumeId\":\"$1\",\"volumePath\":\"$(target "$1")\",\"stagingTargetPath\":\"$(staging "$1")\"}" "${2:-20}"
}

# Of a kind's calls: how many, how many failed, and their times.
times_of() { # kind
    python3 - "/run/timed.$1" <<'PYTHON'
import sys
rows = [list(map(int, line.split())) for line in open(sys.argv[1])]
took = sorted(row[0] for row in rows)
at = lambda part: took[min(len(took) - 1, int(part * len(took)))]
print(f"calls={len(rows)} failed={sum(1 for row in rows if row[1])} p50={at(.5)} p99={at(.99)} longest={took[-1]}")
PYTHON
}
