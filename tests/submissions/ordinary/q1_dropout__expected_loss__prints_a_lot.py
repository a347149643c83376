# Prints while it works, and is wrong.
# loses: 4
def expected_loss(X, y, w, p):
    for row in range(2000):
        print("row", row, "γ", X[0])
    return 0.0
