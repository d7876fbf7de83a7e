"""Workbooks in stores with a URL, each on a real server of its kind."""

from __future__ import annotations

import itertools
import os
import threading
import time
from abc import abstractmethod
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote

import httpx
import pytest

from sync.model.cells import CellRef
from sync.workbooks import WorkbookBusy, WorkbookChanged, WorkbookError
from tests.sync.workbooks.contract import TEAM, change, plan, values
from tests.sync.workbooks.elsewhere import NAME, ElsewhereContract, FolderContract, typed_into
from tests.sync.workbooks.meddling import Meddling, MeddlingProxy
from tests.sync.workbooks.servers import Share, apache_server, s3_server, samba_server, webdav_server
from tests.sync.workbooks.test_excel import save

REGION = "ap-southeast-1"
_numbers = itertools.count()


class Door(NamedTuple):
    """A real server, and the way in that our workbooks take."""

    server: Share
    proxy: MeddlingProxy


@pytest.fixture(scope="module")
def s3() -> Iterator[Door]:
    with s3_server() as port, MeddlingProxy(port).running() as proxy:
        yield Door(Share(port, Path()), proxy)


@pytest.fixture(scope="module")
def webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("dav")
    with webdav_server(folder) as server, MeddlingProxy(server.port).running() as proxy:
        yield Door(server, proxy)


@pytest.fixture(scope="module")
def nextcloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("nextcloud")
    with webdav_server(folder, like_nextcloud=True) as server, MeddlingProxy(server.port).running() as proxy:
        yield Door(server, proxy)


@pytest.fixture(scope="module")
def apache() -> Iterator[Door]:
    with apache_server() as server, MeddlingProxy(server.port).running() as proxy:
        yield Door(server, proxy)


@pytest.fixture(scope="module")
def samba(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Share]:
    from smbclient import reset_connection_cache

    with samba_server(tmp_path_factory.mktemp("smb")) as server:
        yield server
        reset_connection_cache()


class TestMemory(FolderContract):
    """The memory of this process: the plainest store that knows no condition."""

    @pytest.fixture(autouse=True)
    def _store(self) -> None:
        from fsspec.implementations.memory import MemoryFileSystem

        self.fs = MemoryFileSystem()
        self.place = f"/tests {next(_numbers)}"

    def put(self, name: str, content: bytes) -> None:
        self.fs.pipe_file(f"{self.place}/{name}", content)

    def get(self, name: str) -> bytes:
        content: bytes = self.fs.cat_file(f"{self.place}/{name}")
        return content

    def names(self) -> list[str]:
        return sorted(path.rpartition("/")[2] for path in self.fs.ls(self.place, detail=False))

    def source(self, name: str) -> str:
        return f"excel:memory:/{self.place}/{name}"


class Hammered(ElsewhereContract):
    """Stores that take a condition: whatever a person saves meanwhile, and however often, is there in the end."""

    saves: ClassVar[int] = int(os.environ.get("OKR_SYNC_SAVES", "20"))

    @abstractmethod
    def save(self, name: str, content: bytes) -> None:
        """Save through the store's own door, as a program of a person does."""

    def test_no_edit_of_a_person_is_lost_who_saves_all_the_time(self) -> None:
        workbook = self.make({"Q4": [*TEAM, *([None] for _ in range(self.saves))]})
        done: list[BaseException | None] = []

        def person() -> None:
            try:
                for number in range(self.saves):
                    self.save(NAME, typed_into(self.get(NAME), CellRef("Q4", 10 + number, 3), number))
                done.append(None)
            except BaseException as error:
                done.append(error)

        thread = threading.Thread(target=person)
        thread.start()
        written = put_off = 0
        while not done or not written:
            try:
                workbook.write(plan(workbook.read(), change("Q4", 2, 5, written + 1)))
                written += 1
            except WorkbookChanged:
                put_off += 1
        thread.join()

        assert done == [None]
        found = values(workbook.read(), "Q4")
        assert {row: found.get((row, 3)) for row in range(10, 10 + self.saves)} == {
            10 + number: number for number in range(self.saves)
        }
        print(f"{type(self).__name__}: {self.saves} saves, {written} writes, {put_off} put off")


class LastMoment(FolderContract):
    """Stores over HTTP, in front of which a proxy meddles with ``writing``, the request that puts a file in place."""

    writing: ClassVar[str]
    proxy: MeddlingProxy

    def test_somebody_who_saves_in_the_last_moment_wins(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 26)
        self.proxy.meddle_once(self.writing, "pass", also=lambda: self.put(NAME, theirs))

        with pytest.raises(WorkbookChanged):
            workbook.write(wanted)

        assert self.get(NAME) == theirs
        assert self.names() == [NAME]

    def test_half_a_workbook_is_none(self) -> None:
        workbook = self.make({"Q4": TEAM})
        self.proxy.meddle = lambda method, path: "cut the answer" if method == "GET" else "pass"

        with pytest.raises(WorkbookError, match="could not be reached"):
            workbook.read()

    @pytest.mark.parametrize("meddling", ["lose the answer", "answer 503"])
    def test_a_write_whose_answer_was_lost_is_seen_and_not_made_again(self, meddling: Meddling) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.proxy.meddle_once(self.writing, meddling)

        receipt = workbook.write(wanted)

        assert [written.cell.a1 for written in receipt.written] == ["E2"]
        assert receipt.fingerprint == workbook.read().fingerprint == sha256(self.get(NAME)).hexdigest()
        assert self.names() == [NAME]

    def test_a_write_that_never_arrived_is_made_after_all(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.proxy.meddle_once(self.writing, "lose the request")

        receipt = workbook.write(wanted)

        assert receipt.fingerprint == sha256(self.get(NAME)).hexdigest()
        assert self.names() == [NAME]

    def test_where_nobody_answers_any_more_it_is_not_said_that_nothing_was_written(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))

        def meddle(method: str, path: str) -> Meddling:
            if method == self.writing:
                self.proxy.meddle = lambda method, path: "lose the request"
            return "lose the answer" if method == self.writing else "pass"

        self.proxy.meddle = meddle
        with pytest.raises(WorkbookError) as refused:
            workbook.write(wanted)

        assert refused.value.maybe_written
        assert not isinstance(refused.value, WorkbookChanged)

    def test_a_save_on_top_of_a_write_whose_answer_was_lost_is_looked_at_again(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))

        def save_over_it() -> None:
            self.put(NAME, typed_into(self.get(NAME), CellRef("Q4", 2, 4), 26))

        def meddle(method: str, path: str) -> Meddling:
            if method == self.writing:
                self.proxy.meddle_once("GET", "pass", also=save_over_it)
            return "lose the answer" if method == self.writing else "pass"

        self.proxy.meddle = meddle
        with pytest.raises(WorkbookChanged) as refused:
            workbook.write(wanted)

        assert refused.value.maybe_written
        assert {(2, 4): 26, (2, 5): 1}.items() <= values(workbook.read(), "Q4").items()


class TestS3(LastMoment, Hammered):
    writing = "PUT"

    @pytest.fixture(autouse=True)
    def _store(self, s3: Door, monkeypatch: pytest.MonkeyPatch) -> None:
        from s3fs import S3FileSystem

        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "anna")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
        monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
        monkeypatch.setattr(S3FileSystem, "retries", 2)
        self.people = S3FileSystem(endpoint_url=f"http://127.0.0.1:{s3.server.port}", use_listings_cache=False)
        self.bucket = f"okr-{next(_numbers)}"
        self.people.mkdir(self.bucket, region_name=REGION)
        self.proxy = s3.proxy
        self.proxy.meddle = lambda method, path: "pass"
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{self.proxy.port}")

    def put(self, name: str, content: bytes, **more: Any) -> None:
        self.people.pipe_file(f"{self.bucket}/teams/{name}", content, **more)

    def save(self, name: str, content: bytes) -> None:
        self.put(name, content)

    def get(self, name: str) -> bytes:
        content: bytes = self.people.cat_file(f"{self.bucket}/teams/{name}")
        return content

    def names(self) -> list[str]:
        return sorted(path.rpartition("/")[2] for path in self.people.ls(f"{self.bucket}/teams", refresh=True))

    def source(self, name: str) -> str:
        return f"excel:s3://{self.bucket}/teams/{name}"

    def test_what_an_object_has_besides_its_bytes_stays(self) -> None:
        content = save(self.folder / "made.xlsx", {"Q4": TEAM}).read_bytes()
        about = {"ContentType": "application/x-okr", "CacheControl": "no-store", "ContentDisposition": "inline"}
        self.put(NAME, content, **about, Metadata={"owner": "anna"}, Tagging="team=b%C3%A1n&cost=7")
        workbook = self.open(self.source(NAME))

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1)))

        path = f"{self.bucket}/teams/{NAME}"
        head = self.people.call_s3("head_object", Bucket=self.bucket, Key=f"teams/{NAME}")
        assert self.get(NAME) != content
        assert {name: head.get(name) for name in about} == about
        assert head["Metadata"] == {"owner": "anna"}
        assert self.people.get_tags(path) == {"team": "bán", "cost": "7"}

    def test_a_service_that_takes_no_notice_of_the_condition_is_asked_before(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 26)
        self.someone_saves_after_the_copy(theirs)

        with pytest.raises(WorkbookChanged):
            workbook.write(wanted)

        assert self.get(NAME) == theirs
        assert ("PUT", f"/{self.bucket}/teams/{quote(NAME)}") not in self.proxy.seen

    def someone_saves_after_the_copy(self, theirs: bytes) -> None:
        def meddle(method: str, path: str) -> Meddling:
            # The look at the object itself, not those for lock files.
            if method == "HEAD" and path.endswith(quote(NAME)) and self.get(NAME) != theirs:
                self.put(NAME, theirs)
            return "pass"

        self.proxy.meddle = meddle
        self.proxy.seen.clear()

    def test_credentials_that_are_refused_are_not_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.make({"Q4": TEAM})
        self.proxy.meddle = lambda method, path: "answer 403"

        with pytest.raises(WorkbookError, match="may not be read or written") as refused:
            self.open(self.source(NAME)).read()

        assert "s3cret" not in f"{refused.value} {refused.value.hint}"


class Webdav(LastMoment):
    like: ClassVar[str]

    @pytest.fixture(autouse=True)
    def _store(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        server, self.proxy = request.getfixturevalue(self.like)
        self.proxy.meddle = lambda method, path: "pass"
        monkeypatch.setenv("OKR_SYNC_WEBDAV_PASSWORD", "s3cret")
        self.port = server.port
        self.teams = server.folder / f"Kế hoạch {next(_numbers)}"
        self.teams.mkdir()
        self.teams.chmod(0o777)

    def put(self, name: str, content: bytes) -> None:
        # As a program saves that keeps its file whole.
        (self.teams / f"{name}.saving").write_bytes(content)
        (self.teams / f"{name}.saving").replace(self.teams / name)

    def save(self, name: str, content: bytes) -> None:
        url = f"http://127.0.0.1:{self.port}/{quote(self.teams.name)}/{quote(name)}"
        httpx.put(url, content=content, auth=("anna", "s3cret")).raise_for_status()

    def get(self, name: str) -> bytes:
        return (self.teams / name).read_bytes()

    def names(self) -> list[str]:
        return sorted(path.name for path in self.teams.iterdir())

    def source(self, name: str) -> str:
        return f"excel:webdav://anna@127.0.0.1:{self.proxy.port}/{quote(self.teams.name)}/{quote(name)}"


class TestWebdav(Webdav, Hammered):
    writing = "MOVE"
    like = "webdav"

    def test_a_file_that_a_program_has_locked_is_come_back_to_later(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        before = self.get(NAME)
        url = f"http://127.0.0.1:{self.port}/{quote(self.teams.name)}/{quote(NAME)}"
        lock = (
            '<lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype>'
            "<owner>Anna</owner></lockinfo>"
        )
        httpx.request("LOCK", url, content=lock, auth=("anna", "s3cret")).raise_for_status()

        with pytest.raises(WorkbookBusy, match="open in a program"):
            workbook.write(wanted)

        assert self.get(NAME) == before
        assert self.names() == [NAME]

    def test_what_a_killed_run_left_there_is_removed_by_the_next(self) -> None:
        workbook = self.make({"Q4": TEAM})
        left, young, others = (f".{NAME}.okr-sync-{letter * 12}~" for letter in "abc")
        for name in (left, young, f"{others}.xlsx"):
            self.put(name, b"half of it")
        os.utime(self.teams / left, (0, 0))

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1)))

        assert self.names() == sorted([NAME, young, f"{others}.xlsx"])

    def test_a_password_never_goes_over_plain_http_to_another_machine(self) -> None:
        with pytest.raises(WorkbookError, match="show the password to anybody on the way"):
            self.open("excel:webdav://anna@cloud.example/sales.xlsx").read()

    def test_a_login_may_stand_in_the_netrc_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OKR_SYNC_WEBDAV_PASSWORD")
        netrc = Path(os.environ["HOME"], ".netrc")
        netrc.write_text("machine 127.0.0.1 login anna password s3cret\n")
        netrc.chmod(0o600)
        self.make({"Q4": TEAM})

        assert self.open(self.source(NAME)).read().sheets

        netrc.write_text("machine 127.0.0.1 login anna password gu3ss\n")
        with pytest.raises(WorkbookError, match="may not be read or written") as refused:
            self.open(self.source(NAME)).read()
        assert "gu3ss" not in f"{refused.value} {refused.value.hint}"


class TestApache(Webdav):
    writing = "MOVE"
    like = "apache"

    def put(self, name: str, content: bytes) -> None:
        super().put(name, content)
        self.age(name)

    def age(self, name: str) -> None:
        now = time.time_ns()
        os.utime(self.teams / name, ns=(now, now - 5_000_000_000))

    def test_a_file_of_this_second_is_written_when_its_tag_is_one_to_rely_on(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        (self.teams / NAME).touch()
        waited: list[float] = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            self.age(NAME)

        monkeypatch.setattr("sync.workbooks.remote_webdav.time.sleep", wait)
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 26)
        self.proxy.meddle_once(self.writing, "pass", also=lambda: self.put(NAME, theirs))

        with pytest.raises(WorkbookChanged):
            workbook.write(wanted)

        assert len(waited) == 1
        assert self.get(NAME) == theirs


class TestNextcloud(Webdav, Hammered):
    """A server on which files have a number: it is the file itself that is written, so that it keeps its number."""

    writing = "PUT"
    like = "nextcloud"


class TestSmb(FolderContract):
    @pytest.fixture(autouse=True)
    def _store(self, samba: Share, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OKR_SYNC_SMB_PASSWORD", "s3cret")
        self.port = samba.port
        self.teams = samba.folder / f"Kế hoạch {next(_numbers)}"
        self.teams.mkdir()

    def put(self, name: str, content: bytes) -> None:
        (self.teams / f"{name}.saving").write_bytes(content)
        (self.teams / f"{name}.saving").replace(self.teams / name)

    def get(self, name: str) -> bytes:
        return (self.teams / name).read_bytes()

    def names(self) -> list[str]:
        return sorted(path.name for path in self.teams.iterdir())

    def source(self, name: str) -> str:
        return f"excel:smb://root@127.0.0.1:{self.port}/share/{self.teams.name}/{name}"

    def test_a_file_that_a_program_has_open_is_come_back_to_later(self) -> None:
        from smbclient import open_file

        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        before = self.get(NAME)
        path = rf"\\127.0.0.1\share\{self.teams.name}\{NAME}"

        # As Excel does: it lets others read.
        with open_file(path, "r+b", share_access="r", port=self.port):
            with pytest.raises(WorkbookBusy, match="open in a program"):
                workbook.write(wanted)
            assert values(workbook.read(), "Q4")[2, 4] == 25

        assert self.get(NAME) == before
        assert self.names() == [NAME]
        workbook.write(wanted)

    def test_a_write_whose_answer_was_lost_is_seen_and_not_made_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import smbclient
        from smbprotocol.exceptions import SMBConnectionClosed

        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        moves: list[Any] = []
        replace = smbclient.replace

        def replace_and_hang_up(*names: str, **more: Any) -> None:
            moves.append(names)
            replace(*names, **more)
            smbclient.reset_connection_cache()
            raise SMBConnectionClosed("SMB socket was closed")

        monkeypatch.setattr(smbclient, "replace", replace_and_hang_up)
        receipt = workbook.write(wanted)

        assert receipt.fingerprint == sha256(self.get(NAME)).hexdigest()
        assert len(moves) == 1
        assert self.names() == [NAME]

    def test_a_login_that_is_refused_is_not_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OKR_SYNC_SMB_PASSWORD", "gu3ss")
        self.make({"Q4": TEAM})
        from smbclient import reset_connection_cache

        reset_connection_cache()
        with pytest.raises(WorkbookError) as refused:
            self.open(self.source(NAME)).read()

        assert "gu3ss" not in f"{refused.value} {refused.value.hint}"
        reset_connection_cache()
