"""A server that speaks Microsoft Graph's documented wire format for drive items, over real HTTP, with faults to order.

    server = GraphServer()
    with server.running():
        item = server.add("Teams/sales.xlsx", content)

``python -m tests.graph_server --port 0 --seed DIR`` runs it by itself, with each workbook of a folder in its drive.
"""

from tests.graph_server.server import DRIVE, Fault, GraphServer, Item

__all__ = ["DRIVE", "Fault", "GraphServer", "Item"]
