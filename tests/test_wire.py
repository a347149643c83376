"""What arrives over the wire is either an answer or a `MalformedFrame`: fuzzed frames, and how the two ends agree.

`make fuzz` runs the same property on a million frames.
"""

import json
import os
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.sandbox.outcomes import Compiled, NotAFunction, Raised, Returned, Unreadable
from autograder.sandbox.replies import read_reply
from autograder.worker import answers, wire

CALL = 7
FRAMES_PER_EXAMPLE = 100
FRAMES = int(os.environ.get("FUZZ_FRAMES", "20000"))

ARRAYS = [
    np.arange(6.0).reshape(2, 3), np.float64(0.5), np.array([True, False]), np.zeros((0, 3)), np.ones(4, ">i4"),
    np.array([1j]), np.asfortranarray(np.arange(12, dtype=np.float32).reshape(3, 4)), np.longdouble(2.5),
]  # fmt: skip
ANSWERS = [*ARRAYS, (ARRAYS[0], ARRAYS[1]), [1.0, [2.0]], None, "text", {}, (None, ARRAYS[0]), 10**400, [[]], ()]


def frame_of(answer):
    value, data = answers.encode_answer(answer)
    return wire.pack({"call": CALL, "outcome": "returned", "value": value, "changed": []}, data)


RAISED = {"call": CALL, "outcome": "raised", "kind": "ValueError", "message": "no", "trace": ["line 1"]}
NOT_A_FUNCTION = {"call": CALL, "outcome": "not a function", "defined": False}
COMPILED = {"call": CALL, "outcome": "compiled"}
OTHERS = [(RAISED, b""), (NOT_A_FUNCTION, b""), (COMPILED, b"bytecode")]
FRAMES_TO_BREAK = [*map(frame_of, ANSWERS), *(wire.pack(*other) for other in OTHERS)]
FRAGMENTS = [
    b"NaN", b"-1", b"1e999", b"9" * 5000, b"[" * 50, b"null", b"true", b"\xff", b"\x00", b'"call":7,', b'"\\ud800"',
    b'"|O"', b'"shape"', b'"sequence"', b'"other"', b'"too_large"', b'{"array":"<f8","shape":[0,1099511627776]}',
]  # fmt: skip


def broken(frame, choose):
    """`frame` after a few random edits; half of the time with a prefix that fits again."""
    header_bytes, _ = wire.PREFIX.unpack_from(frame)
    header, data = bytearray(frame[8 : 8 + header_bytes]), bytearray(frame[8 + header_bytes :])
    for _ in range(choose.randint(1, 2)):
        part = header if choose.random() < 0.8 or not data else data
        at = choose.randrange(len(part) + 1)
        kind = choose.randrange(4)
        if kind == 0:
            part[at : at + choose.randint(0, 9)] = choose.choice(FRAGMENTS)
        elif kind == 1:
            del part[at : at + choose.randint(1, 20)]
        elif kind == 2 and at < len(part):
            part[at] ^= 1 << choose.randrange(8)
        else:
            part[at:at] = part[at : at + choose.randint(1, 60)]
    if choose.random() < 0.75:
        return wire.PREFIX.pack(len(header), len(data)) + header + data
    return choose.randbytes(choose.randrange(9)) + header + data


def check_outcome(buffer, *, compiling=False):
    """The one property: a clean outcome, an incomplete frame, or `MalformedFrame`."""
    try:
        frame = wire.unpack(bytearray(buffer))
        if frame is None:
            return "incomplete"
        header, data, used = frame
        assert 0 < used <= len(buffer)
        outcome = read_reply(header, data, call=CALL, compiling=compiling)
    except wire.MalformedFrame:
        return "malformed"
    if isinstance(outcome, Compiled):
        assert compiling
        assert outcome.bytecode == data
        return "compiled"
    if isinstance(outcome, NotAFunction):
        return "not a function"
    if isinstance(outcome, Raised):
        texts = [outcome.kind, outcome.message, *outcome.trace]
        assert all(len(text) <= wire.MAX_TEXT_CHARACTERS for text in texts)
        return "raised"
    assert isinstance(outcome, Returned)
    parts = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
    assert all(isinstance(part, Unreadable) or part.dtype.kind in "biufc" for part in parts)
    assert sum(part.nbytes for part in parts if isinstance(part, np.ndarray)) <= wire.MAX_DATA_BYTES
    return "returned"


@settings(
    max_examples=max(1, FRAMES // FRAMES_PER_EXAMPLE),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**64), noise=st.binary(max_size=200))
def fuzz(counts, seed, noise):
    choose = random.Random(seed)
    buffers = [broken(choose.choice(FRAMES_TO_BREAK), choose) for _ in range(FRAMES_PER_EXAMPLE - 2)]
    for buffer in [*buffers, noise, wire.PREFIX.pack(len(noise), 0) + noise]:
        outcome = check_outcome(buffer, compiling=choose.random() < 0.1)
        counts[outcome] = counts.get(outcome, 0) + 1


def test_malformed_frames_are_refused_cleanly():
    counts = {}
    fuzz(counts)
    print(f"{sum(counts.values())} frames: {counts}")
    assert sum(counts.values()) >= min(FRAMES, FRAMES_PER_EXAMPLE)
    assert counts["malformed"] > counts.get("returned", 0) > 0


@pytest.mark.parametrize("answer", ARRAYS, ids=repr)
def test_numbers_cross_unchanged(answer):
    header, data, _ = wire.unpack(frame_of(answer))
    got = read_reply(header, data, call=CALL).value
    assert got.shape == np.shape(answer)
    assert np.array_equal(got, answer)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"call": 8}, "a reply to a call that was not made"),
        ({"call": True}, "a reply to a call that was not made"),
        ({"outcome": "passed"}, "a reply without an outcome"),
        ({"outcome": "not a function", "defined": 1}, "a reply without an outcome"),
        ({"changed": [99]}, "a reply that names arguments which there are not"),
        ({"value": {"array": "|O", "shape": [1]}}, "an array of a type that is not a number"),
        ({"value": {"array": "<f8", "shape": [-1]}}, "a shape holds something other than sizes"),
        ({"value": {"array": "<f8", "shape": [2**40, 2**40]}}, "an array larger than any frame"),
        ({"value": {"array": "<f8", "shape": [3]}}, "an array is longer than its data"),
        ({"value": {"sequence": [{"sequence": []}]}}, "a sequence that is too long or too deep"),
        ({"value": {"sequence": [{"other": "x"}] * 65}}, "a sequence that is too long or too deep"),
        ({"outcome": "compiled"}, "a reply without an outcome"),
    ],
)
def test_forged_replies_are_named(header, reason):
    good = {"call": CALL, "outcome": "returned", "value": {"other": "set"}, "changed": []}
    header, data, _ = wire.unpack(wire.pack(good | header))
    with pytest.raises(wire.MalformedFrame, match=reason):
        read_reply(header, data, call=CALL)


@pytest.mark.parametrize(
    ("buffer", "reason"),
    [
        (wire.PREFIX.pack(2**32 - 1, 0), "announces"),
        (wire.PREFIX.pack(0, 2**32 - 1), "announces"),
        (wire.PREFIX.pack(4, 0) + b"null", "not an object"),
        (wire.PREFIX.pack(9, 0) + b"[" * 9, "nested too deeply"),
        (wire.PREFIX.pack(2, 0) + b"\xff\xfe", "not JSON"),
    ],
)
def test_bad_frames_are_refused_before_they_are_read(buffer, reason):
    with pytest.raises(wire.MalformedFrame, match=reason):
        wire.unpack(buffer)


def test_a_frame_in_pieces_is_incomplete_until_its_last_byte():
    frame = wire.pack(RAISED, b"")
    assert all(wire.unpack(frame[:length]) is None for length in range(len(frame)))
    assert json.loads(json.dumps(wire.unpack(frame)[0])) == RAISED
