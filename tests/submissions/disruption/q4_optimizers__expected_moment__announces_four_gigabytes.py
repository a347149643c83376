# Announces a header and data of 4 GB each, and sends none.
# loses: 3
# told: sent something other than an answer
import json
import os
import struct
import sys

_right_expected_moment = expected_moment


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


def expected_moment(mu, beta, t):
    _send(b"", lengths=(2**32 - 1, 2**32 - 1))
    while True:
        pass
