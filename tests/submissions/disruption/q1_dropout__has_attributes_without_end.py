# Deletes its functions and offers a module __getattr__ that raises what a missing name raises, after it has printed.
# loses: 20
# told: q1_dropout.py defines no function named
for _name in [name for name in globals() if not name.startswith("_")]:
    del globals()[_name]


def __getattr__(name):
    print("asked for", name)
    raise AttributeError(name)
