# Raises an error whose message never ends.
# loses: 2
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
class Endless(Exception):
    def __str__(self):
        while True:
            pass


def dropout_loss(X, y, w, mask):
    raise Endless
