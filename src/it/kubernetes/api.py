"""The Kubernetes API as plain JSON over HTTPS; a fork of kubectl for each look would cost more than what is looked at."""
import http.client
import json
import ssl
import threading


class Refused(Exception):
    """The API server's answer when it is not a good one."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


class Api:
    def __init__(self, address, port, authority, token):
        self.address, self.port, self.token = address, port, token
        self.trust = ssl.create_default_context(cafile=str(authority))
        self.local = threading.local()

    def get(self, path):
        return self.call("GET", path)

    def items(self, path):
        return self.get(path)["items"]

    def rows(self, path):
        """What kubectl would print of the objects, which costs the server a fraction of the objects themselves."""
        table = self.call("GET", f"{path}?includeObject=None", accept="application/json;as=Table;g=meta.k8s.io;v=v1")
        return [row["cells"] for row in table["rows"]]

    def find(self, path):
        """The object, or None when it does not exist."""
        try:
            return self.get(path)
        except Refused as refused:
            if refused.code == 404:
                return None
            raise

    def make(self, path, thing):
        return self.call("POST", path, thing)

    def patch(self, path, change):
        return self.call("PATCH", path, change, "application/merge-patch+json")

    def delete(self, path):
        self._unless_gone("DELETE", path)

    def forget(self, path):
        """Deletes it, whoever still wants to be asked."""
        self._unless_gone("DELETE", path)
        self._unless_gone("PATCH", path, {"metadata": {"finalizers": None}}, "application/merge-patch+json")

    def _unless_gone(self, *call):
        try:
            self.call(*call)
        except Refused as refused:
            if refused.code != 404:
                raise

    def call(self, method, path, body=None, kind="application/json", accept="application/json"):
        text = None if body is None else json.dumps(body)
        heads = {"Authorization": f"Bearer {self.token}", "Content-Type": kind, "Accept": accept}
        try:
            code, answer = self._exchange(method, path, text, heads)
        except (http.client.HTTPException, OSError):
            # An idle connection may have been closed by the server; a new one tells whether it is there at all.
            self.local.line = None
            code, answer = self._exchange(method, path, text, heads)
        if code >= 300:
            raise Refused(code, answer.get("message", answer))
        return answer

    def _exchange(self, method, path, text, heads):
        line = getattr(self.local, "line", None)
        if line is None:
            line = http.client.HTTPSConnection(self.address, self.port, timeout=30, context=self.trust)
            self.local.line = line
        line.request(method, path, text, heads)
        answer = line.getresponse()
        content = answer.read().decode()
        return answer.status, json.loads(content) if content.startswith("{") else {"message": content}
