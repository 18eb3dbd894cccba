"""The receiver of `tests.receiver` behind a real HTTP/1.1 server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from station_app.sync.road import Answer, Request
from tests.receiver import Receiver

Answering = Callable[[Request, Answer], Answer]


@contextmanager
def serving(receiver: Receiver, altered: Answering = lambda _request, answer: answer) -> Iterator[str]:
    """Serve; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_PUT(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            body = b""
            while len(body) < length and (more := self.rfile.read1(length - len(body))):
                body += more
            offset = int(self.headers.get("upload-offset", "0"))
            whole = int(self.headers.get("upload-length", str(offset + length)))
            if "/batches/" in self.path:
                # Only the length of what is to come is known here.
                request = Request(self.command, self.path, bytes(whole), offset, dict(self.headers))
            else:
                request = Request(self.command, self.path, body, 0, dict(self.headers))
            with lock:
                answer = receiver.answer(request, body)
            if len(body) < length:
                self.close_connection = True
                return
            self._say(altered(request, answer))

        do_GET = do_HEAD = do_POST = do_PUT  # noqa: N815  (the server asks for these names)

        def _say(self, answer: Answer) -> None:
            head = f"HTTP/1.1 {answer.status} x\r\n"
            headers = {"content-length": str(len(answer.body)), **answer.headers}
            head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            self.wfile.write(head.encode() + b"\r\n" + (b"" if self.command == "HEAD" else answer.body))

        def log_message(self, *args: object) -> None:
            """Nobody reads it."""

    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
