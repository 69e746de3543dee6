"""From what a service or a bibliography says of a paper to its checked record."""
