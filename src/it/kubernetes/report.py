"""What was seen, as TAP: a fact is a line, a figure stands below it, and what cannot be seen yet says why."""
import time


class Report:
    def __init__(self):
        self.facts = self.failures = 0
        self.scenario = ""
        self.seen = []

    def begin(self, scenario):
        self.scenario, self.started = scenario, time.monotonic()

    def fact(self, text, holds, detail=""):
        self.facts += 1
        line = f"{'ok' if holds else 'not ok'} {self.facts} - {self.scenario}: {text}"
        print(line, flush=True)
        self.seen.append((self.scenario, "ok" if holds else "not ok", text, int(time.monotonic() - self.started)))
        if not holds:
            self.failures += 1
            for row in str(detail).splitlines()[:30]:
                self.figure(row)

    def skip(self, text, reason):
        self.facts += 1
        print(f"ok {self.facts} - {self.scenario}: {text} # SKIP {reason}", flush=True)

    def figure(self, text):
        print(f"# {text}", flush=True)

    def end(self, path):
        print(f"1..{self.facts}", flush=True)
        lines = ["\t".join(str(part).replace("\t", " ").replace("\n", " ") for part in row) for row in self.seen]
        path.write_text("\n".join(lines) + "\n")
        return self.failures == 0
