"""`python -m effllm` is the command line."""

from effllm.cli import main

if __name__ == "__main__":
    main()
