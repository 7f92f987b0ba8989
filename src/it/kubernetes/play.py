"""Starts the cluster, plays the scenarios one after another, and ends everything that was started. The command line is run's."""
import importlib.util
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

from cluster import Cluster
from driver import Programs
from report import Report
from world import World

HERE = Path(__file__).resolve().parent


def stories(wanted):
    every = sorted((HERE / "scenarios").glob("*.py"))
    chosen = [path for path in every if not wanted or {path.stem, path.stem.split("-", 1)[1]} & set(wanted)]
    if len(chosen) < len(wanted):
        sys.exit(f"there is no such scenario; there are {', '.join(path.stem for path in every)}")
    return chosen


def tell(path, world):
    world.report.begin(path.stem)
    begin = time.monotonic()
    try:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.tell(world)
    except Exception as failure:
        world.report.fact("the story comes to its end", False, f"{failure}\n{traceback.format_exc()}")
    finally:
        world.end()
        refused(world)
    world.report.figure(f"{path.stem}: {time.monotonic() - begin:.0f} s")


def refused(world):
    """Sidecars keep quiet about some of what they may not do."""
    requests = world.cluster.requests()
    denied = {f"{one['verb']} {one['requestURI']}" for one in requests if one["responseStatus"]["code"] == 403}
    if requests:
        world.report.fact("the API server refused the driver and its sidecars nothing", not denied, "\n".join(sorted(denied)))


def up(cluster, world):
    world.begin()
    print(f"export KUBECONFIG={cluster.kubeconfig}", flush=True)
    print(f"# the simulated RDS: ssh -i {world.simulator.key} -p {world.simulator.ssh_port} metal-csi@127.0.0.1", flush=True)
    print("# StorageClasses rds-test and rds-xfs; Ctrl-C ends it", flush=True)
    signal.pause()


def main(programs, java, app, logs, *arguments):
    keep, wanted = "--keep" in arguments, [word for word in arguments if word != "--keep"]
    chosen = [] if wanted == ["up"] else stories(wanted)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # A socket's path may have 107 bytes: this folder's is kept short.
    work, report = Path(tempfile.mkdtemp(prefix="rds-k8s.")), Report()
    cluster, good = None, False
    try:
        begin = time.monotonic()
        cluster = Cluster(Path(programs), work / "cluster")
        cluster.keep_nodes()
        report.figure(f"the cluster is there after {time.monotonic() - begin:.1f} s")
        world = World(cluster, Programs(java, app), work, report)
        try:
            if not chosen:
                up(cluster, world)
            for path in chosen:
                tell(path, world)
        finally:
            world.end()
        good = report.end(Path(logs) / "results")
    except KeyboardInterrupt:
        good = not chosen
    finally:
        if cluster:
            cluster.stop()
        if keep or not good:
            for log in work.rglob("*.log"):
                shutil.copy(log, Path(logs) / "-".join(log.relative_to(work).parts))
            print(f"# logs in {logs}", flush=True)
        shutil.rmtree(work, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
