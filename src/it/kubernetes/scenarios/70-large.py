"""A large cluster: how long a controller that starts knows too little to publish, and what it takes to know enough."""
import json
import socket
import time
from datetime import datetime
from pathlib import Path

from cluster import DRIVER
from driver import CONTAINER
from processes import Process, free_port, listens, until
from world import CORE, GiB

NODES, VOLUMES = 1000, 5000
WITHIN = 5


def tell(world):
    world.begin()
    world.claim("data")
    volume = world.bound("data")["metadata"]["name"]
    world.controller.stop()
    seconds = world.timed(600, "the objects are made", lambda: world.at_once(
        lambda thing: world.api.make(*thing), [*map(node, range(NODES)), *map(persistent_volume, range(VOLUMES))]))
    world.report.figure(f"{NODES} nodes and {VOLUMES} PersistentVolumes made in {seconds:.0f} s")
    until(600, "the cluster has taken note of them", lambda: quiet(world), every=1)
    world.attach(volume, "worker-1")

    client = Client(world)
    took = first_publish(world, volume, client)
    if took > WITHIN:
        world.report.figure(f"{took:.2f} s: once more, because what this machine does besides may have delayed it")
        world.controller.stop()
        took = first_publish(world, volume, client)
    client.process.stop()
    world.report.fact(f"the first Publish is served within {WITHIN} s of the first list call", took <= WITHIN, f"{took:.2f} s")
    world.report.fact("the export is on", world.exported(volume))


def first_publish(world, volume, client):
    """Starts the controller; the seconds from its first list call to the first publish that it serves."""
    world.cluster.requests()
    begin = time.time()
    world.controller.start(only=CONTAINER)
    started = time.time() - begin
    request = {"volumeId": volume, "nodeId": "worker-1", "volumeContext": world.volume(volume)["spec"]["csi"]["volumeAttributes"],
               "volumeCapability": {"mount": {"fsType": "ext4"}, "accessMode": {"mode": "SINGLE_NODE_WRITER"}}}
    until(120, "the volume is published", lambda: client.call("ControllerPublishVolume", request), every=0.02)
    published = time.time()
    first = min(asked(one) for one in world.cluster.requests()
                if one["verb"] in ("list", "watch") and one["userAgent"].startswith("rds-csi-driver"))
    world.report.figure(f"ready {started:.2f} s and first Publish served {published - begin:.2f} s after the process was started; "
                        f"the first list call came {published - first:.2f} s before that; {resident(world)} resident, {heap(world)}")
    return published - first


def node(number):
    return "/api/v1/nodes", {"metadata": {"name": f"large-{number}", "labels": {f"topology.{DRIVER}/zone": "default"}}}


def persistent_volume(number):
    name = f"pvc-00000000-0000-4000-8000-{number:012d}"
    return f"{CORE}/persistentvolumes", {"metadata": {"name": name, "annotations": {"pv.kubernetes.io/provisioned-by": DRIVER}}, "spec": {
        "capacity": {"storage": str(GiB)}, "accessModes": ["ReadWriteOnce"], "storageClassName": "rds-test",
        "persistentVolumeReclaimPolicy": "Retain",
        "claimRef": {"namespace": "default", "name": f"large-{number}", "uid": f"00000000-0000-4000-9000-{number:012d}"},
        "csi": {"driver": DRIVER, "volumeHandle": name, "fsType": "ext4", "volumeAttributes": {
            "rdsAddress": "10.0.0.1", "nvmeAddress": "10.0.0.1", "nvmePort": "4420",
            "nqn": f"nqn.2000-02.com.mikrotik:{name}", "volumePath": f"/storage-pool/metal-csi/{name}.img"}}}}


def quiet(world):
    """Every volume has got its phase."""
    return all(volume["status"].get("phase") in ("Released", "Bound") for volume in world.api.items(f"{CORE}/persistentvolumes"))


def asked(request):
    return datetime.fromisoformat(request["requestReceivedTimestamp"].replace("Z", "+00:00")).timestamp()


def resident(world):
    return next(line.split(maxsplit=1)[1] for line in of_driver(world, "status").split("\n") if line.startswith("VmRSS"))


def heap(world):
    return next(one.partition("=")[2] for one in of_driver(world, "environ").split("\0") if one.startswith("JAVA_TOOL_OPTIONS"))


def of_driver(world, name):
    return Path(f"/proc/{world.controller.kept[CONTAINER].process.child.pid}/{name}").read_text(encoding="utf-8")


class Client:
    """A CSI client that is warm before it is needed."""

    def __init__(self, world):
        self.socket, port = world.controller.socket / "csi.sock", free_port()
        self.process = Process("client", [*world.programs.client, port], world.folder / "client.log")
        self.process.await_ready(120, lambda: listens(port))
        self.port = port

    def call(self, rpc, request):
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(f"{self.socket}\t{rpc}\t30\t{json.dumps(request)}\n".encode())
            return line.makefile().readline().startswith("0\t")
