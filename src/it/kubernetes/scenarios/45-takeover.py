"""Two replicas, and the machine of the one that works is gone."""
from processes import named_host, until

LEASES = "/apis/coordination.k8s.io/v1/namespaces/rds-csi/leases"
TAKEN = 60


def tell(world):
    if not named_host("x"):
        world.report.skip("a second replica takes over", "two pods need two host names, and unshare --uts is not allowed here")
        return
    world.begin(replicas=2)
    world.claim("early")
    early = world.bound("early")["metadata"]["name"]
    world.attached(world.attach(early, "worker-1"))
    leases = holders(world)
    world.report.fact("one replica holds every lease", all("controller-a" in holder for holder in leases.values()), leases)
    idle = (world.standby.folder / "rds-csi-driver.log").read_text()
    world.report.fact("the other one's driver was given no work", "CreateVolume" not in idle and "Publish" not in idle, idle)

    world.controller.lose()
    world.claim("late")
    seconds = world.timed(TAKEN, "the other replica takes over", lambda: world.claim_phase("late") == "Bound")
    world.report.fact(f"the other replica serves claims within {TAKEN} s", True)
    world.report.figure(f"a claim made when the first replica was lost is bound after {seconds:.0f} s")
    late = world.bound("late")["metadata"]["name"]
    world.attached(world.attach(late, "worker-2"), TAKEN)
    world.report.fact("and attaches volumes", world.exported(late))
    world.grow("late", 2 << 30)
    until(TAKEN, "the volume has grown", lambda: world.volume(late)["spec"]["capacity"]["storage"] == "2Gi")
    world.report.fact("and grows them", world.simulator.disks()[late]["size"] == 2 << 30)
    remembers(world, early)


def remembers(world, early):
    message = world.attach_error(world.attach(early, "worker-2"))
    world.report.fact("it knows what the first replica attached", "worker-1" in message, message)


def holders(world):
    return {lease["metadata"]["name"]: lease["spec"].get("holderIdentity") or "" for lease in world.api.items(LEASES)}
