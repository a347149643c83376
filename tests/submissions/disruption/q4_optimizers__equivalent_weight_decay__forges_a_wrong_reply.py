# Answers its own call with a number of its choice, before its real answer comes.
# loses: 2
# told: sent something other than an answer (a reply to a call that was not made)
import json
import os
import struct
import sys

_right_equivalent_weight_decay = equivalent_weight_decay


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


def equivalent_weight_decay(lambda_l2):
    value = {"array": "<f8", "shape": [], "python": "float"}
    _send({"call": _number(), "outcome": "returned", "value": value, "changed": []}, struct.pack("<d", 12345.0))
    return _right_equivalent_weight_decay(lambda_l2)
