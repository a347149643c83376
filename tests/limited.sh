#!/usr/bin/env bash
# Run a command with limited memory and processor time: limited.sh MEMORY_BYTES CPU_PERCENT COMMAND...
# In a control group of its own, version 2 or 1; 100 percent is one core. Where this machine gives no such group (no
# root, or a container), a line on stderr says which limit is missing, and the command runs without it.
#
#   CONTROL_GROUPS   where control groups are (default: /sys/fs/cgroup)
set -uo pipefail
groups="${CONTROL_GROUPS:-/sys/fs/cgroup}"
name="cs148a-limited-$$"
memory_bytes="$1" cpu_percent="$2"
shift 2
joined=()

limit() { # CONTROLLER WHAT FILE=VALUE...
    local folder="$groups/$1/$name" setting
    $is_version_2 && folder="$groups/$name"
    mkdir -p "$folder" 2>/dev/null
    for setting in "${@:3}"; do
        if ! { echo "${setting#*=}" >"$folder/${setting%%=*}"; } 2>/dev/null; then
            echo "limited.sh: no limit of $2: this machine gives no control group for it" >&2
            $is_version_2 || rmdir "$folder" 2>/dev/null
            return
        fi
    done
    joined+=("$folder")
}

remove_groups() { # the last process may take a moment to leave
    local folder
    for folder in "${joined[@]}" "$groups/$name"; do
        for _ in 1 2 3 4 5; do
            [ -d "$folder" ] && ! rmdir "$folder" 2>/dev/null || break
            sleep 0.1
        done
    done
}

is_version_2=false
[ -e "$groups/cgroup.controllers" ] && is_version_2=true
trap remove_groups EXIT
if $is_version_2; then
    { echo "+memory +cpu" >"$groups/cgroup.subtree_control"; } 2>/dev/null # most machines have both on already
    limit memory memory "memory.max=$memory_bytes"
    { echo 0 >"$groups/$name/memory.swap.max"; } 2>/dev/null # where there is swap
    limit cpu "processor time" "cpu.max=$((cpu_percent * 1000)) 100000"
else
    limit memory memory "memory.limit_in_bytes=$memory_bytes"
    limit cpu "processor time" cpu.cfs_period_us=100000 "cpu.cfs_quota_us=$((cpu_percent * 1000))"
fi
(
    for folder in "${joined[@]}"; do echo "$BASHPID" >"$folder/cgroup.procs" || exit; done
    exec "$@"
)
