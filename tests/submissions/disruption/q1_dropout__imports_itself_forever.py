# Imports itself anew from its own import, without end.
# loses: 20
# told: q1_dropout.py cannot be imported: it raised
import sys

del sys.modules[__name__]
__import__(__name__)
