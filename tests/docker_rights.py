"""Run a command with the rights of Docker's default container: its 14 capabilities, and no new namespaces.

    python3 docker_rights.py [--before-landlock] COMMAND...

Docker takes the rest away with capabilities and a seccomp filter, and so does this. The filter refuses namespaces
and mounts alone: what else Docker's refuses (keyctl, bpf, ...) the sandbox is to do without its help.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

CAPABILITIES = (
    "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,"
    "audit_write,setfcap"
)

NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET
# Per machine: the kernel's name for it, then the numbers of clone, unshare, clone3, and of what is refused outright:
# setns, mount, umount2, pivot_root, move_mount, fsopen, open_tree, mount_setattr.
MACHINES = {
    "x86_64": (0xC000003E, 56, 272, 435, (308, 165, 166, 155, 429, 430, 428, 442)),
    "aarch64": (0xC00000B7, 220, 97, 435, (268, 40, 39, 41, 429, 430, 428, 442)),
}
LOAD, JUMP_EQUAL, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2


LANDLOCK_CREATE_RULESET = 444  # on every machine


def filter_program(machine, *, landlock):
    """The filter as (code, jump if true, jump if false, operand); jumps count instructions.

    Without `landlock` the kernel seems one from before it had that, as a container's host may have.
    """
    kernel_name, clone, unshare, clone3, refused = MACHINES[machine]
    program = [(LOAD, 0, 0, MACHINE), (JUMP_EQUAL, 1, 0, kernel_name), (RETURN, 0, 0, REFUSE | errno.EPERM)]
    program += [(LOAD, 0, 0, NUMBER)]
    if not landlock:
        program += [(JUMP_EQUAL, 0, 1, LANDLOCK_CREATE_RULESET), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    for number in refused:
        program += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | errno.EPERM)]
    program += [(JUMP_EQUAL, 0, 1, clone3), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]  # libc falls back to clone
    program += [(JUMP_EQUAL, 2, 0, clone), (JUMP_EQUAL, 1, 0, unshare), (RETURN, 0, 0, ALLOW)]
    program += [(LOAD, 0, 0, FIRST_ARGUMENT), (JUMP_ANY_BIT, 1, 0, NEW_NAMESPACES), (RETURN, 0, 0, ALLOW)]
    return [*program, (RETURN, 0, 0, REFUSE | errno.EPERM)]


def install(program):
    """Make the kernel apply `program` to this process and all that it starts; needs CAP_SYS_ADMIN."""
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refuses the seccomp filter")


if __name__ == "__main__":
    landlock = sys.argv[1] != "--before-landlock"
    install(filter_program(platform.machine(), landlock=landlock))
    kept = "-all," + ",".join(f"+{name}" for name in CAPABILITIES.split(","))
    os.execvp("setpriv", ["setpriv", "--bounding-set", kept, "--inh-caps", "-all", *sys.argv[1 if landlock else 2 :]])
