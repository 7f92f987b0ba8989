"""A hundred claims at once: how long until all are bound, and until all are gone, in a process that has just started and in one
that has not. First with an RDS that answers at once, which shows what everything but the RDS takes; then with 50 ms a command.
One claim before them waits for the sidecars' leases, which nobody gives back who is killed."""
from world import CLAIMS, CORE

HUNDRED = [f"claim-{number}" for number in range(100)]


def tell(world):
    for latency, limit, opened in (("0ms", 20, 18), ("50ms", 20, 18), ("50ms", 200, 64)):
        world.begin(latency=latency, limit=limit, sessions=opened)
        world.claim("first")
        first = world.bound("first")["metadata"]["name"]
        world.release("first")
        world.gone(first)
        setting = f"{latency} a command, {limit} sessions admitted, {opened} opened"
        many(world, setting)
        many(world, f"{setting}, again")


def many(world, setting):
    before, busy = world.simulator.state()["execs"], world.processor_seconds()
    made = world.timed(60, "the claims are made", lambda: world.at_once(world.claim, HUNDRED))
    bound = made + world.timed(120, "all are bound", lambda: phases(world).count("Bound") == len(HUNDRED))
    spent = world.simulator.state()["execs"] - before
    where = busiest(busy, world.processor_seconds())
    disks = world.simulator.disks()
    world.report.fact(f"{setting}: all are bound, each to a disk of its own", len(disks) == len(HUNDRED), len(disks))
    asked = world.timed(60, "the claims are released", lambda: world.at_once(world.release, HUNDRED) or True)
    gone = asked + world.timed(120, "all are gone", lambda: not world.api.rows(f"{CORE}/persistentvolumes"))
    left, images = world.simulator.disks(), world.simulator.images()
    world.report.fact(f"{setting}: no disk and no image is left", not left and not images, f"{list(left)} {images}")
    world.report.fact(f"{setting}: the RDS saw nothing that it should not see", not world.simulator.state()["violations"])
    world.report.figure(f"{setting}: bound after {bound:.1f} s (making the claims {made:.1f} s), {spent} commands")
    world.report.figure(f"{setting}: on the processors meanwhile, in seconds: {where}")
    world.report.figure(f"{setting}: gone after {gone:.1f} s")


def phases(world):
    return [cells[1] for cells in world.api.rows(CLAIMS)]


def busiest(before, after):
    spent = sorted(((after[name] - before[name], name) for name in after), reverse=True)
    return ", ".join(f"{name} {seconds:.1f}" for seconds, name in spent if seconds >= 0.1)
