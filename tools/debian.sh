#!/bin/sh
# Make sure that the commands of these Debian packages are there: install what is
# missing when root, else name it. Missing packages are no error here: the tests that
# need them say that they were skipped, and why.
set -eu

command_of() {
    case "$1" in
        poppler-utils) echo pdftoppm ;;
        nodejs) echo node ;;
        python3-venv) echo no-such-command ;;
        *) echo "$1" ;;
    esac
}

missing=""
for package in "$@"; do
    command -v "$(command_of "$package")" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian packages:$missing"
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086 # one word for each package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "These Debian packages are missing:$missing"
    echo "Install them with: sudo apt-get install$missing"
fi
