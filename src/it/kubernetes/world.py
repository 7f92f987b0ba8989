"""What a scenario works with: a cluster with the chart applied, a simulated RDS, the controller, and the objects users make."""
import time
from concurrent.futures import ThreadPoolExecutor

from chart import Chart, make_secret, small_world
from cluster import DRIVER
from driver import Controller, Simulator
from processes import until

CORE = "/api/v1"
STORAGE = "/apis/storage.k8s.io/v1"
CLAIMS = f"{CORE}/namespaces/default/persistentvolumeclaims"
ATTACHMENTS = f"{STORAGE}/volumeattachments"
GiB = 1 << 30


class World:
    def __init__(self, cluster, programs, folder, report):
        self.cluster, self.api, self.programs = cluster, cluster.api, programs
        self.folder, self.report = folder, report
        self.chart = Chart(cluster.programs, folder / "chart")
        self.simulator = self.controller = self.standby = None
        self.workers = ThreadPoolExecutor(20)
        self.rounds = 0

    def begin(self, latency="0ms", limit=20, replicas=1, **rds):
        """A new RDS that admits so many sessions, the chart applied for it, and the controller on both; a second one waits."""
        self.end()
        self.sweep()
        self.rounds += 1
        folder = self.folder / f"round-{self.rounds}"
        self.simulator = Simulator(self.programs, folder / "simulator").start(latency, limit)
        make_secret(self.cluster, self.simulator.key.read_text(), self.simulator.state()["hostKey"])
        self.chart.install(self.cluster, f"round-{self.rounds}", small_world("127.0.0.1", self.simulator.ssh_port, replicas, **rds))
        self.controller = Controller(self.cluster, self.programs, folder / "controller-a").start()
        if replicas > 1:
            self.standby = Controller(self.cluster, self.programs, folder / "controller-b").start()

    def end(self):
        for part in (self.standby, self.controller, self.simulator):
            if part:
                part.stop()
        self.controller = self.standby = self.simulator = None

    def sweep(self):
        """What an earlier scenario left in the cluster is no longer waited for; its RDS is gone."""
        for path in (ATTACHMENTS, CLAIMS, f"{CORE}/persistentvolumes"):
            for thing in self.api.items(path):
                self.api.forget(f"{path}/{thing['metadata']['name']}")

    def claim(self, name, size=GiB, storage_class="rds-test", mode="Filesystem", access="ReadWriteOnce"):
        self.api.make(CLAIMS, {"metadata": {"name": name}, "spec": {
            "accessModes": [access], "storageClassName": storage_class, "volumeMode": mode,
            "resources": {"requests": {"storage": str(size)}}}})

    def bound(self, name, seconds=120):
        """The claim's PersistentVolume, once there is one."""
        def look():
            claim = self.api.get(f"{CLAIMS}/{name}")
            return claim["status"].get("phase") == "Bound" and claim["spec"]["volumeName"]
        return self.volume(until(seconds, f"claim {name} is bound", look))

    def claim_phase(self, name):
        return self.api.get(f"{CLAIMS}/{name}")["status"].get("phase")

    def volume(self, name):
        return self.api.find(f"{CORE}/persistentvolumes/{name}")

    def grow(self, name, size):
        self.api.patch(f"{CLAIMS}/{name}", {"spec": {"resources": {"requests": {"storage": str(size)}}}})

    def release(self, name):
        self.api.delete(f"{CLAIMS}/{name}")

    def gone(self, volume, seconds=120):
        until(seconds, f"volume {volume} is gone", lambda: self.volume(volume) is None)

    def attach(self, volume, node):
        """Asks for an attachment, as the attach-detach controller does for a pod, and answers with its name."""
        name = f"va-{volume[-12:]}-{node}"
        self.api.make(ATTACHMENTS, {"metadata": {"name": name}, "spec": {
            "attacher": DRIVER, "nodeName": node, "source": {"persistentVolumeName": volume}}})
        return name

    def attachment(self, name):
        return self.api.find(f"{ATTACHMENTS}/{name}")

    def attached(self, name, seconds=120):
        def look():
            status = self.attachment(name).get("status", {})
            return status.get("attached") and status
        return until(seconds, f"{name} is attached", look)

    def attach_error(self, name, seconds=120):
        return until(seconds, f"{name} is refused",
                     lambda: self.attachment(name).get("status", {}).get("attachError"))["message"]

    def detach(self, name, seconds=120):
        self.api.delete(f"{ATTACHMENTS}/{name}")
        until(seconds, f"{name} is gone", lambda: self.attachment(name) is None)

    def events(self, kind, name):
        return [event for event in self.api.items(f"{CORE}/events")
                if event["involvedObject"]["kind"] == kind and event["involvedObject"]["name"] == name]

    def exported(self, volume):
        disk = self.simulator.disks().get(volume)
        return bool(disk) and disk["nvme-tcp-export"] is True

    def at_once(self, work, things):
        return list(self.workers.map(work, things))

    def processor_seconds(self):
        """How long each of the processes has been on a processor, by its name."""
        running = [*self.cluster.running, self.simulator.process, *(kept.process for kept in self.controller.kept.values())]
        return {process.name: process.processor_seconds() for process in running}

    def timed(self, seconds, what, look, every=0.1):
        begin = time.monotonic()
        until(seconds, what, look, every)
        return time.monotonic() - begin
