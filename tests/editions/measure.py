"""What a generated edition became, page by page, from the report of the program alone."""
import re
from dataclasses import dataclass, field
from types import SimpleNamespace

FOOT = .03  # of the height of all blocks: what ends so near to their lower edge stands at the foot


@dataclass
class Page:
    number: int
    blocks: dict              # of each article: x0, y0, x1, y1 in mm
    overset: int = 0          # rows, of articles that end here
    characters_over: int = 0
    empty: int = 0            # rows that are wanting
    lead: str = ""
    faults: list = field(default_factory=list)  # of the lead: "wider", "larger", "narrow", "corner"
    score: float = 0
    marks: dict = field(default_factory=dict)
    pictures: list = field(default_factory=list)  # but advertisements', the largest first: (width, area, top), shares of the page's


def pages(edition, report, scores=()):
    """Pages on which articles of the edition stand. A page of 简讯 alone has no lead, nor has a 公报."""
    out, order = {}, {}
    items = {i.name: i for i in joined(edition, report)}
    listed = sorted(items.values(), key=lambda i: (i.rank or 99, i.kind != "头条", list(items).index(i.name)))
    for a in (l for l in report if l["type"] == "article" and l["article"] in items):
        for f in a["frames"]:
            page = out.setdefault(f["page"], Page(f["page"], {}))
            box = f["x_mm"], f["y_mm"], f["x_mm"] + f["width_mm"], f["y_mm"] + f["height_mm"]
            had = page.blocks.get(a["article"], box)
            page.blocks[a["article"]] = tuple(op(x, y) for op, x, y in zip((min, min, max, max), had, box))
            order.setdefault(a["article"], f["page"])
        if a["frames"]:
            last = out[a["frames"][-1]["page"]]
            last.overset += a["overset_lines"]
            last.characters_over += a["overset_characters"]
            last.empty += a["short_lines"]
    for score in scores:
        if score["page"] in out:
            out[score["page"]].score, out[score["page"]].marks = score["score"], score["values"]
            out[score["page"]].pictures = [(p["width"], p["area"], p["top"]) for p in score.get("pictures", [])
                                           if items[p["article"]].kind != "广告"]
    for n, page in out.items():
        here = [i.name for i in listed if i.name in page.blocks]
        if edition.layout != "bulletin" and any(items[name].kind != "简讯" for name in here):
            # An article that comes from another page leads no page but its first; a short one leads by its rank alone.
            may = [name for name in here if items[name].kind != "简讯"]
            longest = max(items[name].length for name in may)
            leads = [name for name in may if order[name] == n and
                     (items[name].rank or items[name].kind == "头条" or 3 * items[name].length >= longest)]
            page.lead = (leads or may)[0]
            page.faults = lead_faults(page)
    return [out[n] for n in sorted(out)]


def lead_faults(page):
    x0, y0, x1, y1 = (op(b[k] for b in page.blocks.values()) for k, op in enumerate((min, min, max, max)))
    width, height = x1 - x0, y1 - y0
    area = lambda b: (b[2] - b[0]) * (b[3] - b[1])
    lead = page.blocks[page.lead]
    above = [b for name, b in page.blocks.items() if name != page.lead and b[3] < y1 - FOOT * height]
    found = []
    if any(b[2] - b[0] > (lead[2] - lead[0]) * 1.03 for b in above):
        found.append("wider")
    if any(area(b) > area(lead) * 1.01 for b in above):
        found.append("larger")
    if lead[2] - lead[0] < .47 * width:
        found.append("narrow")
    if lead[0] > x0 + .02 * width or lead[1] > y0 + .25 * height:
        found.append("corner")
    return found


def joined(edition, report):
    """The edition's items, those of the report that stand under one head (a+b) as one, in the place of the first."""
    own = {i.name: i for i in edition.items}
    names = [l["article"].split("+") for l in report if l["type"] == "article" and "+" in l["article"]]
    first, inside = {n[0]: n for n in names}, {m for n in names for m in n}
    out = []
    for i in edition.items:
        if i.name in first:
            n = first[i.name]
            out.append(SimpleNamespace(name="+".join(n), kind=i.kind, rank=0, page=i.page, length=sum(own[m].length for m in n)))
        elif i.name not in inside:
            out.append(i)
    return out


def lost(edition, report):
    """Articles whose characters are not printed, each once and in order, but for those that are left over."""
    own, text = {i.name: i for i in edition.items}, printed(report)
    found = {l["article"]: l for l in report if l["type"] == "article"}
    out = [n for n in own if not any(n in name.split("+") for name in found)]
    for name, line in found.items():
        if not set(name.split("+")) <= set(own):
            continue
        want, got, over = "".join(plain(own[n]) for n in name.split("+")), text.get(name, ""), line["overset_characters"]
        if len(got) + over != len(want) or not over and got != want:
            out.append(name)
    return out


def plain(item):
    """The manuscript's characters in the order in which they are read, without marks and blanks."""
    fields = [v for k, v in item.fields.items() if k not in ("signed", "dated")]
    tail = [v for k, v in item.fields.items() if k in ("signed", "dated")]
    body = item.text().split("---\n", 2)[2]
    body = re.sub(r"^!\[(.*?)\]\(.*?\)$", r"\1", body, flags=re.M)
    body = re.sub(r"^\|[-:| ]+\|$", "", body, flags=re.M).replace("|", "")
    return re.sub(r"\s+", "", re.sub(r"^## ", "", "".join(fields) + body + "".join(tail), flags=re.M))


def printed(report):
    """Characters of each article in the pages' ledger."""
    out = {}
    for page in (l for l in report if l["type"] == "page"):
        for piece in page["pieces"]:
            if not piece.get("artefact"):
                out[piece["article"]] = out.get(piece["article"], "") + piece["text"]
    return out
