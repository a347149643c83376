# Writes one file until it may not grow.
# loses: 3
# told: raised OSError: [Errno 27] File too large
def layernorm(X, gamma, beta, eps):
    with open("big", "wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 20))
