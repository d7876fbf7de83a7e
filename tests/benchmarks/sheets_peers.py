"""The same job with clients of Google Sheets in Python, as their users write it: each tab is read, each row's progress,
score and status are worked out, and four columns are written. Run in an environment of their own.

python sheets_peers.py PEER URL KEY
"""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from google.auth.credentials import Credentials

Row = list[Any]
BASELINE, TARGET, CURRENT, RESULTS = 2, 3, 4, 9


class AnyToken(Credentials):
    """Credentials that need no Google."""

    def __init__(self) -> None:
        super().__init__()
        self.token = "any"

    def refresh(self, request: object) -> None:
        self.token = "any"


def results(row: Row) -> Row:
    baseline, target, current = (float(row[place]) for place in (BASELINE, TARGET, CURRENT))
    progress = min(1.0, max(0.0, (current - baseline) / (target - baseline)))
    status = (
        "done" if progress == 1 else "on track" if progress >= 0.49 else "at risk" if progress >= 0.33 else "behind"
    )
    return [round(progress, 4), round(progress, 2), status, ""]


def redirected(session: Any, url: str) -> Any:
    """A session of requests whose requests go to the server."""
    import requests

    class ToTheServer(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **more: Any) -> Any:
            address = urlsplit(request.url)
            request.url = url + address.path + (f"?{address.query}" if address.query else "")
            return super().send(request, *args, **more)

    session.mount("https://", ToTheServer())
    return session


def gspread_client(url: str) -> Any:
    import gspread

    client = gspread.Client(auth=AnyToken())
    redirected(client.http_client.session, url)
    return client


def with_gspread(url: str, key: str) -> None:
    for tab in gspread_client(url).open_by_key(key).worksheets():
        rows = tab.get_all_values(value_render_option="UNFORMATTED_VALUE")
        written = [results(row) for row in rows[1:]]
        tab.update(written, f"J2:M{len(written) + 1}")


def with_gspread_in_a_batch(url: str, key: str) -> None:
    spreadsheet = gspread_client(url).open_by_key(key)
    titles = [tab.title for tab in spreadsheet.worksheets()]
    unformatted = {"valueRenderOption": "UNFORMATTED_VALUE"}
    read = spreadsheet.values_batch_get([f"'{title}'" for title in titles], params=unformatted)["valueRanges"]
    written = [[results(row) for row in tab["values"][1:]] for tab in read]
    data = [
        {"range": f"'{title}'!J2:M{len(rows) + 1}", "values": rows} for title, rows in zip(titles, written, strict=True)
    ]
    spreadsheet.values_batch_update({"valueInputOption": "RAW", "data": data})


def with_gspread_dataframe(url: str, key: str) -> None:
    from gspread_dataframe import get_as_dataframe, set_with_dataframe
    from pandas import DataFrame

    for tab in gspread_client(url).open_by_key(key).worksheets():
        frame = get_as_dataframe(tab, value_render_option="UNFORMATTED_VALUE").dropna(how="all")
        written = DataFrame([results(list(row)) for row in frame.itertuples(index=False)])
        set_with_dataframe(tab, written, row=2, col=RESULTS + 1, include_column_header=False, resize=False)


def with_gspread_pandas(url: str, key: str) -> None:
    from google.auth.transport.requests import AuthorizedSession
    from gspread_pandas import Spread
    from gspread_pandas.client import Client
    from pandas import DataFrame

    token = AnyToken()
    client = Client(session=redirected(AuthorizedSession(token), url), creds=token)
    spread = Spread(key, client=client)
    for tab in spread.sheets:
        frame = spread.sheet_to_df(index=0, sheet=tab)
        written = DataFrame([results(list(row)) for row in frame.itertuples(index=False)])
        spread.df_to_sheet(written, index=False, headers=False, start=(2, RESULTS + 1), sheet=tab)


def with_pygsheets(url: str, key: str) -> None:
    import httplib2
    from pygsheets.client import Client

    class ToTheServer(httplib2.Http):
        def request(self, uri: str, *args: Any, **more: Any) -> Any:
            address = urlsplit(uri)
            moved = url + address.path + (f"?{address.query}" if address.query else "")
            return super().request(moved, *args, **more)

    client = Client(AnyToken(), http=ToTheServer(), check=False)
    for tab in client.open_by_key(key).worksheets():
        rows = tab.get_all_values(value_render="UNFORMATTED_VALUE", include_tailing_empty_rows=False)
        written = [results(row) for row in rows[1:]]
        tab.update_values("J2", written)


PEERS = {
    "gspread": with_gspread,
    "gspread, all tabs in a batch": with_gspread_in_a_batch,
    "gspread-dataframe": with_gspread_dataframe,
    "gspread-pandas": with_gspread_pandas,
    "pygsheets": with_pygsheets,
}

if __name__ == "__main__":
    peer, url, key = sys.argv[1:]
    PEERS[peer](url, key)
