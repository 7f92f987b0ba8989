"""The chart: linted, rendered, refused where it should be, taken by a real API server, and the same as k8s/."""
import json
import shutil
import subprocess

import chart
from chart import CHART, FULL, MINIMAL, ROOT
from cluster import NAMESPACE

# A wrong value, and the words that its refusal must have.
WRONG = [
    ("fencing=perhaps", ["/fencing", "evidence-only"]),
    ("volumeSweep=yes", ["/volumeSweep", "dry-run"]),
    ("rds.exportOffCuts=perhaps", ["/rds/exportOffCuts", "unknown"]),
    ("rds.allowList=two", ["/rds/allowList", "many"]),
    ("rds.host=", ["/rds/host"]),
    ("managedNqnPrefix=pvc-", ["/managedNqnPrefix", "nqn"]),
    ("rds.privateKey=secret", ["/rds", "'privateKey' not allowed"]),
    ("rds.port=0", ["/rds/port", "minimum"]),
    ("rds.volumePath=/storage-pool", ["/rds/volumePath"]),
    ("controller.replicaCount=3", ["/controller", "'replicaCount' not allowed"]),
    ("controller.replicas=0", ["/controller/replicas", "minimum"]),
    ("node.kubeletDirectory=/var/lib/kubelet/", ["/node/kubeletDirectory"]),
    ("storageClasses[0].parameters.fstype=ext4", ["/storageClasses/0/parameters", "'fstype' not allowed"]),
    ("storageClasses[0].fsType=btrfs", ["/storageClasses/0/fsType", "xfs"]),
    ("owner=two words", ["/owner"]),
    ("owner=", ["owner is not set", "kube-system"]),
]


def tell(world):
    rendered = {}
    for name, values in (("the minimal", MINIMAL), ("the full", FULL)):
        linted, made = world.chart.lint(values), world.chart.template(values)
        world.report.fact(f"helm lints {name} set of values", linted.returncode == 0, linted.stdout + linted.stderr)
        world.report.fact(f"helm renders {name} set of values", made.returncode == 0, made.stderr)
        rendered[name] = made.stdout
    refuse(world)
    install(world)
    plain_manifests(world)
    for name, text in rendered.items():
        applied = chart.apply(world.cluster, f"{text}")
        world.report.fact(f"the API server takes {name} set", "rds-csi-controller serverside-applied" in applied, applied)
        world.report.fact(f"and the workloads of {name} set can be asked for", *workloads(world))
        removed = world.cluster.kubectl("delete", "--wait=false", "--filename=-", given=text)
        world.report.fact(f"and {name} set can be taken away", removed.returncode == 0, removed.stderr)


def refuse(world):
    told = world.chart.run("template", "rds-csi", CHART).stderr
    asked = all(f"missing property '{one}'" in told for one in ("host", "managedNqnPrefix"))
    world.report.fact("what has no default is asked for", asked, told)
    for wrong, words in WRONG:
        made = world.chart.template(MINIMAL, "--set", wrong)
        told = made.stderr
        refused = made.returncode != 0 and all(word in told for word in words)
        world.report.fact(f"{wrong} is refused in words", refused, told or "taken")
    made = world.chart.template(MINIMAL, "--set", "node.shield=on,volumeSweep=off,rds.exportOffCuts=yes").stdout
    yaml = world.chart.template(MINIMAL, "--set-json", "node.shield=true,volumeSweep=false,rds.exportOffCuts=true").stdout
    world.report.fact("on and off, yes and no may be written without quotes, which YAML takes for true and false", made == yaml != "", yaml)


def plain_manifests(world):
    checked = subprocess.run([ROOT / "k8s/render", "--check"], capture_output=True, text=True)
    world.report.fact("k8s/ is what the chart makes", checked.returncode == 0, checked.stdout + checked.stderr)
    taken = world.cluster.kubectl("apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename", ROOT / "k8s")
    world.report.fact("the API server takes k8s/ as it is", taken.returncode == 0 and "daemonset" in taken.stdout, taken.stderr)
    copy = world.folder / "copy"
    shutil.copytree(CHART, copy / "chart")
    shutil.copytree(ROOT / "k8s", copy / "k8s")
    with open(copy / "chart/templates/node/rbac.yaml", "a", encoding="utf-8") as rights:
        rights.write("# changed\n")
    drifted = subprocess.run([copy / "k8s/render", "--check"], capture_output=True, text=True)
    world.report.fact("a chart that went on without k8s/ is noticed", "node-rights.yaml is not what" in drifted.stderr,
                      drifted.stdout)


def install(world):
    """By helm itself, which reads the cluster's mark from the cluster."""
    options = ["--namespace", NAMESPACE, "--kubeconfig", world.cluster.kubeconfig]
    done = world.chart.run("install", "rds-csi", CHART, *options, "--create-namespace", "--values", MINIMAL, "--set", "owner=")
    told = "rds-csi-secret is not there yet" in done.stdout
    world.report.fact("helm installs the chart and asks for the Secret", done.returncode == 0 and told, done.stderr)
    deployment = world.api.get(f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/rds-csi-controller")
    driver = deployment["spec"]["template"]["spec"]["containers"][0]
    owner = next(one["value"] for one in driver["env"] if one["name"] == "RDS_CSI_OWNER")
    uid = world.api.get("/api/v1/namespaces/kube-system")["metadata"]["uid"]
    world.report.fact("the cluster's mark is the UID of kube-system", owner == uid, f"{owner}, not {uid}")
    done = world.chart.run("upgrade", "rds-csi", CHART, *options, "--values", FULL)
    world.report.fact("helm upgrades it to the full set", done.returncode == 0, done.stderr)
    done = world.chart.run("uninstall", "rds-csi", *options)
    world.report.fact("helm takes it away again", done.returncode == 0, done.stderr)


def workloads(world):
    """The API server's admission of a pod of each kind, which a template alone does not pass."""
    for kind, name in (("deployments", "rds-csi-controller"), ("daemonsets", "rds-csi-node")):
        template = world.api.get(f"/apis/apps/v1/namespaces/{NAMESPACE}/{kind}/{name}")["spec"]["template"]
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"{name}-trial"}, "spec": template["spec"]}
        options = ("--dry-run=server", "--namespace", NAMESPACE, "--filename=-")
        done = world.cluster.kubectl("create", *options, given=json.dumps(pod))
        if done.returncode:
            return False, done.stderr
    return True, ""
