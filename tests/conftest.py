"""What pytest must not load."""

# Scripts that made the reference numbers: they need other packages than the tests.
collect_ignore_glob = ["reference/*.py"]
