# Every file loops when it is imported; each is tried once.
# loses: 100
# told: q4_optimizers.py cannot be imported: it did not return within {IMPORT_TIMEOUT_SECONDS:g} s
while True:
    pass
