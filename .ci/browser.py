#!/usr/bin/env python3
"""Opens pages of `bylint sources --format html` in headless Chromium, and says what is wrong with them.

usage: .ci/browser.py [--screenshots FOLDER] PAGE…

Each page is laid out 400, 1,000 and 1,600 pixels wide, light and dark. What must hold: nothing in the console, no scrolling
sideways, the style sheet in force, headings in order, each link to a place on the page leads somewhere, no element that could run
or load anything, and every word at least 4.5 times as light as what it stands on, or as dark.

Needs `chromedriver` and its `chromium` or `google-chrome` on the path, and nothing beside Python.
"""

import base64
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

WIDTHS = (400, 1000, 1600)
SCHEMES = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

LOOK = r"""
const faults = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) {
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1
    && !e.closest(".scroll") && !e.closest(".skip"));
  faults.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}, ${wide.map(e => e.outerHTML.slice(0, 80)).slice(0, 3)}`);
}
if (getComputedStyle(document.body).marginTop !== "0px") faults.push("the style sheet is not in force");
const running = document.querySelectorAll("script, img, iframe, object, embed, link, form, input, base, video, audio, [style]");
for (const e of running) faults.push(`an element that has no business here: ${e.outerHTML.slice(0, 80)}`);
for (const e of document.querySelectorAll("*"))
  for (const a of e.attributes) if (a.name.startsWith("on")) faults.push(`a handler: ${e.outerHTML.slice(0, 80)}`);
let level = 0;
for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
  const next = Number(h.tagName[1]);
  if (next > level + 1) faults.push(`${h.tagName} after H${level}: ${h.textContent}`);
  level = next;
}
const ids = new Set();
for (const e of document.querySelectorAll("[id]")) {
  if (ids.has(e.id)) faults.push(`two places named ${e.id}`);
  ids.add(e.id);
}
for (const a of document.querySelectorAll("a")) {
  const href = a.getAttribute("href");
  if (href.startsWith("#")) { if (!ids.has(href.slice(1))) faults.push(`a link to nowhere: ${href}`); }
  else if (!/^https?:\/\//i.test(href)) faults.push(`a link to ${href}`);
  if (!a.textContent.trim()) faults.push(`a link without a name: ${a.outerHTML}`);
}
for (const a of document.querySelectorAll("[aria-labelledby]"))
  if (!ids.has(a.getAttribute("aria-labelledby"))) faults.push(`named by nothing: ${a.outerHTML.slice(0, 80)}`);
const rgb = text => (text.match(/[\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = e => {
  for (; e; e = e.parentElement) {
    const color = rgb(getComputedStyle(e).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return rgb(getComputedStyle(root).backgroundColor);
};
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || e.closest(".vh, .skip, style")) continue;
  const [front, back] = [rgb(getComputedStyle(e).color), behind(e)];
  const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  const pair = `${front} on ${back}`;
  if (ratio < 4.5 && !seen.has(pair)) faults.push(`contrast ${ratio.toFixed(2)}: ${pair}: ${walk.currentNode.data.trim().slice(0, 40)}`);
  seen.add(pair);
}
if (!document.querySelector("h1")) faults.push("no heading");
return faults;
"""


class Browser:
    """A session of chromedriver, over its own protocol."""

    def __init__(self):
        binary = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not binary or not shutil.which("chromedriver"):
            sys.exit("browser.py: there is no Chromium with its driver; Debian has them as chromium and chromium-driver")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}", "--silent"], stdout=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
        options = {"args": arguments, "binary": binary}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        for attempt in range(100):
            try:
                session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
                break
            except urllib.error.HTTPError as error:
                sys.exit(f"browser.py: {error.read().decode()}")
            except (urllib.error.URLError, ConnectionError):
                if attempt == 99:
                    raise
                time.sleep(0.1)
        self.session = f"/session/{session['sessionId']}"

    def call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def post(self, path, body):
        return self.call("POST", self.session + path, body)

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()


def look(browser, page, folder):
    """All that is wrong with a page, a line each."""
    faults = []
    for scheme in SCHEMES:
        browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for width in WIDTHS:
            browser.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
            browser.post("/url", {"url": page.resolve().as_uri()})
            found = browser.post("/execute/sync", {"script": LOOK, "args": []})
            found += [entry["message"] for entry in browser.post("/se/log", {"type": "browser"})]
            faults += [f"{page.name}, {width} {scheme}: {fault}" for fault in found]
            if folder:
                picture = browser.devtools("Page.captureScreenshot", captureBeyondViewport=True)
                (folder / f"{page.stem}-{width}-{scheme}.png").write_bytes(base64.b64decode(picture["data"]))
    return faults


def main():
    arguments = sys.argv[1:]
    folder = None
    if arguments[:1] == ["--screenshots"]:
        folder = pathlib.Path(arguments[1])
        folder.mkdir(parents=True, exist_ok=True)
        arguments = arguments[2:]
    if not arguments:
        sys.exit(__doc__)
    browser = Browser()
    try:
        faults = [fault for page in arguments for fault in look(browser, pathlib.Path(page), folder)]
    finally:
        browser.close()
    for fault in faults:
        print(f"browser.py: {fault}", file=sys.stderr)
    print(f"{len(arguments)} pages in Chromium, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
