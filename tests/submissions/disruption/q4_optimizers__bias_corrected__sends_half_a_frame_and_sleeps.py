# Sends the beginning of a frame, and then nothing for an hour.
# loses: 3
# told: did not return within {CALL_TIMEOUT_SECONDS:g} s
import json
import os
import struct
import sys

_right_bias_corrected = bias_corrected


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


def bias_corrected(s, beta, t):
    import time

    _send(b'{"call": 2, "outcome"', lengths=(500, 500))
    time.sleep(3600)
