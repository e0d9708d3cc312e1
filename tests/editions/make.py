"""Ordinary newspaper editions of ten types, by seed, on the layouts of the starter kit: what a desk would hand in on a
day, with ranks, heads, lengths and pictures like real ones. The same seed makes the same files.

    edition = make(seed)        # of type TYPES[seed % 10]
    edition.write(folder)

Bodies may be made longer or shorter (fill.py); heads, tables, verse and pictures stay."""
import random
from dataclasses import dataclass, field
from pathlib import Path

import pictures
import words

TYPES = ("front", "inner", "essays", "announcements", "results", "speech", "briefs", "pictures", "school", "fifty")
# Of each layout: lines of a page that is no first one, columns, and about how many characters of news fill such a page.
PAGES = {"daily": ("3-82", 6, 4400), "daily-broadsheet": ("3-92", 6, 6600), "school": ("3-76", 5, 3900),
         "bulletin": (None, 2, 1500)}
LEAST = 8  # characters of the shortest sentence
MOST = {"简讯": 240, "图片新闻": 320, "启事": 200, "更正": 160, "通知": 700, "讣告": 400, "评论": 1100, "公示": 900}


@dataclass
class Item:
    """An article. Its body is prose of about `length` characters before and after what is fixed."""
    kind: str
    fields: dict
    length: int = 0
    pool: str = "reports"
    at: int = 0               # the first of its pool's sentences
    opening: str = ""         # 电头 or the like
    fixed: str = ""           # a table, verse, names
    pictures: list = field(default_factory=list)  # (caption, wide, high, "png" or "jpg", seed)
    subhead: str = ""
    page: int = 0
    rank: int = 0
    pin: str = ""
    name: str = ""

    def bounds(self):
        return 40, MOST.get(self.kind, 6000)

    def body(self):
        """Paragraphs: whole sentences, the last of them cut at a comma, or where it must be."""
        pool = words.essays() if self.pool == "essays" else words.reports()
        left, at, out, run = max(self.length - len(self.opening), LEAST), self.at, [], self.opening
        rng = random.Random(self.at)
        stop = rng.randrange(80, 240)
        while left >= LEAST:
            s = pool[at % len(pool)]
            at += 1
            if len(s) > left:
                s = cut(s, left)
            run, left = run + s, left - len(s)
            if len(run) >= stop and left > 30:
                out, run, stop = out + [run], "", rng.randrange(80, 240)
        out += [run] if run else []
        if self.subhead and len(out) > 3:
            out.insert(len(out) // 2, f"## {self.subhead}")
        return out

    def text(self):
        parts = self.body() if self.length else []
        shown = [f"![{caption}]({self.name}-{k}.{form})" for k, (caption, _, _, form, _) in enumerate(self.pictures)]
        head = "".join(f"{k}: {v}\n" for k, v in {"kind": self.kind, **self.fields}.items())
        parts[1:1] = shown
        if self.fixed:
            parts.append(self.fixed)
        return f"---\n{head}---\n\n" + "\n\n".join(parts) + "\n"


def cut(sentence, n):
    """The first n characters or a few less, ended by a stop, with whole brackets."""
    if n < 4:
        return "略" * (n - 1) + "。" if n > 1 else "。" * n
    part = sentence[:n - 1]
    comma = max(part.rfind("，"), part.rfind("；"))
    if comma > 6 and n - comma < 7:
        part = part[:comma]
    part = part.rstrip("，、；：“《（。—！？")
    for a, b in ("“”", "《》", "（）"):
        if part.count(a) != part.count(b):
            part = part.replace(a, "").replace(b, "")
    return part.rstrip("，、；：—") + "。"


class Edition:
    def __init__(self, seed, kind=None, layout=None):
        self.seed, self.type = seed, kind or TYPES[seed % len(TYPES)]
        self.rng = random.Random(f"{self.type} {seed}")
        self.items, self.frames, self.layout, self.own = [], [], layout, False
        getattr(self, f"make_{self.type}")()
        for i, item in enumerate(self.items):
            item.name = f"a{i:02}"

    # Desks.

    def add(self, kind, length=0, title=None, rank=0, page=0, pin="", **more):
        r = self.rng
        f = {"title": title or words.clause(r)}
        if kind in ("头条", "二条", "通讯", "讲话") and r.random() < .6 or kind == "消息" and r.random() < .2:
            f = {"kicker": r.choice(words.KICKERS), **f}
        if kind in ("头条", "二条", "通讯") and r.random() < .5 or kind == "消息" and r.random() < .15:
            f["deck"] = r.choice(words.DECKS)
        if kind in ("通讯", "特写", "副刊", "评论", "访谈"):
            f["byline"] = r.choice(("本报记者　", "")) + r.choice(words.NAMES) if kind != "评论" else "本报评论员"
        if kind in ("公告", "公示", "通知", "讣告"):
            f["signed"], f["dated"] = "样例，非正式公文", "2026年3月2日"
        f.update(more.pop("fields", {}))
        opening = f"本报讯（记者 {r.choice(words.NAMES)}）　" if kind in ("头条", "二条", "消息") else "本报讯　" if kind == "简讯" else ""
        item = Item(kind, f, length, at=r.randrange(4000), opening=opening if length else "", rank=rank, page=page, pin=pin, **more)
        if kind in ("通讯", "讲话", "特写") and length > 1400:
            item.subhead = words.clause(r, 12)
        self.items.append(item)
        return item

    def picture(self, item, wide=None):
        r = self.rng
        w, h = wide or r.choice(((1200, 800), (1200, 900), (900, 1200), (1200, 675)))
        item.pictures.append((f"{r.choice(words.PICTURES)}（电脑绘图）", w, h, r.choice(("png", "png", "jpg")), r.randrange(1 << 20)))
        return item

    def news(self, room, page=0, brief=.4, long=1200):
        """消息 and 简讯 until about so many characters are given out, the longer before the shorter."""
        r, lengths = self.rng, []
        while room > 0:
            n = r.randrange(60, 181) if r.random() < brief else r.randrange(300, min(long, 1200) + 1)
            lengths.append(min(n, max(room, 60)))
            room -= n + (60 if n > 200 else 25)
        titles = r.sample(words.BRIEFS, len(words.BRIEFS))
        for n in sorted(lengths, reverse=True):
            if n < 200:
                self.add("简讯", n, titles.pop() if titles else words.clause(r, 12), page=page)
            else:
                self.add("消息", n, page=page)

    def page(self, section, first=False):
        """A page of the layout's own, or, where an edition begins with an inner page, a region as on one."""
        self.frames.append((section, None if first or self.frames and self.own else PAGES[self.layout][:2]))
        self.own = self.own or first

    def pick(self, *layouts):
        self.layout = self.layout or layouts[self.seed // 10 % len(layouts)]
        return PAGES[self.layout][2]

    def ranked(self):
        """The first two have ranks of their own; on half of all editions the others share one for each kind of length."""
        share = self.rng.random() < .5
        for i, item in enumerate(self.items):
            item.rank = i + 1 if i < 2 else (4 if item.length < 200 else 3) if share else 0

    # Types.

    def make_front(self):
        r, room = self.rng, self.pick("daily", "daily-broadsheet", "daily")
        room = int(room * (.8 if self.layout == "daily" else .85))
        self.page("要闻", first=True)
        lead = self.add("头条", int(room * r.uniform(.24, .36)))
        if r.random() < .7:
            self.picture(lead)
            room -= 450
        second = self.add(r.choice(("二条", "二条", "通讯")), int(room * r.uniform(.15, .22)))
        used = lead.length + second.length + 300
        if r.random() < .4:
            used += self.add("评论", r.randrange(350, 500), r.choice(words.COMMENTS), fields={"tag": "今日谈"}).length + 80
        if r.random() < .3:
            self.picture(self.add("图片新闻", r.randrange(70, 160), r.choice(words.PICTURES)))
            used += 550
        self.news(room - used)
        self.ranked()

    def make_inner(self):
        r, room = self.rng, self.pick("daily", "daily-broadsheet", "daily")
        self.page("民生")
        lead = self.add("头条", int(room * r.uniform(.22, .32)))
        used = lead.length + 150
        if r.random() < .6:
            self.picture(lead)
            used += 500
        if r.random() < .5:
            used += self.add("通讯", r.randrange(700, 1200), r.choice(words.FEATURES)).length + 120
        if r.random() < .5:
            self.picture(self.add("图片新闻", r.randrange(70, 160), r.choice(words.PICTURES)))
            used += 550
        self.news(room - used)
        self.ranked()

    def verse(self, page=0):
        r, s = self.rng, words.stanzas()
        n = r.choice((1, 1, 2, 3))
        k = r.randrange(len(s) - n)
        self.add("诗", title=r.choice(("春夜", "江月", "田家", "秋望", "山中")), page=page, fixed="\n\n".join(s[k:k + n]),
                 fields={"byline": "〔唐〕佚名"})

    def make_essays(self):
        r, room = self.rng, self.pick("daily", "daily-broadsheet", "school")
        self.page("副刊")
        n, titles = r.choice((2, 3, 3)), r.sample(words.ESSAYS, 6)
        for i in range(n):
            item = self.add("副刊", int(room * r.uniform(.8, 1.2) / (n + 1.1)), titles[i], pool="essays",
                            fields={"tag": r.choice(("随笔", "散文", "人间"))})
            if i == 0 and r.random() < .6:
                self.picture(item)
        if r.random() < .5:
            self.add("特写", r.randrange(450, 800), r.choice(words.FEATURES), pool="essays", fields={"tag": "街巷"})
        if r.random() < .5:
            self.picture(self.add("图片新闻", r.randrange(70, 140), r.choice(words.PICTURES), pool="essays"))
        for _ in range(r.choice((2, 3))):
            self.verse()
        self.ranked()

    def table(self, kind, rows, page=0):
        r = self.rng
        teams = ("城东", "城西", "城南", "城北", "河东", "河西", "湖滨", "山前", "石桥", "云溪")
        if kind == "赛程":
            head, line = "| 日期 | 时间 | 对阵 | 场地 |\n|---|---|---|---|\n", lambda i: (
                f"3月{6 + i // 2}日", r.choice(("15:00", "19:00", "20:30")), "—".join(r.sample(teams, 2)), r.choice(("一号馆", "二号馆")))
        elif kind == "赛果表":
            head, line = "| 名次 | 球队 | 胜 | 负 | 积分 |\n|---:|---|---:|---:|---:|\n", lambda i: (
                str(i + 1), teams[i % 10], str(20 - i), str(i), str(40 - i))
        else:
            head, line = "| 区县 | 项目 | 投资（万元） | 进度 |\n|---|---|---:|---:|\n", lambda i: (
                words.PLACES[i % 12], r.choice(("屋面防水", "加装电梯", "道路绿化", "供热管网")), str(r.randrange(100, 9999)), f"{r.randrange(30, 100)}%")
        title = {"赛程": "社区篮球联赛第二阶段赛程", "赛果表": "第一阶段积分榜"}.get(kind, "重点项目进展一览")
        return self.add(kind, title=title, page=page, fixed=head + "\n".join("| " + " | ".join(line(i)) + " |" for i in range(rows)))

    def make_announcements(self):
        r, room = self.rng, self.pick("daily", "daily", "bulletin")
        if self.layout == "bulletin":
            self.frames = [(s, None) for s in ("目录", "公文", "公文", "公文")]
            left = room * 3 - 300
            while left > 250:
                n = min(r.randrange(400, 1800), left)
                kind = r.choice(("公告", "通知", "决定"))
                title = f"关于{r.choice(words.CLAUSES)}的{kind}"
                self.add(kind, n, title, fields={"number": f"〔2026〕第{len(self.items) + 1}号", "signed": "样例，非正式公文", "dated": "2026年3月2日"})
                left -= n + 110
            for i, item in enumerate(self.items):
                item.rank = i + 1
            return
        self.page("公告")
        self.add("公告", r.randrange(500, 900), f"关于{r.choice(words.CLAUSES)[:12]}的公告", fields={"number": "〔2026〕第1号"})
        show = self.add("公示", r.randrange(150, 300), "老旧小区改造项目公示")
        show.fixed = self.table("图表", r.randrange(4, 9)).fixed
        self.items.pop()
        names = r.sample(words.NAMES, 20)
        self.add("名单", title="春季征文入选作者名单", fixed="## 一等奖\n\n" + " ".join(names[:5]) + "\n\n## 二等奖\n\n" + " ".join(names[5:]))
        for kind, title, low, high in (("通知", "停水检修通知", 120, 400), ("通知", "春季招生通知", 150, 500), ("启事", "征稿启事", 80, 160),
                                       ("更正", "更正", 60, 100), ("讣告", "讣告", 120, 250), ("启事", "招领启事", 60, 140))[:r.randrange(3, 7)]:
            self.add(kind, r.randrange(low, high), title)
        self.add("消息", r.randrange(500, 900))
        self.news(room - 500 - sum(i.length + 130 for i in self.items), brief=.3)
        if r.random() < .5:
            self.picture(self.add("广告", pin="foot"), (2000, 500)).fields.clear()

    def make_results(self):
        r, room = self.rng, self.pick("daily", "daily", "daily-broadsheet")
        self.page("体育")
        self.add("头条", r.randrange(700, 1100))
        self.add("消息", r.randrange(400, 700))
        for _ in range(r.randrange(3, 6)):
            self.table(r.choice(("赛程", "赛果表", "图表")), r.randrange(6, 13))
        self.news(room - sum(i.length + len(i.fixed) + 150 for i in self.items), brief=.5, long=600)

    def make_speech(self):
        r, room = self.rng, self.pick("daily", "daily", "daily-broadsheet")
        self.page("要闻")
        self.page("要闻")
        speech = self.add("讲话", int(room * r.uniform(1.35, 1.6)), f"在{r.choice(words.WHO)}上的讲话", rank=1,
                          fields={"byline": r.choice(words.NAMES), "deck": "（2026年3月1日）"})
        self.news(int(room * 1.9) - speech.length, brief=.3)

    def make_briefs(self):
        r = self.rng
        self.pick("daily", "daily", "daily-broadsheet")
        self.page("简讯")
        low, high = (60, 140) if self.layout == "daily" else (90, 180)
        titles = r.sample(words.BRIEFS, len(words.BRIEFS)) + [r.choice(words.PLACES) + t for t in r.sample(words.BRIEFS, 8)]
        titles = titles[:30]
        for title in titles:
            self.add("简讯", r.randrange(low, high + 1), title)

    def make_pictures(self):
        r, room = self.rng, self.pick("daily", "school")
        self.page("图片")
        lead = self.picture(self.picture(self.add("通讯", r.randrange(600, 1000), r.choice(words.FEATURES))))
        for title in r.sample(words.PICTURES, r.randrange(3, 5)):
            self.picture(self.add("图片新闻", r.randrange(60, 150), title))
        self.news(room - lead.length - 900 - 550 * (len(self.items) - 1), brief=.6, long=500)
        self.ranked()

    def make_school(self):
        r, room = self.rng, self.pick("school")
        self.page("校园", first=True)
        self.page("副刊", first=True)
        lead = self.add("头条", r.randrange(500, 800), page=1)
        self.picture(lead)
        self.add("二条", r.randrange(400, 600), page=1)
        used = sum(i.length + 150 for i in self.items) + 400
        used += self.add("评论", r.randrange(350, 500), r.choice(words.COMMENTS), page=1).length + 80
        self.news(int(room * .85) - used, page=1, brief=.4, long=600)
        for i, title in enumerate(r.sample(words.ESSAYS, 3)):
            self.add("副刊", int(room * r.uniform(.2, .26)), title, page=2, pool="essays", fields={"tag": "习作"})
        self.picture(self.add("图片新闻", 90, r.choice(words.PICTURES), page=2, pool="essays"))
        self.verse(2)
        self.verse(2)
        self.add("启事", 90, "征稿启事", page=2)

    def make_fifty(self):
        r, room = self.rng, self.pick("daily")
        pinned = self.seed // 10 % 2 == 1
        for n in range(8):
            self.page(("要闻", *words.TOPICS)[n], first=True)
            here, items = int(room * (.8 if n == 0 else .93)), len(self.items)
            count = 7 if n in (2, 5) else 6
            lead = self.add("头条", int(here * r.uniform(.25, .34)), page=n + 1 if pinned else 0, rank=1 if n == 0 else 0)
            if r.random() < .6:
                self.picture(lead)
                here -= 450
            shares = sorted((r.choice((1, 1, 3, 4, 6, 7)) + r.random() for _ in range(count - 1)), reverse=True)
            each = (here - lead.length - 70 * count) / sum(shares)
            for s in shares:
                length = max(60, int(each * s))
                if length > 200:
                    self.add("二条" if s is shares[0] else "消息", length)
                else:
                    self.add("简讯", length, r.choice(words.BRIEFS))
            assert len(self.items) - items == count

    # Files.

    def write(self, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for item in self.items:
            (folder / f"{item.name}.md").write_text(item.text(), "utf-8")
            for k, (_, wide, high, form, seed) in enumerate(item.pictures):
                path = folder / f"{item.name}-{k}.{form}"
                if not path.exists():
                    path.write_bytes(getattr(pictures, {"png": "png", "jpg": "jpeg"}[form])(wide, high, random.Random(seed)))
        # Sentences are put together by chance: what rules on texts say of that is true, and nothing about pages.
        rules = ("pairs", "double-mark", "mark-inside", "opens-closed", "numbering", "inline-numbering")
        (folder / "desk.yaml").write_text("levels: {" + ", ".join(f"{rule}: note" for rule in rules) + "}\n", "utf-8")
        listed = ""
        for item in self.items:
            more = "".join(f", {k}: {v}" for k, v in (("rank", item.rank), ("page", item.page), ("pin", item.pin)) if v)
            listed += f"  - {{article: {item.name}.md{more}}}\n"
        frames = ""
        for section, region in self.frames:
            given = f", frames: [{{auto: true, columns: 1-{region[1]}, lines: {region[0]}}}]" if region else ""
            frames += f"    - {{section: {section}, editor: 甲, designer: 乙, proofreader: 丙{given}}}\n"
        (folder / "edition.yaml").write_text(
            f"paper: 样报日刊\ntitle: 样报\ndate: 2026-03-02\nnumber: \"0001\"\ncn: CN 00-0000\npublisher: 样报编辑部\n"
            f"price: 样报不售\nlayout: {self.layout}\narticles:\n{listed}frames:\n  {self.layout}:\n{frames}", "utf-8")
        return folder


def make(seed, kind=None, layout=None):
    return Edition(seed, kind, layout)
