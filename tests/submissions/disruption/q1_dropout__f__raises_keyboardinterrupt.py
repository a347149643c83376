# Raises what Control-C raises.
# loses: 2
# told: raised KeyboardInterrupt: stop
def f(p):
    raise KeyboardInterrupt("stop")
