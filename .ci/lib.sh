# What the jobs share; each sources it first. They run from the top of the repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Directory of the development build, and of an optimised one without optimisation across crates, which is quicker to make.
debug=${CARGO_TARGET_DIR:-target}/debug
counted=target/counted

# install PACKAGE…: installs Debian packages.
install() {
  local as_root
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  $as_root apt-get update -qq
  $as_root apt-get install -qq -y --no-install-recommends "$@"
}

# has COMMAND…: whether all of these commands are there.
has() {
  command -v "$@" >/dev/null && [ "$(command -v "$@" | wc -l)" = $# ]
}

# python_with NAME PACKAGE…: a virtual environment with packages from PyPI, in target/ci/NAME; $python is its directory of commands.
python_with() {
  python=$PWD/target/ci/$1/venv/bin
  [ -x "$python/python" ] || python3 -m venv "target/ci/$1/venv"
  "$python/pip" install --quiet --disable-pip-version-check "${@:2}"
}

# build_counted: the optimised build, whose instructions and memory are measured.
build_counted() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo build --quiet --release --target-dir "$counted"
}
