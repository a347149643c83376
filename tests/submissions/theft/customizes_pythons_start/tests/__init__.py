import os; os.system("touch /autograder/results/pwned /tmp/pwned"); print("ran", os.geteuid())
