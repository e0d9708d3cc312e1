#!/usr/bin/python3
"""Sets the steps of layouts/README.md: guide.py PROGRAM FOLDER writes FOLDER/guide-N.png."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
SECTIONS = ("sizes", "paper", "grid", "styles", "kinds", "boxes", "lines", "folio", "wrap", "guide", "jump", "copyfit")


def steps():
    """(layout, frames) of each step; sections given later take the place of earlier ones, entries
    without a section go to the styles."""
    text = (SOURCE / "layouts/README.md").read_text("utf-8")
    layout = {}
    for part in re.split(r"^## Step ", text, flags=re.M)[1:]:
        part = part.split("\n## ")[0]
        yaml = re.search(r"```yaml\n(.*?)```", part, re.S)[1]
        section = "styles"
        fresh = set()
        for line in yaml.splitlines():
            m = re.match(r"\s{0,2}(\w+):(.*)", line)
            if m and m[1] in SECTIONS and (not line.startswith("  ") or m[1] != "styles"):
                section = m[1]
                if section != "styles" or not line.startswith(" "):
                    layout[section] = [line.strip()]
                fresh.add(section)
            else:
                layout[section].append("  " + line.strip())
        blocks = re.findall(r"(?:^    [ -].*\n)+", part, re.M)
        yield "\n".join("\n".join(v) for v in layout.values()) + "\n", blocks[-1]


def main():
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    for n, (layout, frames) in enumerate(steps(), 1):
        with tempfile.TemporaryDirectory() as d:
            d = Path(d)
            (d / "layouts").mkdir()
            (d / "layouts/guide.yaml").write_text(layout, "utf-8")
            (d / "fonts").symlink_to(SOURCE / "fonts")
            (d / "words").symlink_to(SOURCE / "words")
            (d / "rules").symlink_to(SOURCE / "rules")
            edition = d / "edition"
            edition.mkdir()
            shutil.copy(SOURCE / "content/2026-lianghui/12-tongxun.md", edition)
            shutil.copy(SOURCE / "content/2025-work-report/gebi.png", edition)
            names = ["12-tongxun"]
            if "02-yaoqiu" in frames:
                text = (SOURCE / "content/2025-work-report/02-yaoqiu.md").read_text("utf-8")
                head, body = text.split("---\n", 2)[1:]
                body = "\n\n".join(body.strip().split("\n\n")[:6])
                (edition / "02-yaoqiu.md").write_text(
                    f"---\n{head.replace('报告', '通讯')}---\n\n{body}\n", "utf-8")
                names.append("02-yaoqiu")
            text = (SOURCE / "content/2025-work-report/04-jianshe.md").read_text("utf-8")
            head, body = text.split("---\n", 2)[1:]
            body = "\n\n".join(body.strip().split("\n\n")[:3])
            if "pictures" in frames:
                body += "\n\n![西北戈壁上的风电与光伏](gebi.png)"
            (edition / "04-jianshe.md").write_text(f"---\n{head}---\n\n{body}\n", "utf-8")
            names.append("04-jianshe")
            if "- frames:" not in frames:
                frames = "    - frames:\n" + re.sub("^", "  ", frames, flags=re.M)
            (edition / "edition.yaml").write_text(
                "title: 校园周报\ndate: 2026-03-02\nlayout: guide\narticles:\n"
                + "".join(f"  - {x}.md\n" for x in names) + "frames:\n  guide:\n" + frames, "utf-8")
            r = subprocess.run([str(program), "proof", str(edition), "--dpi", "60", "-o", str(d / "o")],
                               capture_output=True, text=True, env={**os.environ, "BANMIAN_DATA": str(d)})
            sys.stderr.write(f"step {n}: exit {r.returncode}\n{r.stderr}")
            if r.returncode:
                return 1
            out.mkdir(parents=True, exist_ok=True)
            shutil.copy(d / "o/page-1.png", out / f"guide-{n}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
