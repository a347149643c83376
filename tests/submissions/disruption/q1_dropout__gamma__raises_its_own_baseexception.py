# Raises a subclass of BaseException, which `except Exception` lets through.
# loses: 2
# told: raised Everything: is over
class Everything(BaseException):
    pass


def gamma(X):
    raise Everything("is over")
