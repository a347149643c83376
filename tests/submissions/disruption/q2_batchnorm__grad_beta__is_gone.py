# Deletes the function.
# loses: 2
# told: q2_batchnorm.py defines no function named grad_beta
del grad_beta
