"""What the chart's rights do not allow."""
import chart
from chart import MINIMAL, make_namespace

DENIED = {
    "rds-csi-controller": [
        ("get", "secrets"), ("list", "secrets"), ("create", "pods"), ("delete", "pods"), ("delete", "nodes"), ("patch", "nodes"),
        ("create", "volumeattachments.storage.k8s.io"), ("delete", "persistentvolumeclaims"), ("create", "pods/exec"),
        ("create", "clusterrolebindings.rbac.authorization.k8s.io"), ("create", "serviceaccounts/token")],
    "rds-csi-node": [
        ("get", "secrets"), ("list", "persistentvolumes"), ("delete", "persistentvolumes"), ("list", "pods"), ("get", "nodes"),
        ("patch", "nodes"), ("get", "persistentvolumeclaims"), ("delete", "volumeattachments.storage.k8s.io"), ("list", "volumeattachments.storage.k8s.io"),
        ("create", "leases.coordination.k8s.io"), ("create", "serviceaccounts/token")],
}
ALLOWED = {
    "rds-csi-controller": [
        ("watch", "nodes"), ("delete", "volumeattachments.storage.k8s.io"), ("patch", "persistentvolumes"), ("list", "pods"),
        ("create", "events"), ("patch", "volumeattachments.storage.k8s.io/status")],
    "rds-csi-node": [
        ("get", "persistentvolumes"), ("patch", "persistentvolumes"), ("get", "volumeattachments.storage.k8s.io"), ("create", "events")],
}


def tell(world):
    make_namespace(world.api)
    chart.apply(world.cluster, world.chart.template(MINIMAL).stdout)
    for account in DENIED:
        granted = [f"{verb} {kind}" for verb, kind in DENIED[account] if may(world, account, verb, kind)]
        world.report.fact(f"{account} may not do what it has no business with", not granted, granted)
        missing = [f"{verb} {kind}" for verb, kind in ALLOWED[account] if not may(world, account, verb, kind)]
        world.report.fact(f"{account} may do what it is there for", not missing, missing)
    leases = [may(world, "rds-csi-controller", "update", "leases.coordination.k8s.io", where)
              for where in ("rds-csi", "kube-system")]
    world.report.fact("leases are held in the driver's own namespace only", leases == [True, False], leases)


def may(world, account, verb, kind, namespace=""):
    """What the API server would say; kind is resource[.group][/subresource]."""
    named, _, part = kind.partition("/")
    resource, _, group = named.partition(".")
    asked = {"verb": verb, "group": group, "resource": resource, "subresource": part, "namespace": namespace}
    return world.api.make("/apis/authorization.k8s.io/v1/subjectaccessreviews", {"spec": {
        "user": f"system:serviceaccount:rds-csi:{account}", "resourceAttributes": asked}})["status"]["allowed"]
