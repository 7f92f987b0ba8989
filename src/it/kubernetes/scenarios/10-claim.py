"""A claim's life: made, bound, grown, deleted; and what each of it is on the RDS."""
from cluster import DRIVER
from world import GiB


def tell(world):
    world.begin()
    world.claim("data", 2 * GiB)
    volume = world.bound("data")
    name = volume["metadata"]["name"]
    source = volume["spec"]["csi"]
    world.report.fact("the claim is bound to a volume of this driver", source["driver"] == DRIVER, source)
    world.report.fact("the volume is tied to no node: every node reaches the RDS", "nodeAffinity" not in volume["spec"],
                      volume["spec"].get("nodeAffinity"))
    disk = world.simulator.disks().get(name, {})
    world.report.fact("the RDS has its disk, at its size, and does not export it",
                      disk.get("size") == 2 * GiB and disk["nvme-tcp-export"] is False, disk)
    world.report.fact("the disk bears the cluster's mark", f"rds-csi:it-cluster:{name}" in disk.get("comment", ""), disk)
    grow(world, name)
    xfs(world)
    world.release("data")
    world.gone(name)
    world.report.fact("the deleted claim's disk is gone", name not in world.simulator.disks(), world.simulator.disks())
    world.report.fact("and so is its image", not world.simulator.images(), world.simulator.images())


def grow(world, name):
    world.grow("data", 3 * GiB)
    seconds = world.timed(60, "the volume has grown", lambda: world.volume(name)["spec"]["capacity"]["storage"] == "3Gi")
    size = world.simulator.disks()[name]["size"]
    world.report.fact("an edited claim grows the disk", size == 3 * GiB, size)
    world.report.figure(f"grown after {seconds:.1f} s")


def xfs(world):
    world.claim("other", storage_class="rds-xfs")
    world.claim("raw", mode="Block", access="ReadWriteMany")
    other, raw = world.bound("other"), world.bound("raw")
    world.report.fact("a StorageClass chooses the filesystem", other["spec"]["csi"].get("fsType") == "xfs", other["spec"]["csi"])
    world.report.fact("a raw block claim is bound too", raw["spec"]["volumeMode"] == "Block", raw["spec"])
    for claim, volume in (("other", other), ("raw", raw)):
        world.release(claim)
        world.gone(volume["metadata"]["name"])
