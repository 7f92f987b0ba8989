"""A cluster for machines that are there: the control plane and the driver's controller, with the chart's rights, beside the
lab's guests. The guests are its nodes, and their signs of life are their own; who starts this script plays their kubelets.

It says "ready" when the cluster is. Each line of its standard input names a fencing: with that it starts the controller, or starts
it anew, for the RDS whose key and login lie in the folder rds, and says "ready" again. Whatever it has started ends with it.
"""
import sys
import threading
import time
from pathlib import Path

from chart import Chart, make_secret, small_world
from cluster import Cluster
from driver import Controller, Programs

# A cluster's own fifty seconds would be waited for, and nothing else would come of them.
GRACE = 15  # seconds
# What somebody has found out about that RDS; without it, auto is evidence-only.
FOUND_OUT = {"exportOffCuts": "yes", "allowList": "many"}
PODS = "/api/v1/pods"


def make_nodes(cluster, nodes):
    for node in nodes:
        cluster.add_node(node)
        # What a kubelet says that leaves attaching to the controller manager.
        cluster.api.patch(f"/api/v1/nodes/{node}", {
            "metadata": {"annotations": {"volumes.kubernetes.io/controller-managed-attach-detach": "true"}}})


def place(cluster):
    """The scheduler: a pod goes to the node with the fewest, of those that may be given one."""
    pods = cluster.api.items(PODS)
    fit = [node["metadata"]["name"] for node in cluster.api.items("/api/v1/nodes") if is_fit(node)]
    placed = [pod["spec"].get("nodeName") for pod in pods if "deletionTimestamp" not in pod["metadata"]]
    for pod in pods:
        if fit and not pod["spec"].get("nodeName") and "deletionTimestamp" not in pod["metadata"]:
            node = min(fit, key=placed.count)
            placed.append(node)
            bind(cluster, pod["metadata"], node)


def is_fit(node):
    ready = any(one["type"] == "Ready" and one["status"] == "True" for one in node["status"].get("conditions", []))
    return ready and not any(taint["effect"] != "PreferNoSchedule" for taint in node["spec"].get("taints", []))


def bind(cluster, pod, node):
    cluster.api.make(f"/api/v1/namespaces/{pod['namespace']}/pods/{pod['name']}/binding", {
        "apiVersion": "v1", "kind": "Binding", "metadata": {"name": pod["name"]}, "target": {"kind": "Node", "name": node}})


def schedule(cluster):
    while True:
        try:
            place(cluster)
        except Exception as failure:  # whatever it was, the next look shows it again
            print(f"nothing was placed: {failure}", file=sys.stderr, flush=True)
        time.sleep(0.5)


class Installation:
    """The chart in the cluster, and the one controller that runs of it."""

    def __init__(self, cluster, programs, folder, host):
        self.cluster, self.programs, self.folder, self.host = cluster, programs, folder, host
        self.chart = Chart(cluster.programs, folder / "chart")
        self.controller, self.rounds = None, 0

    def run(self, fencing):
        if self.controller:
            self.controller.stop()
        self.rounds += 1
        make_secret(self.cluster, (self.folder / "rds/login-key").read_text(), (self.folder / "rds/host-key").read_text().strip())
        values = small_world(self.host, 22, 1, **({} if fencing == "auto" else FOUND_OUT))
        values["fencing"] = fencing
        self.chart.install(self.cluster, f"round-{self.rounds}", values)
        self.controller = Controller(self.cluster, self.programs, self.folder / f"controller-{self.rounds}").start()


def main(programs, java, app, folder, address, host, *nodes):
    folder = Path(folder)
    cluster = Cluster(Path(programs), folder / "cluster", address, GRACE)
    make_nodes(cluster, nodes)
    threading.Thread(target=schedule, args=[cluster], daemon=True).start()
    installation = Installation(cluster, Programs(java, app), folder, host)
    print("ready", flush=True)
    for line in sys.stdin:
        installation.run(line.strip())
        print("ready", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
