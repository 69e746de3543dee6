"""Candidates from the literature: what services list, snapshots read with SQL, and a judge that learns from records."""
