# Puts an array where the function should be.
# loses: 3
# told: batchnorm is not a function
import numpy as np

batchnorm = np.ones(3)
