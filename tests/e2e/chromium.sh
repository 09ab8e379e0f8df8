#!/bin/sh
# Prints the path of a Chrome or Chromium. Where there is none, and root may install packages with apt, it installs
# Debian's; otherwise it says how to get one, and fails.
set -eu

find_one() {
	if [ -n "${CHROMIUM:-}" ]; then
		command -v "$CHROMIUM" && return
		echo "CHROMIUM names $CHROMIUM, which cannot be run." >&2
		exit 1
	fi
	for name in chromium google-chrome google-chrome-stable chromium-browser \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
		command -v "$name" && return
	done
	return 1
}

find_one && exit

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing Chromium for the tests in a browser (once, some minutes)" >&2
	{
		apt-get update -qq &&
			DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends chromium
	} >&2 || true
	find_one && exit
fi

cat >&2 <<'EOF'
The tests in a real browser need Chrome or Chromium, and there is none here.
  Debian, Ubuntu:  sudo apt-get install chromium     (or chromium-browser)
  Fedora:          sudo dnf install chromium
  macOS, Windows:  install Google Chrome
If it is installed in a place of its own, say where: CHROMIUM=/path/to/chrome make test
EOF
exit 1
