# Sends itself SIGKILL when it is imported.
# loses: 25
# told: q3_layernorm.py cannot be imported: it ended its process with signal 9
import os

os.kill(os.getpid(), 9)
