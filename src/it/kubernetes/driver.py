"""The driver under test: the simulated RDS, and the controller with its sidecars as the chart's Deployment starts them."""
import base64
import json
import subprocess
import urllib.request

from cluster import NAMESPACE, NODES
from processes import Kept, Process, free_port, listens, named_host, until

SECRET = "rds-csi-secret"
CONTAINER = "rds-csi-driver"
POOL = "/storage-pool/metal-csi"


class Programs:
    """How the driver is started as in the image: from its extracted jar, with its AOT cache; the heap comes by the environment."""

    def __init__(self, java, app):
        jvm = ("-XX:UseAVX=2", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
               "--sun-misc-unsafe-memory-access=allow")
        self.driver = (java, f"-XX:AOTCache={app}/app.aot", "-XX:CompileThresholdScaling=0.1", "-XX:AOTMode=on", *jvm, "-Xms16m",
                       "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-jar", f"{app}/rds-csi-driver.jar")
        self.client = (java, *jvm, "-Xmx48m", "-cp", f"{app}/client/*:{app}/rds-csi-driver.jar:{app}/lib/*",
                       "io.srvlab.csi.rds.lab.CsiRelay")


class Simulator:
    """An RDS of its own process; stopped and started in the same folder it is the same RDS."""

    def __init__(self, programs, folder):
        self.programs, self.folder = programs, folder
        self.ssh_port, self.http_port = free_port(), free_port()
        self.process = None
        folder.mkdir(parents=True)

    def start(self, latency="0ms", sessions=20):
        self.process = Process("simulator", [
            *self.programs.driver, "--rds-csi.role=simulator",
            f"--rds-csi.simulator.directory={self.folder}/rds", f"--rds-csi.simulator.ssh-port={self.ssh_port}",
            f"--rds-csi.simulator.latency={latency}", f"--rds-csi.simulator.max-sessions={sessions}",
            f"--server.port={self.http_port}"], self.folder / "simulator.log", {"JAVA_TOOL_OPTIONS": "-Xmx256m"})
        self.process.await_ready(240, lambda: listens(self.http_port) and listens(self.ssh_port))
        return self

    def stop(self):
        if self.process:
            self.process.stop()
            self.process = None

    def state(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/actuator/simulator", timeout=10) as answer:
            return json.load(answer)

    @property
    def key(self):
        return self.folder / "rds/login/login-key"

    def run(self, command):
        """What the console says to a command that comes from beside the driver."""
        done = subprocess.run(
            ["ssh", "-i", self.key, "-p", str(self.ssh_port), "-o", "StrictHostKeyChecking=no", "-o",
             "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "metal-csi@127.0.0.1", command],
            capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        return done.stdout + done.stderr

    def disks(self):
        """The disks of this driver, by slot."""
        rows = json.loads(self.run(":put [:serialize to=json value=[/disk print as-value]]"))
        return {row["slot"]: row for row in rows if row["slot"].startswith("pvc-")}

    def images(self):
        rows = json.loads(self.run(":put [:serialize to=json value=[/file print as-value]]"))
        return [row["name"] for row in rows if row["name"].endswith(".img") and "/metal-csi/" in f"/{row['name']}"]


class Controller:
    """The pod of the chart's Deployment: its containers, their arguments, environment and rights, without the container."""

    def __init__(self, cluster, programs, folder):
        self.cluster, self.programs, self.folder = cluster, programs, folder
        self.kept, self.name, self.port = {}, folder.name, free_port()
        self.socket = folder / "csi"
        self.socket.mkdir(parents=True)
        token = cluster.token("rds-csi-controller")
        self.kubeconfig = cluster.kubeconfig_of("rds-csi-controller", token)
        self._lay_out_secret()

    def _lay_out_secret(self):
        """With the modes of the mounted Secret, as far as its user matters."""
        self.secret = self.folder / "secret"
        self.secret.mkdir()
        data = self.cluster.api.get(f"/api/v1/namespaces/{NAMESPACE}/secrets/{SECRET}")["data"]
        for name, content in data.items():
            (self.secret / name).write_bytes(base64.b64decode(content))
            (self.secret / name).chmod(0o440)

    def start(self, only=None):
        path = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/rds-csi-controller"
        for container in self.cluster.api.get(path)["spec"]["template"]["spec"]["containers"]:
            if only in (None, container["name"]):
                self.kept[container["name"]] = self._start(container)
        self.await_ready()
        return self

    def _start(self, container):
        name = container["name"]
        env = {one["name"]: self._value(one) for one in container.get("env", [])}
        log = self.folder / f"{name}.log"
        if name == CONTAINER:
            # A pod has a network of its own.
            env.update(SERVER_PORT=str(self.port), KUBECONFIG=str(self.kubeconfig))
            command = self.programs.driver
        else:
            given = [self._local(argument.replace("$(NAMESPACE)", NAMESPACE)) for argument in container["args"]]
            command = [self.cluster.programs / name, f"--kubeconfig={self.kubeconfig}", *given]
        return Kept(name, [*named_host(self.name), *command], log, env)

    def _value(self, one):
        if "value" in one or "valueFrom" not in one:
            return self._local(one.get("value", ""))
        return {"metadata.namespace": NAMESPACE, "metadata.name": self.name,
                "spec.nodeName": NODES[0]}[one["valueFrom"]["fieldRef"]["fieldPath"]]

    def _local(self, text):
        """Where the pod's folders are on this machine."""
        return text.replace("/etc/rds-csi/", f"{self.secret}/").replace("/csi/csi.sock", f"{self.socket}/csi.sock")

    def await_ready(self):
        until(240, f"the controller is ready (see {self.folder})", lambda: self.health("readiness") == "UP", every=0.25)

    def health(self, group):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/actuator/health/{group}", timeout=5) as answer:
                return json.load(answer)["status"]
        except OSError:
            return "none"

    def kill_driver(self):
        """As the kernel does it when memory runs out; whoever keeps the pod starts it again."""
        driver = self.kept[CONTAINER]
        before = driver.restarts
        driver.process.kill()
        until(30, "the driver is started again", lambda: driver.restarts > before)

    def lose(self):
        """As when its machine loses power."""
        for kept in self.kept.values():
            kept.kill()
        self.kept = {}

    def restarts(self):
        return {name: kept.restarts for name, kept in self.kept.items()}

    def stop(self):
        for kept in reversed(list(self.kept.values())):
            kept.stop()
        self.kept = {}
