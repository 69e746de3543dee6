"""Metadata of papers from the services that hold it. The only code that talks to a network."""

from effllm.sources.client import Client, Missing, NoAnswer
from effllm.sources.lookup import NotFound, Unreachable, lookup, lookup_title

__all__ = ["Client", "Missing", "NoAnswer", "NotFound", "Unreachable", "lookup", "lookup_title"]
