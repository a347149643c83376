# sys.exit at the end of a script.
# loses: 30
import sys

sys.exit(0)
