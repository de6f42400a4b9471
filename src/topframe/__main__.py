"""`python -m topframe` is the `topframe` command."""

from .cli import main

if __name__ == "__main__":
    main()
