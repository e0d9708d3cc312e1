"""An edition with all that there is: vertical heads, boxes, tables, lists, codes, pictures, a jump, a guide, a banner."""
import re
import struct
import zlib

from common import passages

LAYOUT = """base: daily
styles:
  竖题: {base: 题, weight: black, size: 24pt, leading: 30pt, direction: vertical}
kinds:
  全: {tiers: [{field: kicker, style: 引题}, {field: title, style: 中题24}, {field: deck, style: 副题}, {field: adopted, style: 文号},
               {field: byline, style: 署名}], head-above: 1, body: 正文, item: 条目, subhead: 小标题, signed: 落款, dated: 落款,
       caption: 图说, quote: 提要, table: 表文, table-head: 表头}
  竖: {tiers: [{field: title, style: 竖题}], body: 正文, item: 条目, signed: 落款, dated: 落款}
"""
ALL = """title: 全样
date: 2026-03-01
paper: 试报 <二>
number: 第7号
cn: CN 62-0001
publisher: 试报社 & 同人
layout: full
banner: 特别 / 报道
articles: [a.md, b.md, c.md, d.md]
frames:
  full:
    - frames:
        - {furniture: [{text: "{paper} {number}", style: 报头条}], columns: 1-6, lines: 2-3}
        - {banner: true, columns: 1-6, lines: 4-10}
        - {article: a, columns: 1-4, lines: 11-40, set: 3, box: 文框, pictures: [{columns: 1, lines: 20-30}]}
        - {guide: true, columns: 5-6, lines: 11-24, box: 文框}
        - {article: b, columns: 5-6, lines: 25-82, head: {columns: 1, lines: 1-20}}
        - {article: c, columns: 1-4, lines: 41-82, set: 2, box: 文框}
    - frames:
        - {furniture: [{text: "{paper} {number}", style: 报头条}], columns: 1-6, lines: 2-3}
        - {article: a, columns: 1-6, lines: 4-40, set: 3}
        - {article: d, columns: 1-6, lines: 41-82, set: 3}
"""
SENTENCE = "会议指出，要坚持稳中求进，把各项工作落到实处，让群众看到变化。"
MANUSCRIPTS = {
    "a": "---\nkind: 全\nkicker: 引题在上\ntitle: 一篇 / 转版的稿\ndeck: 副题在下\nbyline: 本报记者 甲\n---\n\n"
         + f"{SENTENCE * 5}\n\n![图说一句](p.png \"本报摄\"){{alt: 一张有斜纹的图}}\n\n" + f"{SENTENCE * 14}\n\n" * 2
         + "1. 甲项\n2. 乙项，说得长一些，好让它占两行，看看后面的行怎样排。\n3. 丙项\n\n"
         + "| 名目 | 数 | 单位 |\n|---|--:|---|\n| 粮食 | 1.5 | 吨 |\n| 棉花 | | 担 |\n| 油料 | 30 | 斤 |\n\n" + SENTENCE * 30 + "\n",
    "b": "---\nkind: 竖\ntitle: 竖排的题目\nsigned: 乙\n---\n\n" + f"{SENTENCE * 4}\n\n" + "- 一条\n- 二条\n\n" + SENTENCE * 3 + "\n",
    "c": "---\nkind: 全\ntitle: 盒中之文\nadopted: (三月一日通过)\nsigned: 丙\ndated: 三月一日\n---\n\n"
         + SENTENCE * 3 + "\n\n## 小题一\n\n他说：Make the most of every single day, whatever the weather，又说 GDP 增长。见 https://example.org/a?b=1&c=2/报纸。\n\n"
         + "![扫一扫](qr:https://example.org/code)\n\n" + SENTENCE * 6 + "\n",
    "d": "---\nkind: 全\ntitle: 后一版的稿\n---\n\n" + f"{SENTENCE * 6}\n\n" * 3 + "> 一句引语。\n\n此处{{gap}}有缺。" + SENTENCE * 4 + "\n",
}


def picture(w=400, h=300):
    rows = b"".join(b"\0" + bytes((x + y) % 200 for x in range(w)) for y in range(h))
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make(folder):
    """Writes it."""
    folder.mkdir()
    (folder / "full.yaml").write_text(LAYOUT, "utf-8")
    (folder / "edition.yaml").write_text(ALL, "utf-8")
    for name, manuscript in MANUSCRIPTS.items():
        (folder / f"{name}.md").write_text(manuscript, "utf-8")
    (folder / "p.png").write_bytes(picture())


def written(path):
    """What of a manuscript is read, block by block: a caption and its credit are one."""
    out = passages(path)
    for caption, credit in re.findall(r'^!\[(.+?)\]\([^)"]*"(.+?)"\)', path.read_text("utf-8"), re.M):
        at = next(i for i in range(len(out)) if out[i:i + 2] == [caption, credit])
        out[at:at + 2] = [caption + credit]
    return [re.sub(r"^> ", "", t) for t in out]
