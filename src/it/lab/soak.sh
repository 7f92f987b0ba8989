# Sourced in a guest that is RDS, controller and node at once, beside guest.sh: the life of volumes, with outages and restarts.
# The guest's clock jumps over every wait; what it has to say goes to the story's end, a line each.
lives=/run/lives
outages=(1 2 5 10 20 40 60 120 300 600 1200 1800)

# What a kubelet repeats until it succeeds.
insist() { # command
    local try
    for try in {1..60}; do
        "$@" >/run/said 2>&1 && return 0
        nap 2
    done
    echo "wrong: $* still fails after $try times: $(tail -n 1 /run/said)"
    return 1
}

held() { # the volumes that are published
    ls $lives/held
}

take() { # volume
    insist stage "$1" && insist publish "$1" || return 0
    : >"$lives/held/$1"
    tell_lost "$1"
    count stages
}

give_back() { # volume
    tell_lost "$1"
    insist unpublish "$1" && insist unstage "$1" || return 0
    rm "$lives/held/$1"
}

# The file holds every line that was acknowledged, in its order.
tell_lost() { # volume
    local file
    file=$(target "$1")/log
    [[ ! -s $lives/acks/$1 || $(<"$file") == "$(<"$lives/acks/$1")" ]] || echo "wrong: $1 lost what it had acknowledged: $(diff "$file" "$lives/acks/$1" | head -n 3)"
}

write_all() { # what
    local volume file
    for volume in $(held); do
        file=$(target "$volume")/log
        { echo "$1" >>"$file" && sync "$file" && echo "$1" >>"$lives/acks/$volume" && count records; } || echo "wrong: a write to $volume failed"
    done
}

count() { # what
    local number=0
    [[ ! -s $lives/$1 ]] || read -r number <"$lives/$1"
    echo $((number + 1)) >"$lives/$1"
}

# As the kubelet does, once in a minute; stats of what is away are answered as well.
poll() { # seconds
    local end volume
    end=$(($(uptime_ms) + $1 * 1000))
    while (($(uptime_ms) < end)); do
        for volume in $(held); do
            node NodeGetVolumeStats "{\"volumeId\":\"$volume\",\"volumePath\":\"$(target "$volume")\",\"stagingTargetPath\":\"$(staging "$volume")\"}" 20 >/run/said 2>&1 ||
                echo "wrong: stats of $volume: $(</run/said)"
            count polls
        done
        nap $(((end - $(uptime_ms)) > 60000 ? 60 : ((end - $(uptime_ms)) / 1000 > 0 ? (end - $(uptime_ms)) / 1000 : 1)))
    done
}

outage() { # number
    local seconds=${outages[RANDOM % ${#outages[@]}]} writing
    exports_off
    nap 1
    write_all "in the dark $1" &
    writing=$!
    poll "$seconds"
    exports_on
    wait $writing
    echo "dark: $seconds"
    count outages
}

# The device's memory goes, and its exports with it; its images and their identities stay.
rds_restarts() {
    kill -KILL "$(</run/simulator.pid)"
    exports_off
    nap 20
    start_simulator
    count rds-restarts
}

driver_restarts() {
    kill_driver
    nap 2
    start_monolith_driver >>"$LAB/restarts.log"
    count driver-restarts
}

# One lap: something happens under the writers, and some volumes come and go.
lap() { # number, volumes
    local number=$1 volume
    shift
    write_all "before $number"
    case $((RANDOM % 10)) in
        0) rds_restarts ;;
        1 | 2) driver_restarts ;;
        *) outage "$number" ;;
    esac
    for _ in 1 2 3; do
        volume=${*:RANDOM % $# + 1:1}
        if [[ -e $lives/held/$volume ]]; then give_back "$volume"; else take "$volume"; fi
    done
    poll 120
    judge_lap "$number"
    nap 1200 # what the driver does by itself it does in the quiet, too
    judge_lap "$number"
}

judge_lap() { # number
    local wanted connections maps mounts
    wanted=$(held | wc -l)
    connections=$(grep -l . /sys/class/nvme/nvme*/subsysnqn 2>/dev/null | wc -l)
    maps=$(ls -d /sys/block/dm-* 2>/dev/null | wc -l)
    mounts=$(grep -c 'kubernetes.io~csi' /proc/self/mountinfo) || true
    [[ "$connections $maps $mounts" == "$wanted $wanted $wanted" ]] ||
        echo "wrong: after lap $1 $wanted volumes have $connections connections, $maps maps and $mounts mounts"
}

soak() { # hours at most, volumes
    local hours=$1 number=0 begin
    shift
    mkdir -p $lives/held $lives/acks
    begin=$(uptime_ms)
    while [[ ! -e $LAB/stop ]] && (($(uptime_ms) - begin < hours * 3600000)); do
        lap $((++number)) "$@"
        ((number != 2)) || echo "early: $(vitals collected)"
    done
    echo "late: $(vitals collected)"
    for volume in $(held); do
        give_back "$volume"
    done
    echo "lived: minutes=$((($(uptime_ms) - begin) / 60000)) laps=$number"
    for count in outages rds-restarts driver-restarts stages polls records; do
        echo "count: $(cat $lives/$count 2>/dev/null || echo 0) $count"
    done
}
