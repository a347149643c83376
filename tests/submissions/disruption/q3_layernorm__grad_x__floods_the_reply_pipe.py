# Writes a hundred megabytes of noise to the descriptor of the replies.
# loses: 6
# told: sent something other than an answer
import json
import os
import struct
import sys

_right_grad_x = grad_x


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


def grad_x(*args):
    for descriptor in range(3, 16):
        try:
            for _ in range(1600):
                os.write(descriptor, b"\xff\x00{[" * 16384)
        except OSError:
            pass
    return _right_grad_x(*args)
