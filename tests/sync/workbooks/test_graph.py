"""Workbooks in OneDrive and SharePoint, against a server that speaks Graph's wire format over HTTP."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from sync.model.cells import CellRef
from sync.options import GraphOptions, Settings
from sync.workbooks import Workbook, WorkbookBusy, WorkbookChanged, WorkbookError, open_workbook
from sync.workbooks.graph import graph_api
from tests.graph_server import DRIVE, Fault, GraphServer
from tests.sync.workbooks.contract import TEAM, change, plan, values
from tests.sync.workbooks.elsewhere import NAME, typed_into
from tests.sync.workbooks.test_excel import save
from tests.sync.workbooks.test_remote import Hammered


@pytest.fixture(scope="module")
def graph() -> Iterator[GraphServer]:
    with GraphServer().running() as server:
        yield server


class TestGraph(Hammered):
    @pytest.fixture(autouse=True)
    def _drive(self, graph: GraphServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("AZURE_CLIENT_SECRET", "s3cret")
        monkeypatch.setattr("sync.workbooks.graph_api.FIRST_WAIT", 0.01)
        graph_api.cache_clear()
        self.server = graph
        self.server.items.clear()
        self.server.faults.clear()
        self.server.requests.clear()
        self.server.alters = lambda content: content
        options = GraphOptions("contoso", "our-app", None, graph.base, graph.base)
        self.settings = Settings(graph=options)
        yield
        assert graph.leaks == []

    def put(self, name: str, content: bytes) -> None:
        self.server.add(f"Đội bán hàng/{name}", content)

    def save(self, name: str, content: bytes) -> None:
        with self.server.lock:
            self.put(name, content)

    def get(self, name: str) -> bytes:
        return self.server.items[f"Đội bán hàng/{name}"].content

    def names(self) -> list[str]:
        return sorted(path.rpartition("/")[2] for path in self.server.items)

    def source(self, name: str) -> str:
        return f"excel:graph:/drives/{DRIVE}/root:/Đội bán hàng/{name}"

    def open(self, source: str, *, read_only: bool = False) -> Workbook:
        return open_workbook(source, self.settings, read_only=read_only)

    def writes(self) -> int:
        return sum(count for (method, _), count in self.server.requests.items() if method == "PUT")

    # ── Where it is ──

    def test_a_workbook_is_opened_by_the_link_that_people_share(self) -> None:
        self.make({"Q4": TEAM})
        workbook = self.open(f"excel:{self.server.link(f'Đội bán hàng/{NAME}')}")

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1)))

        assert values(workbook.read(), "Q4")[2, 5] == 1

    # ── Somebody else ──

    def test_somebody_who_saves_in_the_last_moment_wins(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 26)
        self.server.faults.append(Fault("PUT", "/content", 200, before=lambda: self.put(NAME, theirs)))

        with pytest.raises(WorkbookChanged) as refused:
            workbook.write(wanted)

        assert not refused.value.maybe_written
        assert self.get(NAME) == theirs

    def test_somebody_who_saves_all_the_time_is_come_back_to_later(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))

        def save_once_more() -> None:
            self.put(NAME, self.get(NAME))

        def from_now_on() -> None:
            self.server.faults.append(Fault("GET", "/download/", 200, times=1_000, before=save_once_more))

        self.server.faults.append(Fault("PUT", "/content", 412, before=from_now_on))
        with pytest.raises(WorkbookChanged):
            workbook.write(wanted)
        with pytest.raises(WorkbookChanged):
            workbook.read()

    def test_a_workbook_that_is_open_in_excel_is_come_back_to_later(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        before = self.get(NAME)
        self.server.items[f"Đội bán hàng/{NAME}"].locked = True

        with pytest.raises(WorkbookBusy, match="open in Excel, or checked out"):
            workbook.write(wanted)

        assert self.get(NAME) == before

    # ── Answers that do not come, or say no ──

    @pytest.mark.parametrize("status", [0, 503, 504])
    def test_a_write_whose_answer_was_lost_is_seen_and_not_made_again(self, status: int) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.server.faults.append(Fault("PUT", "/content", status, applied=True))

        receipt = workbook.write(wanted)

        assert receipt.fingerprint == sha256(self.get(NAME)).hexdigest()
        assert [written.cell.a1 for written in receipt.written] == ["E2"]
        assert self.writes() == 1

    @pytest.mark.parametrize("status", [0, 500, 503])
    def test_a_write_that_never_arrived_is_made_after_all(self, status: int) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.server.faults.append(Fault("PUT", "/content", status))

        receipt = workbook.write(wanted)

        assert receipt.fingerprint == sha256(self.get(NAME)).hexdigest()

    def test_where_nobody_answers_any_more_it_is_not_said_that_nothing_was_written(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))

        def all_is_quiet() -> None:
            self.server.faults.append(Fault("GET", "", 0, times=1_000))

        self.server.faults.append(Fault("PUT", "/content", 0, applied=True, before=all_is_quiet))
        with pytest.raises(WorkbookError) as refused:
            workbook.write(wanted)

        assert refused.value.maybe_written

    def test_when_graph_asks_for_patience_it_gets_it(self) -> None:
        workbook = self.make({"Q4": TEAM})
        after = {"Retry-After": "0"}
        self.server.faults += [
            Fault("POST", "/token", 429, headers=after),
            Fault("GET", "/root:", 429, times=2, headers=after),
            Fault("GET", "/content", 503, headers=after),
            Fault("PUT", "/content", 429, times=2, headers=after),
        ]

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1)))

        assert values(workbook.read(), "Q4")[2, 5] == 1
        assert self.writes() == 3

    def test_who_is_asked_to_wait_for_long_comes_back_with_the_next_sync(self) -> None:
        workbook = self.make({"Q4": TEAM})
        self.server.faults.append(Fault("GET", "/root:", 429, headers={"Retry-After": "3600"}))

        with pytest.raises(WorkbookError, match="come back later"):
            workbook.read()

    def test_a_token_that_ended_is_replaced(self) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.server.end_all_tokens()

        workbook.write(wanted)

        assert self.server.requests["POST", "token"] == 2

    def test_an_address_for_the_download_that_expired_is_asked_for_anew(self) -> None:
        workbook = self.make({"Q4": TEAM})
        self.server.faults.append(Fault("GET", "/download/", 410))

        assert values(workbook.read(), "Q4")[2, 4] == 25

    @pytest.mark.parametrize(
        ("method", "status", "words"),
        [("GET", 403, "may not read or write"), ("GET", 404, "no file"), ("PUT", 507, "drive is full")],
    )
    def test_what_graph_refuses_is_said_with_what_to_do(self, method: str, status: int, words: str) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        before = self.get(NAME)
        self.server.faults.append(Fault(method, "/", status, times=1_000, code="accessDenied"))

        with pytest.raises(WorkbookError, match=words) as refused:
            workbook.write(wanted)

        assert refused.value.hint
        assert not refused.value.maybe_written
        assert self.get(NAME) == before

    # ── What is uploaded ──

    def test_a_large_workbook_goes_up_in_parts(self) -> None:
        content = self.large_one()
        self.put(NAME, content)
        workbook = self.open(self.source(NAME))

        receipt = workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1)))

        assert receipt.fingerprint == sha256(self.get(NAME)).hexdigest()
        assert self.server.requests["POST", "createUploadSession"] == 1

    @pytest.mark.parametrize("applied", [True, False])
    def test_a_part_whose_answer_was_lost_changes_nothing(self, applied: bool) -> None:
        self.put(NAME, self.large_one())
        workbook = self.open(self.source(NAME))
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        self.server.faults.append(Fault("PUT", "/upload/", 0, applied=applied))

        workbook.write(wanted)

        assert values(workbook.read(), "Q4")[2, 5] == 1

    def test_somebody_who_saves_during_a_long_upload_wins(self) -> None:
        self.put(NAME, self.large_one())
        workbook = self.open(self.source(NAME))
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        theirs = typed_into(self.get(NAME), CellRef("Q4", 2, 4), 26)
        self.server.faults.append(Fault("PUT", "/upload/", 200, before=lambda: self.put(NAME, theirs)))

        with pytest.raises(WorkbookChanged):
            workbook.write(wanted)

        assert self.get(NAME) == theirs

    def test_what_sharepoint_itself_puts_into_a_file_is_no_change_of_anybodys(self) -> None:
        workbook = self.make({"Q4": TEAM})

        def with_a_column_of_the_library(content: bytes) -> bytes:
            stream = BytesIO(content)
            with zipfile.ZipFile(stream, "a") as package:
                package.writestr("customXml/item9.xml", "<properties/>")
            return stream.getvalue()

        self.server.alters = with_a_column_of_the_library
        receipt = workbook.write(plan(workbook.read(), change("Q4", 2, 5, 1)))

        assert receipt.fingerprint == workbook.read().fingerprint

    def large_one(self) -> bytes:
        """A workbook with a picture of 12 MB in it: more than one part."""
        stream = BytesIO(save(self.folder / "large.xlsx", {"Q4": TEAM}).read_bytes())
        with zipfile.ZipFile(stream, "a") as package:
            package.writestr("xl/media/image1.png", random.Random(4).randbytes(12 << 20))
        return stream.getvalue()

    # ── The app ──

    def test_a_secret_that_is_wrong_is_named_by_microsofts_own_words_and_not_shown(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AZURE_CLIENT_SECRET", "gu3ss")
        workbook = self.make({"Q4": TEAM})

        with pytest.raises(WorkbookError, match="AADSTS7000215") as refused:
            workbook.read()

        assert "gu3ss" not in f"{refused.value} {refused.value.hint}"

    def test_a_secret_in_a_file_is_read_when_nobody_else_may_read_it(self, tmp_path: Path) -> None:
        path = tmp_path / "secret.txt"
        path.write_text("s3cret\n")
        path.chmod(0o600)
        self.settings = Settings(graph=GraphOptions("contoso", "our-app", path, self.server.base, self.server.base))
        workbook = self.make({"Q4": TEAM})
        assert values(workbook.read(), "Q4")[2, 4] == 25

        graph_api.cache_clear()
        path.chmod(0o644)
        with pytest.raises(WorkbookError, match="others may read it"):
            self.make({"Q4": TEAM}).read()

    def test_all_workbooks_share_one_token(self) -> None:
        self.make({"Q4": TEAM}).read()
        self.open(self.source(NAME)).read()

        assert self.server.requests["POST", "token"] == 1

    def test_credentials_that_are_nowhere_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AZURE_CLIENT_SECRET")

        with pytest.raises(WorkbookError, match="AZURE_CLIENT_SECRET"):
            self.make({"Q4": TEAM}).read()
