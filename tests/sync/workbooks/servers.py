"""Real servers for the tests of workbooks elsewhere: an S3 server, a WebDAV server, Samba. Each listens on a free port
of this machine, and is ended with the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

_S3 = """
import sys
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
# One request at a time: what moto checks it then holds to.
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
"""

_WEBDAV = """
import os, sys
from cheroot import wsgi
from wsgidav.fs_dav_provider import FileResource, FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

# As Apache does: two saves within a second are two versions.
def etag(self):
    status = os.stat(self._file_path)
    return f"{status.st_ino}-{status.st_mtime_ns}-{status.st_size}"
FileResource.get_etag = etag

if len(sys.argv) > 3:  # behave like Nextcloud: files have numbers, and a PUT is seen when it is complete
    NAME = "{http://owncloud.org/ns}fileid"
    FileResource.get_property_names = lambda self, *, is_allprop: ["{DAV:}getetag", NAME]
    old_value = FileResource.get_property_value
    FileResource.get_property_value = lambda self, name: "42" if name == NAME else old_value(self, name)
    FileResource.begin_write = lambda self, *, content_type=None: open(self._file_path + ".part", "wb")
    FileResource.end_write = lambda self, *, with_errors: os.replace(self._file_path + ".part", self._file_path)

app = WsgiDAVApp({
    "provider_mapping": {"/": FilesystemProvider(sys.argv[2])},
    "simple_dc": {"user_mapping": {"*": {"anna": {"password": "s3cret"}}}},
    "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
    "verbose": 1, "logging": {"enable": False}, "lock_storage": True, "property_manager": True,
})
# One request at a time: what it checks it then holds to.
wsgi.Server(("127.0.0.1", int(sys.argv[1])), app, numthreads=1).start()
"""

_APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
{user}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dav_module {modules}/mod_dav.so
LoadModule dav_fs_module {modules}/mod_dav_fs.so
DavLockDB {folder}/locks
DocumentRoot {folder}
<Directory {folder}>
  Dav On
  Require all granted
</Directory>
"""

_SAMBA = """
[global]
  smb ports = {port}
  interfaces = lo
  bind interfaces only = yes
  server role = standalone
  private dir = {folder}/private
  lock directory = {folder}
  state directory = {folder}
  cache directory = {folder}
  pid directory = {folder}
  ncalrpc dir = {folder}/ncalrpc
  log file = {folder}/log
  passdb backend = tdbsam:{folder}/passdb.tdb
  disable spoolss = yes
  load printers = no
[share]
  path = {share}
  read only = no
"""


class Share(NamedTuple):
    """A server of files: its port, and the folder of this machine that it serves."""

    port: int
    folder: Path


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def s3_server() -> Iterator[int]:
    port = free_port()
    with _running([sys.executable, "-c", _S3, str(port)], port):
        yield port


@contextlib.contextmanager
def webdav_server(folder: Path, *, like_nextcloud: bool = False) -> Iterator[Share]:
    port = free_port()
    more = ["nextcloud"] if like_nextcloud else []
    with _running([sys.executable, "-c", _WEBDAV, str(port), str(folder), *more], port):
        yield Share(port, folder)


@contextlib.contextmanager
def apache_server() -> Iterator[Share]:
    apache, modules = _program("apache2", "apache2-bin"), Path("/usr/lib/apache2/modules")
    port, is_root = free_port(), os.geteuid() == 0
    # Not below pytest's own folders, which are for our user's eyes only.
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        folder = Path(place)
        folder.chmod(0o755)
        user = "User www-data\nGroup www-data" if is_root else ""
        settings = folder / "apache.conf"
        settings.write_text(_APACHE.format(folder=folder, port=port, user=user, modules=modules))
        if is_root:
            shutil.chown(folder, "www-data")
        with _running([apache, "-D", "FOREGROUND", "-f", str(settings)], port):
            yield Share(port, folder)


@contextlib.contextmanager
def samba_server(folder: Path) -> Iterator[Share]:
    smbd = _program("smbd", "samba")
    if os.geteuid() != 0:
        pytest.skip("smbd must be started as root")
    port, share = free_port(), folder / "share"
    for each in (share, folder / "private"):
        each.mkdir()
    settings = folder / "smb.conf"
    settings.write_text(_SAMBA.format(port=port, folder=folder, share=share))
    subprocess.run(
        ["smbpasswd", "-c", str(settings), "-s", "-a", "root"],
        input="s3cret\ns3cret\n",
        text=True,
        check=True,
        capture_output=True,
    )
    with _running([smbd, "--foreground", "--no-process-group", "-s", str(settings)], port):
        yield Share(port, share)


def _program(name: str, package: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None:
        pytest.skip(f"{name} (Debian: {package}) is not installed")
    return found


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 60
        while not _listens(port):
            if server.poll() is not None or time.monotonic() > deadline:
                output = server.stdout.read() if server.poll() is not None and server.stdout else b""
                raise RuntimeError(f"{command[0]} did not start: {output.decode(errors='replace')}")
            time.sleep(0.05)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        if server.stdout:
            server.stdout.close()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
