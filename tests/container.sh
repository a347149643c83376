#!/usr/bin/env bash
# Run a command in a throw-away copy of this machine: container.sh CHANGES BASE COMMAND...
# The machine's own files are the bottom layer and stay as they are; whatever the command changes lands in the folder
# CHANGES. BASE, a CHANGES of an earlier run on the same disk, or "", lies between. Own mounts, processes and IPC; needs
# root.
#
#   CONTAINER_SHARES   HOST_FOLDER:INSIDE, one a line: folders of this machine that are the same inside
#   CONTAINER_HIDES    FOLDER, one a line: folders of this machine that are empty inside
#   CONTAINER_RIGHTS   "all" (default); "docker": what Docker grants by default, see docker_rights.py; "old": the same on
#                      a kernel from before Landlock
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
if [ "${1:-}" != --inside ]; then
    exec unshare --mount --pid --ipc --fork --kill-child --propagation private bash "$0" --inside "$@"
fi
changes="$2" base="$3"
shift 3
overlay() { # LOWER UPPER OPTION FOLDER: mounted at FOLDER/root
    mkdir -p "$2" "$4/work" "$4/root"
    mount -t overlay overlay -o "$3,lowerdir=$1,upperdir=$2,workdir=$4/work" "$4/root"
}
lower=/
if [ -n "$base" ]; then # mounted first and laid under: one folder inside another cannot be two layers of one mount
    # In a folder of this container's own: two mounts at once that share a work folder trip over each other.
    overlay / "$base/files" ro "$changes/base"
    lower="$changes/base/root"
fi
overlay "$lower" "$changes/files" rw "$changes"
root="$changes/root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
# Docker's size for shared memory; /tmp bounded, so that a flood of files fills a container and not this machine.
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=1777,size=1g tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
[ ! -d "$root/dev/mqueue" ] || mount -t mqueue mqueue "$root/dev/mqueue"
mkdir -p "$root/autograder/submission" "$root/autograder/results"
while IFS= read -r shared; do
    [ -n "$shared" ] || continue
    mkdir -p "$root/${shared#*:}"
    mount --bind "${shared%%:*}" "$root/${shared#*:}"
done <<<"${CONTAINER_SHARES:-}"
while IFS= read -r hidden; do
    [ -n "$hidden" ] && [ -d "$root/$hidden" ] || continue # below /tmp, say, where nothing of this machine is
    mount -t tmpfs -o mode=755,size=4k tmpfs "$root/$hidden"
done <<<"${CONTAINER_HIDES:-}"
case "${CONTAINER_RIGHTS:-all}" in
    all) exec chroot "$root" "$@" ;;
    docker) exec python3 -I "$here/docker_rights.py" chroot "$root" "$@" ;;
    old) exec python3 -I "$here/docker_rights.py" --before-landlock chroot "$root" "$@" ;;
    *) echo "container.sh: CONTAINER_RIGHTS is all, docker or old, not $CONTAINER_RIGHTS" >&2; exit 2 ;;
esac
