"""The controller is killed while it works: every claim is served once, and nothing is left over."""
from processes import until
from world import CLAIMS, CORE

CLAIMS_MADE = 30


def tell(world):
    world.begin(latency="50ms")
    names = [f"claim-{number}" for number in range(CLAIMS_MADE)]
    world.at_once(world.claim, names)
    until(60, "the first claim is bound", lambda: bound(world))
    early = len(bound(world))
    world.controller.kill_driver()
    until(120, "all claims are bound", lambda: len(bound(world)) == CLAIMS_MADE)
    volumes = {volume["metadata"]["name"] for volume in world.api.items(f"{CORE}/persistentvolumes")}
    world.report.fact("all claims are bound after all", True)
    world.report.fact("the kill came in between", 0 < early < CLAIMS_MADE, f"{early} were bound")
    disks = set(world.simulator.disks())
    world.report.fact("the RDS has one disk for each, and no other", disks == volumes, disks)
    restarts = world.controller.restarts()
    # A sidecar that has nothing to do finds out at its next call.
    came_back = restarts["csi-provisioner"] > 0
    world.report.fact("the sidecar that was at work ended with the socket and came back", came_back, restarts)
    world.report.figure(f"{early} of {CLAIMS_MADE} were bound when the driver was killed; restarts: {restarts}")

    killed_while_deleting(world, names)
    attached_before(world)


def bound(world):
    return [claim for claim in world.api.items(CLAIMS) if claim["status"].get("phase") == "Bound"]


def killed_while_deleting(world, names):
    world.at_once(world.release, names)
    until(60, "the first volume is gone", lambda: len(world.api.items(f"{CORE}/persistentvolumes")) < CLAIMS_MADE)
    left = len(world.api.items(f"{CORE}/persistentvolumes"))
    world.controller.kill_driver()
    until(120, "all volumes are gone", lambda: not world.api.items(f"{CORE}/persistentvolumes"))
    world.report.fact("all claims are deleted after all", left > 0, "the kill came too late")
    disks, images = world.simulator.disks(), world.simulator.images()
    world.report.fact("no disk and no image is left", not disks and not images, f"{list(disks)} {images}")
    world.report.figure(f"{left} of {CLAIMS_MADE} were there when the driver was killed")


def attached_before(world):
    """What a restarted controller knows of the attachments that were made before it."""
    world.controller.await_ready()
    world.claim("data")
    volume = world.bound("data")["metadata"]["name"]
    first = world.attach(volume, "worker-1")
    world.attached(first)
    world.controller.kill_driver()
    world.controller.await_ready()
    second = world.attach(volume, "worker-2")
    message = world.attach_error(second)
    world.report.fact("a restarted controller still knows who has the volume", "worker-1" in message, message)
    world.detach(second)
    world.detach(first)
    world.report.fact("and takes it back from there", not world.exported(volume))
    world.release("data")
    world.gone(volume)
