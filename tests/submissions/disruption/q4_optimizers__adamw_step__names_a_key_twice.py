# Sends a header in which every key stands twice, the second time with something else.
# loses: 7
# told: sent something other than an answer
import json
import os
import struct
import sys

_right_adamw_step = adamw_step


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


def adamw_step(*args):
    call = str(_number()).encode()
    _send(b'{"call": ' + call + b', "call": "x", "outcome": "returned", "outcome": "passed", "value": 1, "changed": []}')
    return _right_adamw_step(*args)
