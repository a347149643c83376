def __getattr__(name):
    return lambda *inputs: inputs[0]
