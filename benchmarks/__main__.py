"""`python -m benchmarks`: every measurement."""

from benchmarks import reading

reading.main()
