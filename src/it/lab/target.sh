# Sourced in the RDS guest: its kernel's target changes behind the device's back. All exports have to be off meanwhile (exports_off):
# a namespace that goes while a host is connected takes that host's filesystem with it.

namespace() { # volume
    echo "$nvmet/subsystems/$(nqn "$1")/namespaces/1"
}

# The same data under another identity, or another's data: an image and a namespace UUID of its own behind the same NQN.
become() { # volume, image
    local namespace
    namespace=$(namespace "$1")
    echo 0 >"$namespace/enable"
    echo "$2" >"$namespace/device_path"
    cat /proc/sys/kernel/random/uuid >"$namespace/device_uuid"
    echo 1 >"$namespace/enable"
}

# Another volume, just as large and of the same kind; of a raw one nothing but its size can tell.
make_imposter() { # volume, ext4, xfs or block
    local image=/pool/imposter-$1
    rm -f "$image"
    truncate -s "$(stat -c %s "$(image "$1")")" "$image"
    case $2 in
        ext4) mkfs.ext4 -q "$image" ;;
        xfs) mkfs.xfs -q "$image" ;;
        block) truncate -s +16M "$image" ;;
    esac
    md5sum <"$image" >"$image.sum"
}

is_untouched() { # volume
    local image=/pool/imposter-$1
    [[ $(md5sum <"$image") == "$(<"$image.sum")" ]]
}

# A second door of the RDS, at an address of its own.
open_door() { # address
    local door=$nvmet/ports/2
    ip addr add "$1/24" dev vec0
    mkdir "$door"
    echo tcp >"$door/addr_trtype"
    echo ipv4 >"$door/addr_adrfam"
    echo "$1" >"$door/addr_traddr"
    echo 4420 >"$door/addr_trsvcid"
}

show_at_door() { # volume
    ln -s "$nvmet/subsystems/$(nqn "$1")" "$nvmet/ports/2/subsystems/"
}

hide_at_door() { # volume
    rm "$nvmet/ports/2/subsystems/$(nqn "$1")"
}

# A subsystem of another name for the volume's image, as after a rotation.
rename_export() { # volume, new name
    local image subsystem
    image=$(image "$1")
    echo 0 >"$(namespace "$1")/enable"
    subsystem=$nvmet/subsystems/$(nqn "$2")
    mkdir -p "$subsystem/namespaces/1"
    echo 1 >"$subsystem/attr_allow_any_host"
    echo "$image" >"$subsystem/namespaces/1/device_path"
    echo 1 >"$subsystem/namespaces/1/enable"
    show_at_door "$2"
}
