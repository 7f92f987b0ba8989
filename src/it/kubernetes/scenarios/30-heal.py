"""Exports and disks that go behind the driver's back: the stock attacher sees it in ListVolumes and asks for them anew."""
HEALED = 90


def tell(world):
    world.begin()
    world.claim("data")
    volume = world.bound("data")["metadata"]["name"]
    attachment = world.attach(volume, "worker-1")
    world.attached(attachment)

    world.simulator.run(f"/disk set [find slot=\"{volume}\"] nvme-tcp-export=no")
    healed(world, volume, "an export switched off is on again")
    images = world.simulator.images()
    world.simulator.run(f"/disk remove [find slot=\"{volume}\"]")
    healed(world, volume, "a disk taken away is back")
    world.report.fact("it is back on the same image", world.simulator.images() == images, world.simulator.images())
    status = world.attachment(attachment)["status"]
    world.report.fact("the attachment stands", status["attached"], status)


def healed(world, volume, text):
    if world.exported(volume):
        world.report.fact(f"{text}: it was gone before", False)
        return
    seconds = world.timed(HEALED, text, lambda: world.exported(volume), every=1)
    world.report.fact(f"{text} within {HEALED} s", True)
    world.report.figure(f"after {seconds:.0f} s")
