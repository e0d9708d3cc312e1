"""What generated editions are written with: prose cut from official reports and from the sample papers, and heads of
the forms that dailies have. Places, offices and names are nobody's."""
import re
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
REPORTS = SOURCE / "tests/data/corpus/gov-work-reports.txt"
SAMPLE = SOURCE / "content/2026-sample-daily"

PLACES = ("柳河", "云溪", "青山", "石桥", "白沙", "东湖", "安平", "宁远", "临江", "松岭", "金沙", "永昌")
NAMES = ("甲春", "乙夏", "丙秋实", "丁冬青", "戊小河", "己远山", "庚石", "辛木桥", "壬田", "癸园圃", "寅松", "卯柏年", "辰竹",
         "巳梅岭", "午兰", "未菊香", "申荷", "酉桂枝", "戌桃", "亥李园", "东方杏", "西门柳", "南宫枫", "上官榆")
# Subjects and what they do; a head is one clause, or two with a blank between them.
WHO = ("市政府常务会议", "全市经济工作会议", "市委全会", "省重点项目建设推进会", "市人大常委会", "全市教育工作会议", "县人民医院",
       "市图书馆", "高新区", "供销合作社", "市气象台", "全市消防部门", "老年大学", "第一中学", "农业科学院", "轨道交通二号线")
DOES = ("召开", "研究部署防汛抗旱工作", "在我市举行", "审议通过多项议案", "集中开工", "举行揭牌仪式", "发布新规", "正式投入使用",
        "启动便民服务月活动", "开展安全生产大检查", "完成全年投资目标", "公布首批名单", "实现当日办结", "迎来客流高峰")
CLAUSES = ("稳中求进推动高质量发展", "把实事办到群众心坎上", "守牢粮食安全底线", "春耕备耕工作有序展开", "民营经济座谈会召开",
           "以科技创新引领产业创新", "新建八所幼儿园九月招生", "打通断头路方便千万家", "夏粮收购进度过半", "老旧小区改造提速",
           "社区食堂开到家门口", "文化惠民演出走进乡村", "义务教育入学报名今日开始", "城乡供水一体化工程全线贯通",
           "一季度外贸进出口增长百分之八点六", "公共图书馆周末延时开放", "百岁老人捐出珍藏半生的书信", "让农民工按时足额拿到工资",
           "山区通了直达省城的列车", "电动自行车充电桩进小区", "高标准农田今年再添十万亩", "全民健身中心下月启用",
           "三条公交线路今起调整", "专家提醒夏季用电注意安全", "小水库除险加固全部完工", "我市出台十条措施支持就业创业")
KICKERS = ("扎实做好今年经济社会发展各项工作", "聚焦群众急难愁盼", "走进重点项目建设现场", "学习贯彻全会精神", "新春走基层",
           "抓好“三农”工作 推进乡村全面振兴", "加快发展新质生产力", "来自一线的报告", "今年首场新闻发布会消息")
DECKS = ("全年计划投资一百二十亿元 新开工项目三十六个", "会议强调 要把工作重心放到基层和群众身边", "六项便民措施下月一日起施行",
         "涉及教育、医疗、养老、交通等十个方面", "覆盖八个县区 惠及居民二十余万人", "——写在第三十个教师节到来之际", "各部门抓紧落实")
ESSAYS = ("书桌上的灯", "渡口的下午", "母亲的菜园", "一条河的四季", "旧书店记", "雪夜归人", "老街的早点铺", "院子里的枣树", "听雨", "秋天的信")
TOPICS = ("城乡建设", "教育医疗", "农业农村", "科技创新", "生态环境", "文化体育", "社会保障")
FEATURES = ("守闸人的三十年", "一列慢火车上的十二个站", "她把课堂搬到了田埂上", "大山深处的邮路", "在九百米井下过元宵", "一座桥和三代修桥人")
PICTURES = ("长桥春水", "梯田如镜", "古镇灯火", "新渠通水", "果园丰收", "晨练", "湖上月色", "车间一角", "春到山村", "雪后初晴")
COMMENTS = ("小事里有大民生", "莫让“最后一公里”变成“最远一公里”", "实干才能接住好政策", "给年轻人留一张安静的书桌", "把规矩立在平时")
BRIEFS = ("图书馆周末延时开放", "三条公交线路今起调整", "明日最高气温三十四度", "青年歌手大赛报名", "供水管网分段检修", "社区义诊周六举行",
          "中小学生游泳课开班", "旧衣回收点增至百处", "市民卡可刷地铁", "动物园添丁", "高考考点周边禁鸣", "残疾人招聘会开场", "书展下周开幕",
          "夜市食品抽检合格", "新校区通过验收", "东湖隧道夜间封闭", "果蔬批发价回落", "早稻开镰收割", "老电影免费放映", "小区门禁升级", "公园免费开放日",
          "第三季度慰问金发放", "气象台发布雷电预警信号", "县剧团送戏进山村")


def sentences(text, least=12, most=110):
    return [s for s in re.findall(r"[^。！？\n|>#*!\[\]{}]+[。！？]", text)
            if least <= len(s) <= most and "代表" not in s[:6] and s.count("“") == s.count("”")
            and s.count("（") == s.count("）") and s.count("《") == s.count("》")]


@lru_cache(None)
def reports():
    """Sentences of the reports of 2008 and after, in their order."""
    text = REPORTS.read_text("utf-8")
    text = text[text.index("# 2008年"):]
    return sentences(re.sub(r"^(　　)?[一二三四五六七八九十（]+[、）].*$|^# .*$", "", text, flags=re.M).replace("　", ""))


@lru_cache(None)
def essays():
    """Of the sample paper's essays and comments."""
    out = []
    for name in ("26-suibi", "30-texie", "31-yue", "15-qiao", "05-pinglun"):
        out += sentences((SAMPLE / f"{name}.md").read_text("utf-8").split("---\n", 2)[2], 6)
    return out


@lru_cache(None)
def stanzas():
    """Of poems that are a thousand years old."""
    out = []
    for name in ("27-shi-1", "28-shi-2", "29-shi-3"):
        body = (SAMPLE / f"{name}.md").read_text("utf-8").split("---\n", 2)[2]
        out += [s.strip() for s in body.split("\n\n") if s.strip()]
    return out


def clause(rng, most=24):
    """A head of 8 to `most` characters."""
    while True:
        kind = rng.random()
        if kind < .45:
            title = rng.choice(CLAUSES)
        elif kind < .75:
            title = rng.choice(WHO) + rng.choice(DOES)
        else:
            title = f"{rng.choice(CLAUSES)} {rng.choice(CLAUSES)}"
        if rng.random() < .2:
            title = rng.choice(PLACES) + title
        if 8 <= len(title) <= most:
            return title
