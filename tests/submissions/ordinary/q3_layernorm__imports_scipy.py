# Nor is any package but NumPy.
# loses: 25
from scipy.special import softmax
