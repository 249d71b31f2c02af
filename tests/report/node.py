"""The page's arithmetic under node, without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from mcda.report.squeeze import squeezed_script
from mcda.report.template import text_of

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
PARTS = ("core.js", "mixing.js", "words.js")


def in_node(body: str, given: Mapping[str, Any]) -> Any:
    """What the body returns; it sees `given` and the page's core, mixing and words."""
    assert NODE
    parts = squeezed_script("\n".join(map(text_of, PARTS)))
    read = 'const given = JSON.parse(require("fs").readFileSync(0, "utf8"));'
    script = f"{parts}\n{read}\nconst answer = (() => {{ {body} }})();\nprocess.stdout.write(JSON.stringify(answer));"
    done = subprocess.run([NODE, "-e", script], input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
