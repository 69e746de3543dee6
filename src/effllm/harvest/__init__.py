"""Candidates, citations and counts from the whole literature: snapshots of services, with one file of SQL."""
