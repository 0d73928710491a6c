"""``python -m matchaudit`` is the command ``matchaudit``."""

from matchaudit.cli import main

if __name__ == "__main__":
    main()
