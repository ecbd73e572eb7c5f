"""Real servers on this machine that take what is told of alarms: web and mail."""

import socketserver
import ssl
import subprocess
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast


@dataclass
class Office:
    """What came in, and what is answered: one of `answers` each time, the last one for ever."""

    answers: Sequence[object] = (200,)
    port: int = 0
    came: list[str] = field(default_factory=list[str])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    said: list[str] = field(default_factory=list[str])  # every line of a mail client
    refused: str = ""  # a recipient whom the mail server does not take
    bye: str = "221 bye"  # to a mail client that goes; "" leaves it waiting
    tls: ssl.SSLContext | None = None
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where the web is served."""
        return f"http://127.0.0.1:{self.port}/hook/s3cr3t"

    def answer(self) -> object:
        """The next answer."""
        return self.answers[min(len(self.came), len(self.answers)) - 1]


class _Web(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        office = cast("_Served", self.server).office
        length = int(self.headers["Content-Length"])
        office.came.append(self.rfile.read(length).decode())
        office.headers.append(dict(self.headers.items()))
        answer = office.answer()
        if answer == "silent":
            office.closing.wait(20)
            return
        if answer == "slow":
            self._drip(office)
            return
        self.send_response(cast("int", answer))
        if answer == 302:
            self.send_header("Location", f"{office.url}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self, office: Office) -> None:
        """A byte now and then: no timeout of a socket ever ends it."""
        for byte in b"HTTP/1.1 200 OK":
            if office.closing.wait(0.05):
                return
            self.wfile.write(bytes([byte]))
        office.closing.wait(20)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Served(ThreadingHTTPServer):
    office: Office
    daemon_threads = True


class _Mail(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office = cast("_Posted", self.server).office
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            office.said.append(line)
            verb = line.upper().split()[0]
            if verb == "DATA":
                self._data(office)
            elif verb == "STARTTLS" and office.tls:
                self._say("220 go on")
                self.connection = office.tls.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
                self.wfile = self.connection.makefile("wb", buffering=0)
            elif verb == "QUIT":
                if not office.bye:
                    office.closing.wait(20)
                self._say(office.bye)
                return
            else:
                self._say(*_answers(verb, line, office))

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # the encrypted one is not the one that came in

    def _data(self, office: Office) -> None:
        self._say("354 go on")
        lines: list[str] = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        office.came.append("\n".join(lines))
        self._say(f"{250 if (code := office.answer()) == 200 else code} so it is")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


def _answers(verb: str, line: str, office: Office) -> tuple[str, ...]:
    if verb == "EHLO":
        return ("250-here", *(("250-STARTTLS",) if office.tls else ()), "250 AUTH PLAIN")
    if verb == "AUTH":
        return ("535 no",) if "refuse" in office.answers else ("235 come in",)
    if verb == "RCPT" and "nobody" in office.answers:
        return ("550 nobody",)
    if verb == "RCPT" and office.refused and office.refused in line:
        return ("450 not now",)
    return ("250 fine",)


class _Posted(socketserver.ThreadingTCPServer):
    office: Office
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Who hangs up in the middle has its reasons."""


@contextmanager
def web(*answers: object) -> Generator[Office]:
    """A web server that answers `answers`, one after the other."""
    office = Office(answers or (200,))
    with _Served(("127.0.0.1", 0), _Web) as server:
        server.office = office
        with _running(server, office):
            yield office


@contextmanager
def post_office(*answers: object, certificate: Path | None = None) -> Generator[Office]:
    """A mail server; with a `certificate` it can encrypt."""
    office = Office(answers or (200,))
    if certificate:
        office.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        office.tls.load_cert_chain(certificate)
    with _Posted(("127.0.0.1", 0), _Mail) as server:
        server.office = office
        with _running(server, office):
            yield office


@contextmanager
def _running(server: socketserver.TCPServer, office: Office) -> Generator[None]:
    office.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        office.closing.set()
        server.shutdown()
        thread.join()


def a_certificate(folder: Path) -> Path:
    """A certificate for localhost with its key, in one file; who signed it is itself."""
    key, written, both = (folder / name for name in ("key.pem", "cert.pem", "both.pem"))
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost", "-keyout", str(key), "-out",
             str(written)]  # fmt: skip
    subprocess.run(["openssl", *words], check=True, capture_output=True)
    both.write_text(key.read_text() + written.read_text())
    return both
