# SPDX-License-Identifier: Apache-2.0
"""--export trace, as speedscope itself imports it: in Chromium, where SPEEDSCOPE names the folder
dist/release of its npm package (npm pack speedscope)."""
import base64
import html
import json
import os
import pathlib
import re
import subprocess
import unittest

from page_test import CHROMIUM
from program import Case, TIMEOUT, WORKLOAD, the_run

SPEEDSCOPE = pathlib.Path(os.environ.get("SPEEDSCOPE") or "/nonexistent")

# Before speedscope's own script: the profile that it saves becomes the text of the page. Then the
# trace is loaded as its command line does it, and the keys that save it are pressed until it is.
CATCH = """
URL.createObjectURL = blob => { blob.text().then(text => {
  document.body.innerHTML = '<pre id="saved"></pre>';
  document.getElementById('saved').textContent = text; clearInterval(saving); }); return '#'; };
const saving = setInterval(() => window.dispatchEvent(
  new KeyboardEvent('keydown', {key: 's', ctrlKey: true, bubbles: true})), 200);
"""


@unittest.skipUnless(CHROMIUM and (SPEEDSCOPE / "index.html").exists(),
                     "Chromium is not installed, or SPEEDSCOPE names no release")
class InSpeedscope(Case):
    def imported(self, trace):
        """What speedscope makes of it, as it saves it."""
        index = (SPEEDSCOPE / "index.html").read_text()
        page, loader = self.folder / "page.html", self.folder / "loader.js"
        page.write_text(index.replace(
            "<head>", f'<head><base href="{SPEEDSCOPE.resolve().as_uri()}/">', 1).replace(
            "<body>", f"<body><script>{CATCH}</script>", 1))
        encoded = json.dumps(base64.b64encode(trace.encode()).decode())
        loader.write_text(f"speedscope.loadFileFromBase64('trace.json', {encoded})")
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [CHROMIUM, "--headless", *sandbox, "--disable-gpu", "--disable-dev-shm-usage",
             f"--user-data-dir={self.folder}/chromium", "--allow-file-access-from-files",
             "--virtual-time-budget=20000", "--dump-dom",
             f"{page.as_uri()}#localProfilePath={loader}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT, check=False)
        saved = re.search(r'<pre id="saved">(.*)</pre>', done.stdout.decode(), re.DOTALL)
        self.assertIsNotNone(saved, done.stdout[-2000:] + done.stderr[-2000:])
        return json.loads(html.unescape(saved.group(1)))

    def test_it_imports_every_process_and_their_joules_are_the_trees(self):
        trace = self.folder / "trace.json"
        document = self.simulated("--by-process", "--export", f"trace={trace}", "sh", "-c",
                                  f"{WORKLOAD} burn 0.2; {WORKLOAD} burn 0.1 & {WORKLOAD} burn 0.1; wait")
        profile = self.imported(trace.read_text())
        frames = [frame["name"] for frame in profile["shared"]["frames"]]
        opened = [frames[event["frame"]] for one in profile["profiles"] for event in one["events"]
                  if event["type"] == "O"]
        # It shows the arguments of a slice behind its name.
        joules = [float(number) for name in opened
                  for number in re.findall(r'"joules":([-+0-9.e]+)', name)]
        self.assertAlmostEqual(sum(joules), the_run(document)["energy_tree_joules"], places=9)
        for process in the_run(document)["by_process"]:
            self.assertTrue(any(name.startswith(process["command"]) for name in opened), opened)


if __name__ == "__main__":
    unittest.main()
