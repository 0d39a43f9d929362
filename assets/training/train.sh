#!/bin/sh
# From nothing to the folder that the program embeds:
#
#     train.sh CONFIGURATION OUT FOLDER
#
# Every part goes on where it was interrupted.
set -e
configuration=$1 out=$2 folder=$3
here=$(dirname "$0")

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
	{ echo "training needs Python 3.11 or newer as python3" >&2; exit 1; }
[ -x "$out/venv/bin/python" ] || python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
python="$out/venv/bin/python -u"

read_number() { $python -c "import json; print(json.load(open('$configuration'))$1)"; }

# The objects that are there already are not made again.
go run "$here/render" --seed "$(read_number "['objects']['first']")" --count "$(read_number "['objects']['count']")" \
	--references "$(read_number "['objects']['references']")" --out "$out/objects"
$python "$here/autoencoder.py" "$configuration" "$out/objects" "$out"
$python "$here/latents.py" "$configuration" "$out/objects" "$out"
$python "$here/denoiser.py" "$configuration" "$out"
$python "$here/decoder.py" "$configuration" "$out/objects" "$out"
$python "$here/export.py" "$configuration" "$out" "$folder"
