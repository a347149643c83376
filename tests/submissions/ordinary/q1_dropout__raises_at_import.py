# A file that cannot be imported costs the points of its own functions.
# loses: 20
def table():
    return {}["missing"]


VALUE = table()
