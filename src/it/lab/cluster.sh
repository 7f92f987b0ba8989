# A cluster beside the guests: API server, controller manager and the stock sidecars, the driver's controller with the rights that the
# chart gives it, and the guests as nodes. Sourced by scenarios after given.sh. There is no kubelet: its signs of life come from
# heartbeat.py in each guest, its CSI calls from here, with what the API says of a volume. In place of the scheduler stands
# beside.py, which has started all this.
bridge=10.99.0.254
programs=$("$scripts/../kubernetes/tools")
# There is no proxy on this network, whatever the machine has.
export NO_PROXY="$bridge,$(address rds)"

kubectl() { # words
    "$programs/kubectl" --kubeconfig="$here/cluster/admin.kubeconfig" --cache-dir="$here/kubectl" "$@"
}

# Returns at once; it takes as long as the guests, and nobody has to wait for both one after the other.
start_cluster() { # nodes
    coproc beside {
        exec env PYTHONDONTWRITEBYTECODE=1 HELM="$programs/helm" python3 "$scripts/../kubernetes/beside.py" \
            "$programs" "$java/java" "$app" "$here" "$bridge" "$(address rds)" "$@" 2>"$here/beside.log"
    }
}

await_cluster() {
    local said=
    read -r -t $((120 * patience)) said <&"${beside[0]}" || true
    [[ $said == ready ]] || fail "the cluster is not ready; see $here/beside.log"
}

given_fencing() { # auto, allow-list or rotate-nqn: with that the driver's controller starts, or starts anew
    echo "$1" >&"${beside[1]}"
    await_cluster
}

# From now on the cluster hears of the machine, for as long as it has power and its cable.
join() { # node
    local server
    server=$(grep -o "$bridge:[0-9]*" "$here/cluster/admin.kubeconfig")
    cp "$here/cluster/apiserver.crt" "$here/$1/"
    on "$1" "python3 \"\$LAB_SCRIPTS/heartbeat.py\" ${server/:/ } \"\$LAB/apiserver.crt\" admin-token $1 4 >\"\$LAB/heartbeat.log\" 2>&1 &"
}

each_of() { # kind, jsonpath: a line for each object, sorted
    kubectl get "$1" --output=jsonpath="{range .items[*]}$2{\"\\n\"}{end}" | sort
}

asked_of() { # kind, name, jsonpath
    kubectl get "$1" "$2" --output=jsonpath="$3"
}

attachments() { # each as node, volume and whether it is attached
    each_of volumeattachments '{.spec.nodeName} {.spec.source.persistentVolumeName} {.status.attached}'
}

attachment() { # volume, node: its name
    each_of volumeattachments '{.metadata.name} {.spec.nodeName} {.spec.source.persistentVolumeName}' | sed -n "s/ $2 $1\$//p"
}

has_attached() { # node, volumes
    nap 0.3
    equal "$2" "$(attachments | sed -n "s/^$1 \(.*\) true\$/\1/p" | wc -l)"
}

# As anybody may who is allowed to; the attach-detach controller asks for the pods' own.
ask_for() { # volume, node
    kubectl create --filename=- <<JSON
{"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "metadata": {"name": "$1-$2"},
 "spec": {"attacher": "rds.csi.srvlab.io", "nodeName": "$2", "source": {"persistentVolumeName": "$1"}}}
JSON
}

claim() { # name, size, Filesystem or Block
    cat <<YAML
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $1}
spec: {accessModes: [ReadWriteOnce], storageClassName: rds-test, volumeMode: $3, resources: {requests: {storage: $2}}}
YAML
}

bound() { # claim: its volume
    kubectl wait "persistentvolumeclaim/$1" --for=jsonpath='{.status.phase}'=Bound --timeout=60s >/dev/null &&
        asked_of persistentvolumeclaim "$1" '{.spec.volumeName}'
}

volumes_of() { # node: those that are attached to it, in one line
    attachments | sed -n "s/^$1 \(.*\) true\$/\1/p" | tr '\n' ' '
}

# The kubelet's part: it says that it uses them, and hands to the driver what the API says of them.
take() { # node, ext4 or block, volumes
    local volume used=
    for volume in "${@:3}"; do
        asked_of volumeattachment "$(attachment "$volume" "$1")" '{.status.attachmentMetadata}' >"$here/$1/$volume.published"
        asked_of persistentvolume "$volume" '{.spec.csi.volumeAttributes}' >"$here/$1/$volume.volume"
    done
    for volume in "$here/$1"/*.published; do
        volume=${volume##*/}
        used+="\"kubernetes.io/csi/rds.csi.srvlab.io^${volume%.published}\","
    done
    kubectl patch node "$1" --subresource=status --type=merge --patch="{\"status\":{\"volumesInUse\":[${used%,}]}}" >/dev/null
    within=120 on "$1" "for volume in ${*:3}; do stage \$volume $2; publish \$volume $2; done"
}

# Its containers run, says the kubelet: only then does a pod on a dead machine keep its volumes from others.
say_running() { # node
    local pod status='"name":"main","image":"none","imageID":"none","ready":true,"restartCount":0,"state":{"running":{}}'
    status="{\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{$status}]}}"
    for pod in $(kubectl get pods --field-selector="spec.nodeName=$1" --output=name); do
        kubectl patch "$pod" --subresource=status --type=merge --patch="$status"
    done
}

record_tool() { # volume, ext4 or block, write or verify, options: the command for the node's guest
    local at="\$(target $1)/records" more=
    [[ $2 != block ]] || { at="\$(target $1)"; more="--direct --slots 16000"; }
    echo "python3 \"\$LAB_SCRIPTS/writer.py\" $3 \"$at\" $more --acks \"\$LAB/acks-$1\" ${*:4}"
}

start_writer() { # node, ext4 or block, volume
    on "$1" "$(record_tool "$3" "$2" write --seconds 600) >>\"\$LAB/writer.log\" 2>&1 &"
}

reads_back() { # node, ext4 or block, volume: it finds everything that was acknowledged to the node before it
    local found
    found=$(within=60 on "$1" "$(record_tool "$3" "$2" verify)")
    figure "$3: $found" >>"$here/read"
    equal "lost=0 wrong=0" "lost=$(field lost "$found") wrong=$(field wrong "$found")"
}

# Of the chart's accounts; sidecars keep quiet about some of what they may not do.
refused_nothing() {
    [[ -s $here/cluster/audit.log ]] && fails grep '"code":403' "$here/cluster/audit.log"
}
