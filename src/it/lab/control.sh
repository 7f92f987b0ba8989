# Sourced where a controller is called: $control is its socket, $here where its answers are kept, and a node's folder in there (or
# $given_to) where that node's guest looks for what a kubelet would hand it.

controller() { # RPC, request
    csi "$control" "$@"
}

create() { # volume, size in bytes, ext4, xfs or block
    controller CreateVolume "{\"name\":\"$1\",\"capacityRange\":{\"requiredBytes\":\"$2\"},
        \"volumeCapabilities\":[$(capability "${3:-ext4}")]}" >"$here/$1.created" || fail "$(<"$here/$1.created")"
    member volume.volumeContext <"$here/$1.created" >"$here/$1.volume"
}

# The external attacher's work; what the kubelet would hand to the node is put into its folder.
attach() { # volume, node, ext4, xfs or block
    local answer
    answer=$(controller ControllerPublishVolume "{\"volumeId\":\"$1\",\"nodeId\":\"$2\",
        \"volumeCapability\":$(capability "${3:-ext4}"),\"volumeContext\":$(<"$here/$1.volume")}") || fail "$answer"
    local folder=${given_to:-$here/$2}
    [[ $folder == "$here" ]] || cp "$here/$1.volume" "$folder/"
    member publishContext <<<"$answer" >"$folder/$1.published"
}

detach() { # volume, node
    controller ControllerUnpublishVolume "{\"volumeId\":\"$1\",\"nodeId\":\"$2\"}"
}

away() { # volume
    detach "$1" node-1 && controller DeleteVolume "{\"volumeId\":\"$1\"}"
}

member() { # path: that part of the JSON on standard input
    python3 -c 'import functools, json, sys
print(json.dumps(functools.reduce(lambda whole, name: whole.get(name, {}), sys.argv[1].split("."), json.load(sys.stdin))))' "$1"
}
