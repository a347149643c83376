# Sends a long frame a byte at a time, so that something always arrives.
# loses: 3
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
import json
import os
import struct
import sys

_right_momentum_l2_step = momentum_l2_step


def _send(header, data=b"", lengths=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    frame = struct.pack("!II", *(lengths or (len(text), len(data)))) + text + data
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, frame)
        except OSError:
            pass


def _number():
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if isinstance(value, dict) and type(value.get("call")) is int:
                return value["call"]
        frame = frame.f_back
    return 2


def momentum_l2_step(w, v, grad, lr, beta, lambda_l2):
    import time

    frame = struct.pack("!II", 60000, 0) + b'{"call":' + b" " * 60000
    for byte in frame:
        time.sleep(0.05)
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, bytes([byte]))
            except OSError:
                pass
