# Loops when it is imported; it is tried once, not for each of its tests.
# loses: 20
# told: q1_dropout.py cannot be imported: it did not return within {IMPORT_TIMEOUT_SECONDS:g} s
while True:
    pass
