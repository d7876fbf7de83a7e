"""Descriptions of the templates and of the example workbooks: data, read with importlib.resources."""
