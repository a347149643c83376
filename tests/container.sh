#!/usr/bin/env bash
# Run a command in a throw-away copy of this machine: container.sh CHANGES BASE COMMAND...
# The machine's own files are the bottom layer and stay as they are; whatever the command changes lands in the folder
# CHANGES. BASE, a CHANGES of an earlier run or "", lies between. Own mounts, processes and IPC; needs root.
set -euo pipefail
if [ "${1:-}" != --inside ]; then
    exec unshare --mount --pid --ipc --fork --kill-child --propagation private bash "$0" --inside "$@"
fi
changes="$2" base="$3"
shift 3
overlay() { # LOWER CHANGES [OPTION]
    mkdir -p "$2/files" "$2/work" "$2/root"
    mount -t overlay overlay -o "${3:-rw},lowerdir=$1,upperdir=$2/files,workdir=$2/work" "$2/root"
}
lower=/
if [ -n "$base" ]; then # mounted first and laid under: one folder inside another cannot be two layers of one mount
    overlay / "$base" ro
    lower="$base/root"
fi
overlay "$lower" "$changes"
root="$changes/root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -p "$root/autograder/submission" "$root/autograder/results"
for shared in ${CONTAINER_SHARES:-}; do # HOST_FOLDER:INSIDE, space between
    mkdir -p "$root/${shared#*:}"
    mount --bind "${shared%%:*}" "$root/${shared#*:}"
done
exec chroot "$root" "$@"
