"""Copydesk: draft articles offline, find any past piece, publish HTML and PDF."""

__version__ = "0.1.0"
