#!/bin/sh
# Make ready what the program needs: system libraries (Debian, Ubuntu), a Python, and .venv from requirements.lock.
# It says what it installs, installs only what is missing, and does nothing twice.
# `setup.sh desktop` installs as well what a real screen with an input method needs, and fails where it cannot be had.
set -eu
cd "$(dirname "$0")/.."

LOCK=requirements.lock
STAMP=.venv/installed.lock
# Qt offscreen, Qt on a real or virtual X screen, printing, looking at PDFs and opening batches in the tests.
LIBRARIES="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfontconfig1 libdbus-1-3
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0 libcups2 cups-client poppler-utils
age zstd jq openssl xxd"
# For proving alone: a PostgreSQL server that the gateway's tests start themselves, a browser, a virtual screen, a
# spreadsheet that opens what lists are saved as.
PROVING="postgresql chromium chromium-driver xvfb ghostscript libreoffice-calc-nogui"
# For `make test-desktop`: a screen, a window manager, a keyboard, a session bus, two input methods with pinyin, a print
# server with a printer that writes PDFs.
DESKTOP="xvfb openbox xdotool dbus fcitx5 fcitx5-pinyin fcitx5-module-pinyinhelper ibus ibus-libpinyin
cups cups-client printer-driver-cups-pdf"

say() { printf '%s\n' "setup: $*"; }

installed() {
  for name in "$1" "$1t64"; do  # newer Debian and Ubuntu renamed some libraries
    status=$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)
    [ "$status" = installed ] && return 0
  done
  return 1
}

apt_install() {
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null; then as_root="sudo"
  else
    say "please ask an administrator to run: apt-get install $*"
    return 1
  fi
  say "installing system packages: $*"
  $as_root apt-get -q update || say "the package lists could not be refreshed; trying with those that are here"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@"
}

install_libraries() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
  missing=""
  for library in $LIBRARIES; do
    installed "$library" || missing="$missing $library"
  done
  # shellcheck disable=SC2086  # a list of words
  [ -z "$missing" ] || apt_install $missing || say "going on without them: windows or printing may fail"
  for package in $PROVING; do
    installed "$package" || apt_install "$package" || say "going on without $package: some tests and measurements are left out"
  done
}

suits() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
    if suits "$name"; then
      printf '%s\n' "$name"
      return 0
    fi
  done
  return 1
}

install_python() {
  command -v apt-get >/dev/null || return 1
  for name in python3 python3.13 python3.12 python3.11; do
    version=$(apt-cache policy "$name" 2>/dev/null | sed -n 's/^  Candidate: \([0-9.]*\).*/\1/p')
    case "$version" in
      3.1[1-9]*) apt_install "$name" "$name-venv" && return 0 ;;
    esac
  done
  return 1
}

make_environment() {
  if ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(find_python) || { install_python && python=$(find_python); } || {
      say "no Python 3.11 or newer with venv was found. Install one (Debian 12: apt-get install python3 python3-venv)"
      say "or name yours: make setup PYTHON=/path/to/python3.11"
      exit 1
    }
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
  fi
  cmp -s "$LOCK" "$STAMP" && return 0
  say "installing Python packages as $LOCK names them"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$LOCK"
  cp "$LOCK" "$STAMP"
}

install_desktop() {
  missing=""
  for package in $DESKTOP; do
    installed "$package" || missing="$missing $package"
  done
  # shellcheck disable=SC2086  # a list of words
  [ -z "$missing" ] || apt_install $missing || {
    say "a real screen cannot be had without:$missing"
    exit 1
  }
}

install_libraries
make_environment
[ "${1:-}" != desktop ] || install_desktop
