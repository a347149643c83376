#!/usr/bin/env bash
# On Gradescope (this file is /autograder/source/setup.sh): install all that grading needs, as root, make the
# unprivileged user, close the grader's files, and refuse the image unless solutions score 100 and stubs 0.
# Elsewhere: make what ./run_autograder and `make test` need inside build/, without root.
#
#   --course, --dask    what `python3 -m autograder course` needs besides, in the same environment
#
#   AUTOGRADER_PYTHON   the Python to use, 3.10 or newer (default: python3, else /usr/bin/python3)
#   TORCH_INDEX_URL     where PyTorch's CPU build comes from; empty: pip's own configuration
set -euo pipefail

source_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
build_dir="$source_dir/build"
torch_index="${TORCH_INDEX_URL-https://download.pytorch.org/whl/cpu}"
worker_user_name="cs148a-worker"
worker_user_id=54148 # FIRST_WORKER_USER_ID in autograder/assignment.py; a test compares them
on_gradescope=false
[ "$source_dir" = /autograder/source ] && on_gradescope=true
is_root=false
[ "$(id -u)" = 0 ] && is_root=true

say() { printf 'setup: %s\n' "$*" >&2 || true; }
fail() { say "$*"; exit 1; }

install_system_packages() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    say "installing Python with apt"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y -q --no-install-recommends python3 python3-venv python3-pip
}

# The first Python that fits; the words after it are a command that it is given to try.
find_python() {
    local candidate real
    for candidate in "${AUTOGRADER_PYTHON:-}" python3 /usr/bin/python3; do
        [ -n "$candidate" ] || continue
        real="$(command -v "$candidate" 2>/dev/null)" || continue
        real="$("$real" -c 'import os, sys; sys.version_info >= (3, 10) or sys.exit(1)
print(os.path.realpath(sys.executable))' 2>/dev/null)" || continue
        if "$@" "$real"; then
            printf '%s\n' "$real"
            return
        fi
    done
    return 1
}

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# True if another user can run this very file. By absolute path: a bare name would fall through to another Python.
worker_can_run() {
    $is_root || return 0
    "$1" -c 'import os, sys
pid = os.fork()
if pid == 0:
    try:
        os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
        os.execv(sys.argv[1], [sys.argv[1], "-I", "-S", "-c", "import json, ctypes"])
    finally:
        os._exit(1)
sys.exit(os.waitpid(pid, 0)[1] != 0)' "$1" "$worker_user_id" 2>/dev/null
}

install_torch() {
    local pip=("$build_dir/venv/bin/python" -m pip install --quiet -r "$source_dir/requirements-oracles.txt")
    if [ -n "$torch_index" ]; then
        "${pip[@]}" --index-url "$torch_index" --timeout 5 --retries 1 >/dev/null 2>&1 && return
        say "$torch_index does not answer with PyTorch; trying pip's own configuration"
    fi
    "${pip[@]}" || fail "PyTorch could not be installed; set TORCH_INDEX_URL to an index that has its CPU build"
}

make_grader_environment() {
    local python
    python="$(find_python has_venv)" || fail "no Python 3.10 or newer with venv found; set AUTOGRADER_PYTHON"
    say "grader: $python"
    "$python" -m venv --clear "$build_dir/venv"
    "$build_dir/venv/bin/python" -m pip install --quiet -r "$source_dir/requirements.txt"
    install_torch
}

# A new folder of ours at this place, which nobody else may write beside and no system empties; where somebody has taken
# it all the same, beside it by a name that nobody knew: `mkdir -p` would be content with theirs.
new_folder() {
    local place="$1"
    mkdir -p "${place%/*}"
    if ! mkdir -m 0755 "$place" 2>/dev/null; then
        place="$(mktemp -d "$place-XXXXXXXXXX")" && chmod 0755 "$place" || return
    fi
    printf '%s\n' "$place"
}

# What an earlier run made at this place or beside it, if it is ours: nobody else can then move it away meanwhile.
remove_worker_environment() {
    local old
    for old in "$1" "$(readlink "$build_dir/worker" 2>/dev/null || true)"; do
        case "$old" in
            "$1" | "$1"-*) [ -L "$old" ] || [ ! -O "$old" ] || rm -rf "$old" ;;
        esac
    done
    rm -rf "$build_dir/worker"
}

# NumPy alone, where the worker's user can read it whatever the mode of the folders above this one.
make_worker_environment() {
    local python version place="$build_dir/worker-packages"
    python="$(find_python worker_can_run)" ||
        fail "no Python that an unprivileged user may run; install one outside of root's home (/usr/bin/python3)"
    say "worker: $python"
    if $on_gradescope; then
        place=/opt/cs148a-worker
    elif $is_root; then
        place="/var/lib/cs148a-worker-$(printf %s "$source_dir" | cksum | cut -d' ' -f1)"
    fi
    remove_worker_environment "$place"
    ! $is_root || remove_worker_environment "/var/tmp/${place##*/}" # where it was before systems began to empty that
    place="$(new_folder "$place")"
    mkdir "$place/packages"
    version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    "$build_dir/venv/bin/python" -m pip install --quiet --target "$place/packages" --no-compile --no-deps \
        --only-binary=:all: --python-version "$version" "$(numpy_pin "$python")"
    "$python" -m compileall -q "$place/packages" >/dev/null 2>&1 || true
    ln -s "$python" "$place/python"
    chmod -R go+rX "$place"
    ln -s "$place" "$build_dir/worker"
}

numpy_pin() {
    if "$1" -c 'import sys; sys.exit(sys.version_info >= (3, 11))'; then
        grep -o '^numpy==[0-9.]*.*< "3.11"' "$source_dir/requirements.txt" | cut -d' ' -f1
    else
        grep -o '^numpy==[0-9.]*.*>= "3.11"' "$source_dir/requirements.txt" | cut -d' ' -f1
    fi
}

# So that no grading compiles our own modules again; the worker's Python may be another than the grader's.
compile_our_modules() {
    local python
    for python in "$build_dir/venv/bin/python" "$build_dir/worker/python"; do
        "$python" -m compileall -q "$source_dir/autograder" "$source_dir/student_template/tests" || true
    done
}

make_worker_user() {
    id -u "$worker_user_name" >/dev/null 2>&1 && return
    useradd --system --uid "$worker_user_id" --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin "$worker_user_name"
}

certify() {
    local expected="$1" folder="$2"
    shift 2
    CS148A_SETTING_UP=1 bash "$source_dir/run_autograder" --submission "$folder" --results "$build_dir/certified/results.json" \
        --expect "$expected" "$@" >"$build_dir/certified.log" 2>&1 ||
        { cat "$build_dir/certified.log" >&2; fail "$folder does not score $expected: this grader is not fit for use"; }
}

# What is asked for besides, once: a mark holds the requirements that are installed.
extras=""
for argument in "$@"; do
    case "$argument" in
        --course | --dask) extras="$extras ${argument#--}" ;;
        *) fail "$argument is not known; give --course or --dask, or nothing" ;;
    esac
done
has_extras() {
    local extra
    for extra in $extras; do
        cmp -s "$source_dir/requirements-$extra.txt" "$build_dir/ready-$extra" || return
    done
}
add_extras() {
    local extra
    for extra in $extras; do
        has_extras && return
        say "installing requirements-$extra.txt"
        "$build_dir/venv/bin/python" -m pip install --quiet -r "$source_dir/requirements-$extra.txt" ||
            fail "requirements-$extra.txt could not be installed; see above, and try again"
        cp "$source_dir/requirements-$extra.txt" "$build_dir/ready-$extra"
    done
}

umask 022
mkdir -p "$build_dir"
# What is installed and remembered serves as long as these are the same.
wanted="$(cd "$source_dir" &&
    { cat requirements.txt requirements-oracles.txt setup.sh; grep -E '^SE(ED|TS) = ' autograder/assignment.py; } | cksum)"
# A clone that was copied has a build/ whose worker folder is the other's, which may go or change with that.
place="$(cat "$build_dir/place" 2>/dev/null || true)"
is_ready() {
    [ "$(cat "$build_dir/ready" 2>/dev/null)" = "$wanted" ] && [ -x "$build_dir/worker/python" ] &&
        [ "$(cat "$build_dir/place" 2>/dev/null)" = "$source_dir" ]
}
is_ready && has_extras && exit 0 # remove build/ to start over
[ -z "$place" ] || [ "$place" = "$source_dir" ] || say "build/ was made in $place and serves there: making this clone's own"
if command -v flock >/dev/null; then # two at once: the second waits, and finds all done
    exec 9>"$build_dir/lock"
    flock 9
fi
if is_ready; then
    add_extras
    exit 0
fi
rm -f "$build_dir"/ready*
if $on_gradescope; then
    install_system_packages python3
    make_worker_user
fi
make_grader_environment
make_worker_environment
compile_our_modules
rm -rf "$build_dir/oracles"
say "checking that the solutions score 100 and the untouched template 0"
certify 100 "$source_dir/solutions" --remember
certify 0 "$source_dir/student_template"
if $on_gradescope; then
    chown -R root:root "$source_dir"
    chmod -R go-rwx "$source_dir"
fi
printf '%s\n' "$source_dir" >"$build_dir/place"
printf '%s\n' "$wanted" >"$build_dir/ready" # last: what was cut short is not ready
add_extras
say "ready"
