"""Who may use a volume: one node at a time, and its export is on for as long."""
from processes import until


def tell(world):
    world.begin()
    world.claim("data")
    volume = world.bound("data")["metadata"]["name"]
    first = world.attach(volume, "worker-1")
    status = world.attached(first)
    world.report.fact("the first node gets the volume", "attachmentMetadata" in status, status)
    world.report.fact("and its export is on", world.exported(volume), world.simulator.disks().get(volume))
    refused(world, volume)
    annotations = world.volume(volume)["metadata"].get("annotations", {})
    world.report.fact("the PersistentVolume names its node", annotations.get("rds.csi.srvlab.io/attached-node") == "worker-1",
                      annotations)
    unknown = world.attach(volume, "worker-9")
    message = world.attach_error(unknown)
    world.report.fact("a node that nobody knows gets nothing", "worker-9" in message, message)
    world.detach(unknown)
    world.detach(first)
    world.report.fact("the export is off once the node has given the volume back", not world.exported(volume))
    world.attached(world.attach(volume, "worker-2"))
    world.report.fact("then the second node gets it", world.exported(volume))
    world.detach(f"va-{volume[-12:]}-worker-2")
    world.release("data")
    world.gone(volume)
    world.report.fact("nothing is left on the RDS", not world.simulator.disks() and not world.simulator.images())


def refused(world, volume):
    second = world.attach(volume, "worker-2")
    message = world.attach_error(second)
    world.report.fact("a second node is refused in words that name the first", "worker-1" in message, message)
    world.report.figure(message)
    told = until(10, "the claim has the event AttachmentConflict", lambda: [
        event["message"] for event in world.events("PersistentVolumeClaim", "data") if event["reason"] == "AttachmentConflict"])
    world.report.fact("the claim has the event, which names the first node as well", "worker-1" in told[0], told)
    world.detach(second)
    world.report.fact("the refused attachment goes, and the first node's export stays", world.exported(volume))
