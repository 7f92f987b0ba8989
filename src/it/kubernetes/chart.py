"""The chart as helm makes it, and its way into a cluster."""
import json
import subprocess
from pathlib import Path

from cluster import NAMESPACE
from driver import SECRET

ROOT = Path(__file__).resolve().parents[3]
CHART = ROOT / "chart"
MINIMAL = ROOT / "k8s/values/example.yaml"
FULL = Path(__file__).resolve().parent / "values/full.yaml"


class Chart:
    def __init__(self, programs, folder):
        self.helm, self.folder = programs / "helm", folder
        folder.mkdir(parents=True)

    def run(self, *arguments):
        return subprocess.run([self.helm, *map(str, arguments)], capture_output=True, text=True)

    def lint(self, values):
        return self.run("lint", "--strict", CHART, "--values", values)

    def template(self, values, *more):
        return self.run("template", "rds-csi", CHART, "--namespace", NAMESPACE, "--values", values, *more)

    def values(self, name, content):
        """JSON is YAML as well."""
        path = self.folder / f"{name}.yaml"
        path.write_text(json.dumps(content))
        return path

    def install(self, cluster, name, content):
        """What helm would do with these values."""
        rendered = self.template(self.values(name, content))
        if rendered.returncode:
            raise AssertionError(f"helm template failed: {rendered.stderr}")
        return apply(cluster, rendered.stdout)


def small_world(host, port, replicas, **rds):
    """Values for controllers that run on this machine, against the RDS there."""
    return {
        "owner": "it-cluster", "managedNqnPrefix": "nqn.2000-02.com.mikrotik:pvc-",
        "rds": {"host": host, "port": port, **rds},
        "controller": {"replicas": replicas},
        "storageClasses": [{"name": "rds-test", "volumeBindingMode": "Immediate"},
                           {"name": "rds-xfs", "fsType": "xfs", "volumeBindingMode": "Immediate"}],
    }


def apply(cluster, rendered):
    """Server-side: every field is checked against the API's own schema."""
    done = cluster.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=it", "--validate=strict",
                           "--filename=-", given=rendered)
    if done.returncode:
        raise AssertionError(f"the API server refused what the chart makes: {done.stderr}")
    return done.stdout


def make_namespace(api):
    if not api.find(f"/api/v1/namespaces/{NAMESPACE}"):
        api.make("/api/v1/namespaces", {"metadata": {"name": NAMESPACE}})


def make_secret(cluster, private_key, host_key):
    api = cluster.api
    make_namespace(api)
    api.delete(f"/api/v1/namespaces/{NAMESPACE}/secrets/{SECRET}")
    api.make(f"/api/v1/namespaces/{NAMESPACE}/secrets", {
        "metadata": {"name": SECRET},
        "stringData": {"rds-private-key": private_key, "rds-host-key": host_key + "\n"}})
