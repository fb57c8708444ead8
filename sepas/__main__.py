import sys

from sepas.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
