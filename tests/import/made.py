"""Word documents made with zipfile alone: each construct that copy has, alone and mixed, by a seed."""
import random
import zipfile
import zlib

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006/"
HAN = "市人大会议审议通过政府工作报告认为过去一年全体代表团结奋进，。、；：“”《》（）——……2026年5月14日GDP增长5.2%"
SIGNS = "*{}|#>-+1.) /![]()\\`~=_:\"'&<%甲乙9 　"
LINES = ["1. 手打", "12) 手打", "1.", "## 标题", "# 标", "#", "> 引", ">80%", "- 项", "+ 项", "* 项", "-5℃", "| 甲 | 乙 |", "|---|---|",
         "![图](a.png)", "---", "***", "```", "~~~", "===", "{{gap}}", "{{", "{{{", "}}", "a{{b}}c", "**粗**", "**", "2**3", "*星*", "\\*",
         "甲 / 乙", "{{text: 甲}}", "[^1]", "<b>", "&lt;", "{", "甲{", "}", "`代码`", "[甲](乙)", "_下_", "****", "*", "**。", "1. 2. 3.",
         "张**、李**", "{{query 5: 问}}", "——甲", "一、甲", "(1)甲", "①甲", "时间：甲", "本报讯 甲"]


def esc(s):
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def t(s):
    return f'<w:t xml:space="preserve">{esc(s)}</w:t>'


def r(s, props=""):
    return f"<w:r>{'<w:rPr>' + props + '</w:rPr>' if props else ''}{t(s)}</w:r>"


def raw(body, props=""):
    return f"<w:r>{'<w:rPr>' + props + '</w:rPr>' if props else ''}{body}</w:r>"


def p(body, props=""):
    return f"<w:p>{'<w:pPr>' + props + '</w:pPr>' if props else ''}{body}</w:p>"


def png(seed):
    chunk = lambda kind, data: len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    row = bytes([0] + [seed % 256] * 4)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (4).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0]))
            + chunk(b"IDAT", zlib.compress(row * 4)) + chunk(b"IEND", b""))


class Docx:
    def __init__(self, seed, strict=False):
        self.rng = random.Random(seed)
        self.strict, self.body, self.pictures = strict, [], []
        self.footnotes, self.endnotes, self.comments, self.ids = [], [], [], 0

    def han(self, least=3, most=30):
        return "".join(self.rng.choice(HAN) for _ in range(self.rng.randint(least, most)))

    def id(self):
        self.ids += 1
        return self.ids

    # constructs: each gives paragraphs
    def plain(self):
        return p(r(self.han(20, 80) + "。"))

    def line(self):
        s = self.rng.choice(LINES)
        return p(r(s if self.rng.random() < .6 else s + self.han(2, 8)))

    def signs(self):
        return p(r("".join(self.rng.choice(SIGNS) for _ in range(self.rng.randint(1, 14)))))

    def split(self):
        s = self.rng.choice(LINES) + self.han(3, 10) + self.rng.choice(LINES)
        out = ""
        while s:
            n = self.rng.randint(1, 4)
            out += r(s[:n], "<w:b/>" if self.rng.random() < .4 else "")
            s = s[n:]
        return p(out)

    def bold(self):
        return p("".join(r(self.han(1, 6) if self.rng.random() < .7 else self.rng.choice(["*", " ", "。", "（", "5", "{", "**"]),
                           "<w:b/>" if i % 2 else self.rng.choice(["", '<w:b w:val="0"/>'])) for i in range(self.rng.randint(2, 7))))

    def dots(self):
        return p(r(self.han(2, 8)) + r(self.han(1, 5), '<w:em w:val="dot"/>' + self.rng.choice(["", "<w:b/>"])) + r(self.han(2, 9)))

    def tracked(self):
        deleted = f'<w:del w:id="{self.id()}" w:author="a"><w:r><w:delText>{esc(self.han(2, 6))}</w:delText></w:r></w:del>'
        inserted = f'<w:ins w:id="{self.id()}" w:author="a">{r(self.han(2, 6))}</w:ins>'
        moved = (f'<w:moveFromRangeStart w:id="9" w:name="m"/><w:moveFrom w:id="{self.id()}" w:author="a">{r("移走")}</w:moveFrom><w:moveFromRangeEnd w:id="9"/>'
                 + r(self.han(2, 4)) + f'<w:moveTo w:id="{self.id()}" w:author="a">{r("移走")}</w:moveTo>')
        changed = "<w:r><w:rPr><w:rPrChange w:id=\"1\" w:author=\"a\"><w:rPr><w:vanish/><w:b/></w:rPr></w:rPrChange></w:rPr>" + t(self.han(2, 5)) + "</w:r>"
        parts = [deleted, inserted, moved, changed, r(self.han(3, 9))]
        self.rng.shuffle(parts)
        return p("".join(parts))

    def merged(self):
        return (p(r(self.han(3, 9)), '<w:rPr><w:del w:id="5" w:author="a"/></w:rPr>')
                + p(r(self.han(3, 9)) + '<w:del w:id="6" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>'))

    def numbered(self):
        out = ""
        for _ in range(self.rng.randint(1, 6)):
            num, level = self.rng.randint(1, 9), self.rng.choice([0, 0, 0, 1, 2])
            if self.rng.random() < .15:
                out += self.plain()
            body = r(self.han(3, 12)) if self.rng.random() < .93 else ""
            out += p(body, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
        return out

    def list(self):
        num = self.rng.choice([2, 5, 7, 8])
        return "".join(p(r(self.han(3, 12)), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>') for _ in range(self.rng.randint(1, 5)))

    def styled(self):
        return "".join(p(r(self.han(3, 12)), f'<w:pStyle w:val="{self.rng.choice(["L1", "L2", "L3"])}"/>') for _ in range(self.rng.randint(1, 5)))

    def ruby(self):
        return p(r(self.han(2, 5)) + raw(f"<w:ruby><w:rubyPr/><w:rt>{r('yù')}</w:rt><w:rubyBase>{r('峪')}</w:rubyBase></w:ruby>") + r(self.han(2, 5)))

    def hidden(self):
        return (p(r(self.han(2, 6)) + r("隐藏", "<w:vanish/>") + r("隐样", '<w:rStyle w:val="Hid"/>') + r("显示", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>')
                  + r(self.han(2, 5))) + p(r("全隐"), '<w:pStyle w:val="HidP"/>'))

    def field(self):
        char = lambda k: f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>'
        code = lambda s: f'<w:r><w:instrText xml:space="preserve"> {s} </w:instrText></w:r>'
        kind = self.rng.randint(0, 4)
        if kind == 0:
            f = char("begin") + code('DATE \\@ "yyyy"') + char("separate") + r("2026年5月14日") + char("end")
        elif kind == 1:
            f = char("begin") + code("HYPERLINK x") + char("separate") + r(self.han(2, 5)) + char("end")
        elif kind == 2:
            f = char("begin") + code("IF") + char("begin") + code("PAGE") + char("separate") + r("7") + char("end") + char("separate") + r("真") + char("end")
        elif kind == 3:
            f = char("begin") + code("EQ \\o\\ac(○,") + code(self.rng.choice(["1", "8", "20"]) + ")") + char("end") + char("begin") + code("EQ \\o\\ac(□,1)") + char("end")
        else:
            f = f'<w:fldSimple w:instr=" PAGE ">{r("3")}</w:fldSimple>'
        return p(r(self.han(2, 5)) + f + r(self.han(2, 5)))

    def symbol(self):
        return p(r(self.han(1, 4)) + raw('<w:sym w:font="Wingdings" w:char="F0FE"/>') + raw('<w:sym w:font="Wingdings" w:char="F0A8"/>')
                 + raw('<w:sym w:font="Webdings" w:char="F061"/>') + raw('<w:sym w:font="Symbol" w:char="F0B4"/>')
                 + r("l", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + r(self.han(1, 4)))

    def cell(self):
        return self.rng.choice(["", self.han(1, 8), self.han(1, 8), "|", "---", "甲|乙", "**", "{{gap}}", "1. 甲", ":-:", "-"])

    def table(self):
        rows, columns = self.rng.randint(1, 4), self.rng.randint(1, 4)
        wide = self.rng.random() < .15
        out = "<w:tbl><w:tblPr/>"
        for i in range(rows):
            out += "<w:tr>"
            k = 0
            while k < columns:
                span = 2 if self.rng.random() < .15 and k + 2 <= columns else 1
                down = self.rng.random() < .1 and i > 0
                props = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + ("<w:vMerge/>" if down else "")
                text = self.han(210, 230) if wide and k == 0 else self.cell()
                inner = p(r(text)) if not down else p("")
                if self.rng.random() < .1 and not down:
                    inner += p(r(self.han(2, 5)))
                if self.rng.random() < .05 and not down:
                    inner += f"<w:tbl><w:tr><w:tc>{p(r(self.han(1, 3)))}</w:tc><w:tc>{p(r(self.han(1, 3)))}</w:tc></w:tr></w:tbl>" + p("")
                out += f"<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>"
                k += span
            out += "</w:tr>"
        return out + "</w:tbl>"

    def drawing(self, inner, alt):
        return (f'<w:drawing><wp:inline><wp:docPr id="{self.id()}" name="图" descr="{esc(alt)}"/><a:graphic><a:graphicData>{inner}'
                "</a:graphicData></a:graphic></wp:inline></w:drawing>")

    def picture(self):
        self.pictures.append(png(len(self.pictures) + self.rng.randint(0, 9)))
        blip = f'<pic:pic><pic:blipFill><a:blip r:embed="pic{len(self.pictures)}"/></pic:blipFill></pic:pic>'
        run = raw(self.drawing(blip, self.rng.choice(["会场全景", "a{b}c", ""])))
        out = p(run) if self.rng.random() < .6 else p(r(self.han(3, 6)) + run + r(self.han(3, 6)))
        if self.rng.random() < .6:
            out += p(r(self.rng.choice([self.han(4, 12), "甲](乙)", "**图**"])), '<w:pStyle w:val="Caption"/>')
        return out

    def note(self):
        end = self.rng.random() < .3
        notes, tag = (self.endnotes, "endnote") if end else (self.footnotes, "footnote")
        number = len(notes) + 1
        notes.append(f'<w:{tag} w:id="{number}">{p(raw(f"<w:{tag}Ref/>") + r(self.han(3, 9)))}</w:{tag}>')
        return p(r(self.han(3, 9)) + raw(f'<w:{tag}Reference w:id="{number}"/>') + r(self.han(3, 9)))

    def box(self):
        inner = p(r(self.han(3, 9))) + p(r(self.han(3, 9)))
        content = f"<w:txbxContent>{inner}</w:txbxContent>"
        vml = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        if self.rng.random() < .3:
            return p(r(self.han(3, 6)) + raw(vml))
        shape = self.drawing(f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>", "")
        return p(r(self.han(3, 6)) + raw(f'<mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent>') + r(self.han(2, 4)))

    def breaks(self):
        kinds = ["<w:br/>", "<w:tab/>", "<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:cr/>", '<w:br w:type="page"/>', "<w:lastRenderedPageBreak/>"]
        return p("".join(r(self.rng.choice([self.han(2, 6), "1. 甲", "## 乙", "- 丙"])) + raw(self.rng.choice(kinds)) for _ in range(self.rng.randint(1, 5))) + r(self.han(2, 4)))

    def wrapped(self):
        inner = r(self.han(2, 6))
        return self.rng.choice([
            p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p(inner)}{p(r(self.han(2, 5)))}</w:sdtContent></w:sdt>",
            p(f'<w:smartTag w:uri="u" w:element="date">{inner}</w:smartTag>' + r(self.han(2, 4))),
            p(f'<w:customXml w:element="x">{inner}</w:customXml>'),
            p(f'<w:hyperlink r:id="link1">{inner}</w:hyperlink>' + r(self.han(2, 4))),
            f'<w:customXml w:element="y">{p(inner)}</w:customXml>',
            p(f"<w:bdo w:val=\"ltr\">{inner}</w:bdo>"),
            p(f"<m:oMath><m:r><m:t>E=mc</m:t></m:r><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>{inner}"),
        ])

    def comment(self):
        number = len(self.comments) + 1
        self.comments.append(f'<w:comment w:id="{number}" w:author="a">{p(r(self.han(3, 9)))}</w:comment>')
        return p(f'<w:commentRangeStart w:id="{number}"/>' + r(self.han(3, 9)) + f'<w:commentRangeEnd w:id="{number}"/>' + raw(f'<w:commentReference w:id="{number}"/>'))

    def odd(self):
        return p(r("甲\u202e乙\u00ad丙\u200b丁\ufeff戊\u2028己\ue000庚" if self.rng.random() < .5 else "甲\u00a0乙\u3000丙\u2003丁\nA B"))

    def looks(self):
        return p(r(self.han(2, 5)) + r("2", '<w:vertAlign w:val="superscript"/>') + r("划", "<w:strike/>") + r("caps", "<w:caps/>") + r(self.han(2, 5)))

    def heading(self):
        return p(r(self.han(3, 12)), f'<w:pStyle w:val="{self.rng.choice(["H1", "H2", "Quote"])}"/>') + self.plain()

    def drop(self):
        return p(r("首"), '<w:framePr w:dropCap="drop" w:lines="3"/>') + p(r(self.han(5, 20)))

    def head(self):
        rng = self.rng
        kind = rng.randint(0, 6)
        centre, title = '<w:jc w:val="center"/>', rng.choice(["关于政府工作报告的决议", "市人大公告", "市人大关于事项的决定", "春到 / 人间", "a: b #c", '“引”"号"', "- 甲", "{{甲}}", "'单'", "@甲", "甲\\乙"])
        if kind == 0:
            return p(r(title), '<w:pStyle w:val="Title"/>') + p(r("——" + self.han(4, 9)), '<w:pStyle w:val="Subtitle"/>')
        if kind == 1:
            return p(r(title), centre) + p(r("第二号"), centre)
        if kind == 2:
            return p(r("引题在此"), centre) + p(r(title, '<w:sz w:val="44"/>'), centre) + p(r("（2026年5月14日市十一届人大五次会议通过）"), centre)
        if kind == 3:
            return p(r(title)) + p(r("本报记者 张　三"))
        if kind == 4:
            return p(r("市十一届人大五次会议") + raw("<w:br/>") + r(title), centre)
        if kind == 6:  # line ends at both ends, and two together
            return p(raw("<w:br/>") + r(title) + raw("<w:br/>") + raw("<w:br/>") + r("第二行") + raw("<w:br/>"), centre)
        return p(r("长" * 10), centre) + p(r("短" * 9), centre)

    def tail(self):
        return p(r("市人民代表大会主席团"), '<w:jc w:val="right"/>') + p(r("2026年5月14日"), '<w:jc w:val="right"/>')

    CONSTRUCTS = ["plain", "line", "signs", "split", "bold", "dots", "tracked", "merged", "numbered", "list", "styled", "ruby", "hidden", "field", "symbol",
                  "table", "picture", "note", "box", "breaks", "wrapped", "comment", "odd", "looks", "heading", "drop"]

    def add(self, name):
        self.body.append(getattr(self, name)())

    def mixed(self, n):
        if self.rng.random() < .6:
            self.add("head")
            self.add("plain")
        for _ in range(n):
            self.add(self.rng.choice(self.CONSTRUCTS))
        if self.rng.random() < .5:
            self.add("plain")
            self.add("tail")

    def parts(self):
        w = STRICT if self.strict else TRANSITIONAL
        spaces = (f'xmlns:w="{w}" xmlns:r="{REL}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
                  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
                  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
                  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"')
        level = lambda i, fmt, text, more="": (f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>')
        three = lambda a, b, c: level(0, *a) + level(1, *b) + level(2, *c)
        lists = [three(("chineseCounting", "（%1）"), ("decimal", "%2."), ("decimalEnclosedCircle", "%3")),
                 three(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")),
                 three(("chineseCountingThousand", "第%1条"), ("chineseCounting", "%2、", '<w:suff w:val="nothing"/>'), ("upperRoman", "%3.")),
                 three(("ideographTraditional", "%1、"), ("decimal", "%1-%2", "<w:isLgl/>"), ("lowerRoman", "(%3)", '<w:lvlRestart w:val="0"/>')),
                 three(("bullet", "\uf06c", ), ("bullet", "•"), ("bullet", "-")).replace('<w:lvlText w:val="\uf06c"/>', '<w:lvlText w:val="\uf06c"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'),
                 three(("chineseLegalSimplified", "%1、"), ("decimalZero", "%2"), ("hindiVowels", "%3.")),
                 level(0, "decimal", "%1.", '<w:pStyle w:val="L1"/>') + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="L2"/>') + level(2, "decimal", "%1.%2.%3", '<w:pStyle w:val="L3"/>')]
        numbering = "".join(f'<w:abstractNum w:abstractNumId="{i}">{x}</w:abstractNum>' for i, x in enumerate(lists))
        numbering += "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(lists)))
        numbering += '<w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        numbering += f'<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1）")}</w:lvlOverride></w:num>'
        style = lambda i, name, more="", kind="paragraph": f'<w:style w:type="{kind}" w:styleId="{i}"><w:name w:val="{name}"/>{more}</w:style>'
        styles = (style("Title", "Title", "<w:rPr><w:b/></w:rPr>") + style("Subtitle", "Subtitle") + style("H1", "heading 1") + style("H2", "heading 2") + style("Quote", "Quote")
                  + style("Caption", "caption") + style("Hid", "Hid", "<w:rPr><w:vanish/></w:rPr>", "character") + style("HidP", "HidP", "<w:rPr><w:vanish/></w:rPr>")
                  + "".join(style(f"L{k}", f"条{k}", f'<w:pPr><w:numPr>{f"<w:ilvl w:val=%s/>" % chr(34) if False else ""}<w:numId w:val="7"/></w:numPr></w:pPr>') for k in (1, 2, 3)))
        document = "".join(self.body)
        rels = [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml"), ("endnotes", "endnotes.xml"), ("comments", "comments.xml"), ("header", "header1.xml")]
        links = "".join(f'<Relationship Id="rel{i}" Type="{REL}/{k}" Target="{f}"/>' for i, (k, f) in enumerate(rels))
        links += f'<Relationship Id="link1" Type="{REL}/hyperlink" Target="http://a.cn" TargetMode="External"/>'
        links += "".join(f'<Relationship Id="pic{i + 1}" Type="{REL}/image" Target="media/image{i + 1}.png"/>' for i in range(len(self.pictures)))
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{PKG}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                                   f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
                                   f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PKG}relationships"><Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PKG}relationships">{links}</Relationships>',
            "word/document.xml": f"<w:document {spaces}><w:body>{document}<w:sectPr/></w:body></w:document>",
            "word/styles.xml": f"<w:styles {spaces}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {spaces}>{numbering}</w:numbering>",
            "word/footnotes.xml": f'<w:footnotes {spaces}><w:footnote w:type="separator" w:id="0">{p("<w:r><w:separator/></w:r>")}</w:footnote>{"".join(self.footnotes)}</w:footnotes>',
            "word/endnotes.xml": f"<w:endnotes {spaces}>{''.join(self.endnotes)}</w:endnotes>",
            "word/comments.xml": f"<w:comments {spaces}>{''.join(self.comments)}</w:comments>",
            "word/header1.xml": f"<w:hdr {spaces}>{p(r('页眉'))}</w:hdr>",
        }
        return parts

    def write(self, path, change=None):
        parts = self.parts()
        if change:
            change(parts)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, xml in parts.items():
                z.writestr(zipfile.ZipInfo(name), xml if isinstance(xml, bytes) else '<?xml version="1.0" encoding="UTF-8"?>' + xml, zipfile.ZIP_DEFLATED)
            for i, data in enumerate(self.pictures):
                z.writestr(zipfile.ZipInfo(f"word/media/image{i + 1}.png"), data)
        return path
