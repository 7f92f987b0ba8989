# Sourced in a node's guest beside guest.sh: what the driver needs, and how long its answers take.

# In MiB what the kernel counts of it, and of that what is its own and what are files' pages (the AOT cache, the JVM's library).
# Collected is what stays when the driver's garbage is gone.
vitals() {
    local pid
    pid=$(pgrep -P "$(</run/driver.pid)")
    [[ ${1:-} != collected ]] || "$java/jcmd" "$pid" GC.run >/dev/null 2>&1 || true
    echo "rss=$(resident "$pid") own=$(resident "$pid" RssAnon) files=$(resident "$pid" RssFile)" \
        "threads=$(sed -n 's/^Threads:[^0-9]*//p' "/proc/$pid/status") children=$(pgrep -P "$pid" | wc -l) open=$(ls "/proc/$pid/fd" | wc -l)"
}

# One call, and how many ms its client waited for it, to a file of its kind.
timed() { # kind, command that makes one call
    local kind=$1 status=0
    shift
    took=
    "$@" >/run/timed.answer 2>&1 || status=$?
    echo "${took:-0} $status" >>"/run/timed.$kind"
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

# What the driver has counted of its connections so far, from the connect to the device.
connect_seconds() {
    local metrics line sum=0
    exec {metrics}<>/dev/tcp/127.0.0.1/9809
    printf 'GET /actuator/prometheus HTTP/1.0\r\n\r\n' >&"$metrics"
    while IFS= read -r line; do
        [[ $line != rds_csi_nvme_connect_duration_seconds_sum* ]] || sum=${line##* }
    done <&"$metrics"
    exec {metrics}>&-
    echo "${sum%$'\r'}"
}
