#!/usr/bin/env python3
"""A kubelet's signs of life, from the machine itself: its Lease is renewed, and its Node says that it is ready. A machine without
power, or without its cable, gives none; the controller manager finds out by itself.

heartbeat.py SERVER PORT AUTHORITY TOKEN NODE SECONDS
"""
import http.client
import json
import ssl
import sys
import time
from datetime import datetime, timezone


class Kubelet:
    def __init__(self, server, port, authority, token, node):
        self.server, self.port, self.token, self.node = server, int(port), token, node
        self.trust = ssl.create_default_context(cafile=authority)
        self.line = None

    def beat(self):
        now = datetime.now(timezone.utc)
        renewed = now.isoformat(timespec="microseconds").replace("+00:00", "Z")
        self.patch(f"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{self.node}", {"spec": {"renewTime": renewed}})
        ready = {"type": "Ready", "status": "True", "reason": "KubeletReady", "message": "it beats",
                 "lastHeartbeatTime": f"{now:%Y-%m-%dT%H:%M:%SZ}", "lastTransitionTime": f"{now:%Y-%m-%dT%H:%M:%SZ}"}
        self.patch(f"/api/v1/nodes/{self.node}/status", {"status": {"conditions": [ready]}}, "application/strategic-merge-patch+json")

    def patch(self, path, change, kind="application/merge-patch+json"):
        if self.line is None:
            self.line = http.client.HTTPSConnection(self.server, self.port, timeout=5, context=self.trust)
        heads = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        self.line.request("PATCH", path, json.dumps(change), heads)
        answer = self.line.getresponse()
        said = answer.read()
        if answer.status >= 300:
            raise OSError(f"{answer.status}: {said.decode()}")


def main(server, port, authority, token, node, seconds):
    kubelet = Kubelet(server, port, authority, token, node)
    while True:
        try:
            kubelet.beat()
        except (http.client.HTTPException, OSError) as failure:
            print(f"unheard: {failure}", flush=True)
            kubelet.line = None
        time.sleep(float(seconds))


main(*sys.argv[1:])
