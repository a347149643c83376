# Fills memory when it is imported.
# loses: 25
# told: q2_batchnorm.py cannot be imported: it used more than 512 MB | cannot be imported: it did not return within
_kept = []
while True:
    _kept.append(bytearray(1 << 20))
