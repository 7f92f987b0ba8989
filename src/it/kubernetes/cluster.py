"""A Kubernetes API with its controllers and without a container: etcd, API server, controller manager, and nodes made by hand."""
import json
import subprocess
import threading
import time
from datetime import datetime, timezone

from api import Api
from processes import Process, free_port, until

DRIVER = "rds.csi.srvlab.io"
NAMESPACE = "rds-csi"
ZONE_KEY = f"topology.{DRIVER}/zone"
NODES = ("worker-1", "worker-2", "worker-3")
RENEWAL = 10  # seconds; a node whose lease is older than the grace period is taken for dead
GRACE = 40
PATIENCE = 240  # seconds; three are enough, but not on a machine that does much else


def now():
    return datetime.now(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Cluster:
    """Its API server listens at an address; a node is taken for dead when nothing was heard of it for the grace period, in seconds."""

    def __init__(self, programs, folder, address="127.0.0.1", grace=GRACE):
        self.programs, self.folder, self.address, self.grace = programs, folder, address, grace
        self.running, self.beating = [], {}
        self.audit, self.audited = folder / "audit.log", 0
        self.port = free_port()
        folder.mkdir(parents=True)
        self._start()
        authority = folder / "apiserver.crt"
        self.running[-1].await_ready(PATIENCE, authority.exists)
        self.api = Api(address, self.port, authority, "admin-token")
        self.kubeconfig = self.kubeconfig_of("admin", "admin-token")
        until(PATIENCE, "the API server is ready", self._ready, every=0.2)
        self._start_controllers()
        until(PATIENCE, "kube-system is there", lambda: self.api.find("/api/v1/namespaces/kube-system"))

    def keep_nodes(self):
        """Machines there are none: their signs of life come from here."""
        for node in NODES:
            self.add_node(node)
            self.revive(node)
        threading.Thread(target=self._beat, daemon=True).start()

    def _launch(self, name, *flags):
        self.running.append(Process(name, [self.programs / name, *flags], self.folder / f"{name}.log"))

    def _start(self):
        etcd, peers = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}"
        self._launch("etcd", f"--data-dir={self.folder}/etcd", f"--listen-client-urls={etcd}", f"--advertise-client-urls={etcd}",
                     f"--listen-peer-urls={peers}", f"--initial-advertise-peer-urls={peers}",
                     f"--initial-cluster=default={peers}", "--unsafe-no-fsync")
        key, public = self.folder / "sa.key", self.folder / "sa.pub"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
        subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-out", public], check=True, capture_output=True)
        policy = {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],
                  "rules": [{"level": "Metadata", "userGroups": [f"system:serviceaccounts:{NAMESPACE}"]}, {"level": "None"}]}
        (self.folder / "audit.yaml").write_text(json.dumps(policy))
        (self.folder / "tokens.csv").write_text("admin-token,admin,admin,system:masters\n")
        self._launch("kube-apiserver", f"--etcd-servers={etcd}", "--service-account-issuer=https://kubernetes.default.svc",
                     f"--service-account-key-file={public}", f"--service-account-signing-key-file={key}",
                     "--authorization-mode=RBAC", f"--token-auth-file={self.folder}/tokens.csv", f"--secure-port={self.port}",
                     f"--bind-address={self.address}", f"--cert-dir={self.folder}", "--service-cluster-ip-range=10.0.0.0/24",
                     "--allow-privileged=true", f"--audit-policy-file={self.folder}/audit.yaml", f"--audit-log-path={self.audit}")

    def _start_controllers(self):
        # With the default limits on its own requests, the controller manager is what a test of a hundred claims measures.
        config = self.kubeconfig
        self._launch("kube-controller-manager", f"--kubeconfig={config}", f"--authentication-kubeconfig={config}",
                     f"--authorization-kubeconfig={config}", f"--service-account-private-key-file={self.folder}/sa.key",
                     "--use-service-account-credentials=false", "--leader-elect=false", f"--cert-dir={self.folder}",
                     f"--secure-port={free_port()}", "--kube-api-qps=1000", "--kube-api-burst=2000",
                     f"--node-monitor-grace-period={self.grace}s")

    def _ready(self):
        for process in self.running:
            if not process.alive():
                raise RuntimeError(f"{process.name} ended by itself; see {process.log}")
        try:
            return self.api.call("GET", "/readyz")["message"] == "ok"
        except Exception:  # whatever a server says that is not there yet
            return False

    def kubeconfig_of(self, name, token):
        """A kubeconfig file for the bearer of that token."""
        server = {"server": f"https://{self.address}:{self.port}", "certificate-authority": str(self.folder / "apiserver.crt")}
        path = self.folder / f"{name}.kubeconfig"
        path.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "it",
            "clusters": [{"name": "it", "cluster": server}], "users": [{"name": name, "user": {"token": token}}],
            "contexts": [{"name": "it", "context": {"cluster": "it", "user": name}}]}))
        return path

    def kubectl(self, *arguments, given=None):
        """The finished run of kubectl as the administrator, whatever came of it."""
        return subprocess.run([self.programs / "kubectl", f"--kubeconfig={self.kubeconfig}", *map(str, arguments)],
                              input=given, capture_output=True, text=True)

    def requests(self):
        """What the chart's service accounts have asked of the API server since this was last asked, by its own record."""
        with open(self.audit, encoding="utf-8") as record:
            record.seek(self.audited)
            whole = record.read().rpartition("\n")[0]
        self.audited += len(whole.encode()) + 1 if whole else 0
        return [json.loads(line) for line in whole.splitlines()]

    def token(self, account):
        """A token of a service account: its bearer has that account's rights and no others."""
        path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{account}/token"
        return self.api.make(path, {"spec": {"expirationSeconds": 36000}})["status"]["token"]

    def add_node(self, name):
        self.api.make("/api/v1/nodes", {"metadata": {"name": name, "labels": {ZONE_KEY: "default"}}})
        self.api.make("/apis/storage.k8s.io/v1/csinodes", {
            "metadata": {"name": name},
            "spec": {"drivers": [{"name": DRIVER, "nodeID": name, "topologyKeys": [ZONE_KEY]}]}})
        self.api.make("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", {
            "metadata": {"name": name},
            "spec": {"holderIdentity": name, "leaseDurationSeconds": self.grace, "renewTime": now()}})

    def revive(self, name):
        condition = {"type": "Ready", "status": "True", "reason": "KubeletReady", "message": "made by hand",
                     "lastHeartbeatTime": now()[:19] + "Z", "lastTransitionTime": now()[:19] + "Z"}
        self.api.patch(f"/api/v1/nodes/{name}/status", {"status": {"conditions": [condition]}})
        self.beating[name] = True

    def let_die(self, name):
        """From now on nothing is heard of the node; the controller manager finds out by itself."""
        self.beating[name] = False

    def _beat(self):
        while True:
            for name in [name for name, beats in self.beating.items() if beats]:
                try:
                    self.api.patch(f"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{name}",
                                   {"spec": {"renewTime": now()}})
                except Exception as failure:
                    print(f"# the lease of {name} was not renewed: {failure}", flush=True)
            time.sleep(RENEWAL)

    def stop(self):
        self.beating.clear()
        # The API server does not end well without its etcd.
        for process in reversed(self.running):
            process.stop()
