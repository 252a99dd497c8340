# Sourced by the commands in scripts/, with their arguments: makes sure of a python3, which the
# rest of them is written in. scripts/lib/packages.txt lists everything else.

# The files here are UTF-8, whatever the reader's locale says.
PYTHONUTF8=1
export PYTHONUTF8

if ! command -v python3 >/dev/null 2>&1; then
  install=yes
  for argument in "$@"; do
    case $argument in
      --) break ;;
      --no-install) install=no ;;
    esac
  done
  as_root=
  if [ "$(id -u)" != 0 ]; then
    as_root=sudo
  fi
  if [ $install = no ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "missing: python3 (3.9 or later)" >&2
    exit 3
  fi
  if [ -n "$as_root" ] && ! command -v sudo >/dev/null 2>&1; then
    echo "missing: python3; as root: apt-get install python3" >&2
    exit 3
  fi
  echo "installing python3 (apt-get${as_root:+, through sudo})" >&2
  $as_root apt-get update -qq </dev/null >&2
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends python3 </dev/null >&2 || exit 3
fi
