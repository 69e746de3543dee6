"""Candidates from the literature: snapshots of services read with SQL, and a judge that learns from the records."""
