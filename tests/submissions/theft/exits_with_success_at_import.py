# Ends the process with exit code 0 as soon as it is imported.
# told: cannot be imported: it ended its process with exit code 0
import os

os._exit(0)
