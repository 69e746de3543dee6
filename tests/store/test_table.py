from __future__ import annotations

from effllm.store import layout, record_file
from effllm.store.results_csv import parse

PATH = "papers/2024/author2024figures.results.csv"
CLEAN = """metric,value,model,dataset,where
perplexity,9.91,SLIM,"WikiText-2, C4",Table 1
latency,120000,SLIM,,Table 2
"""
OF_A_SPREADSHEET = """
"Metric", Value ,model,dataset,where,,
perplexity,"9.91",SLIM, "WikiText-2, C4" ,Table 1,,
,,,,,,

latency,1.2E+05,SLIM,,Table 2,,
,,
"""


def test_what_spreadsheets_add_to_a_table_changes_no_figure() -> None:
    clean, no_problems = parse(PATH, CLEAN.encode())
    added, none_either = parse(PATH, b"\xef\xbb\xbf" + OF_A_SPREADSHEET.replace("\n", "\r\n").encode())
    assert not no_problems
    assert not none_either
    assert clean
    assert added
    assert clean.data == added.data


def test_many_quotes_cost_no_more_than_their_length() -> None:
    for sign in ('"', '"",', '"a"b,', '"\n', ",", ";"):
        document, problems = parse(PATH, (CLEAN + sign * 20_000)[:60_000].encode())
        assert document or problems


def test_a_table_that_is_read_fast_says_what_it_says_read_in_full() -> None:
    fast = 0
    for at in range(len(CLEAN) + 1):
        for sign in ("", " ", "\n", ",", '"', ";", "|", "0", "\t", "value"):
            raw = (CLEAN[:at] + sign + CLEAN[at + (not sign) :]).encode()
            if records := record_file.read_canonical(PATH, layout.RESULTS, raw):
                document, problems = parse(PATH, raw)
                assert document
                entries, wrong = record_file.shaped(layout.RESULTS, document)
                assert not problems + wrong
                assert [entry.record for entry in entries] == records
                fast += 1
    assert fast > len(CLEAN)  # most changes only make other words of it
