# Sends a header of 30,000 nested lists.
# loses: 5
# told: sent something other than an answer (the header is nested too deeply)
import json
import os
import struct
import sys

_right_adam_l2_step = adam_l2_step


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


def adam_l2_step(*args):
    _send(b'{"call": ' + b"[" * 30000 + b"]" * 30000 + b"}")
    return _right_adam_l2_step(*args)
