"""Pages as crawlers store them: an article, invented or from elsewhere, with invented furniture around it."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import NamedTuple


class Text(NamedTuple):
    """A headline and the paragraphs below it."""

    title: str
    text: str


@dataclass(frozen=True)
class Composite:
    """A page and what must be read from it."""

    page: str
    articles: tuple[Text, ...]
    published: dt.date | None
    credit: str | None


ARTICLES = (
    Text(
        "بلدية الروضة تعيد فتح السوق القديمة بعد ترميم دام عامين",
        "أعادت بلدية الروضة صباح الأحد فتح السوق القديمة أمام الباعة والزوار بعد ترميم دام عامين كاملين.\n"
        "وقالت مهندسة المشروع ليلى الصباغ إن الفريق حافظ على الأقواس الحجرية ورمم سبعين دكانا، فيما أضيفت شبكة جديدة لتصريف مياه المطر.\n"
        "وأضافت الصباغ: «كل حجر نقل من مكانه رقم وأعيد إليه».\n"
        "ويشكو بعض الباعة من ارتفاع بدل الإيجار، وقال تاجر الحبوب عدنان القصير إن البلدية لم تستشر أحدا قبل أن تحدده.\n"
        "وردت البلدية بأن البدل الجديد يبقى أدنى مما يدفع في الأسواق المجاورة.",
    ),
    Text(
        "هيئة السكك تنفي توقف قطار الساحل خلال الصيف",
        "نفت هيئة السكك الحديدية ما تردد عن توقف قطار الساحل خلال أشهر الصيف، مؤكدة أن الرحلات مستمرة في مواعيدها.\n"
        "وأوضح المتحدث باسم الهيئة وائل المصري في بيان أن أعمال الصيانة تجري ليلا ولا تمس جدول النهار.\n"
        "وكانت صفحات على مواقع التواصل تداولت صورة لإعلان يقول إن المحطة الشمالية ستغلق أبوابها شهرين.\n"
        "وأشار المصري إلى أن الإعلان المتداول يعود إلى عام مضى وأن الهيئة ستلاحق من أعاد نشره.",
    ),
    Text(
        "الجمعية الفلكية: كسوف جزئي يرى من المدن الشمالية",
        "أعلنت الجمعية الفلكية أن كسوفا جزئيا للشمس سيرى من المدن الشمالية بعد ظهر الثلاثاء إذا صفت السماء.\n"
        "وقال رئيس الجمعية نبيل العطار إن القمر سيحجب نحو ثلث القرص، محذرا من النظر إلى الشمس بلا نظارات خاصة.\n"
        "وتفتح الجمعية مرصدها للزوار من الثانية ظهرا، كما توزع نظارات على طلاب المدارس.\n"
        "وتوقع العطار أن يكون الكسوف المقبل بعد تسع سنوات.",
    ),
    Text(
        "مزارعو الوادي يطالبون بخفض ثمن مياه الري",
        "طالب مزارعون في الوادي الغربي وزارة الري بخفض ثمن المياه بعد موسم جاف خسروا فيه نصف محصول الطماطم.\n"
        "وذكرت رئيسة الاتحاد الزراعي سعاد البيطار أن كلفة المتر المكعب تضاعفت منذ الربيع، وأن صغار الملاك عاجزون عن الدفع.\n"
        "ونقلت إذاعة الوادي عن مسؤول في الوزارة أن مراجعة للتعرفة تجري الآن.\n"
        "لكن البيطار قالت إنها لم تتلق أي رد مكتوب، ولوحت باعتصام أمام السد الكبير.\n"
        "ورفضت الوزارة التعليق على موعد الاعتصام.",
    ),
    Text(
        "لاعب الكرة الطائرة سليم الحايك يعتزل بعد عشرين عاما",
        "أنهى لاعب الكرة الطائرة سليم الحايك مسيرته مع نادي البرق بعد عشرين عاما قضاها قائدا للفريق.\n"
        "وقال الحايك في مؤتمر صحفي إن إصابة الكتف حسمت قراره، شاكرا جمهور النادي الذي وقف معه في أصعب المواسم.\n"
        "وكشف مدرب الفريق أيمن الزين أن النادي عرض على الحايك تدريب الناشئين.\n"
        "وسيقيم البرق مباراة تكريم في قاعته نهاية الشهر يعود ريعها إلى مستشفى الأطفال.",
    ),
    Text(
        "مكتبة الميناء تجمع رسائل البحارة في معرض دائم",
        "جمعت مكتبة الميناء مئات الرسائل التي كتبها بحارة المدينة إلى عائلاتهم وعرضتها في قاعة دائمة تفتح يوميا عدا الاثنين.\n"
        "وبحسب أمينة المكتبة رنا شهاب فإن أقدم الرسائل كتبت قبل قرن على ورق أكياس البن.\n"
        "وقالت شهاب إن العائلات سلمت الأصول طوعا بشرط أن يمحى ما يمس الأحياء.\n"
        "ويرى المؤرخ كمال الديري أن الرسائل تكشف طرق تجارة لم تذكرها دفاتر الجمارك.",
    ),
)
HEADLINES = (
    "افتتاح معرض الخزف السنوي في المدينة القديمة",
    "وزير الزراعة يزور مزارع الزيتون في الجبل",
    "أسعار الخضار ترتفع قبل نهاية الشهر",
    "دراسة جديدة عن فوائد المشي صباحا لكبار السن",
    "البلدية توزع حاويات جديدة على الأحياء الشرقية",
    "هاتف جديد بشاشة قابلة للطي يصل الأسواق",
    "مدير المستشفى: قسم الطوارئ يعمل على مدار الساعة",
    "لماذا يهجر الشباب القرى الجبلية؟",
    "تعليق الدوام في مدارس الريف بسبب الثلوج",
    "خبراء يحذرون من موجة غبار تضرب شرق البلاد",
)
TEASERS = (
    Text(
        "برنامج صيفي للأطفال في المتحف الوطني مع ورش رسم وخزف",
        "أعلنت إدارة المتحف الوطني عن إطلاق برنامج صيفي للأطفال يتضمن ورش رسم وخزف وجولات في قاعات الآثار، وذلك ابتداء من الأسبوع الأول من الشهر المقبل بمشاركة عدد من",
    ),
    Text(
        "أعمال صيانة ليلية على الطريق الساحلي لتفادي الازدحام",
        "قال مدير الهيئة العامة للطرق إن أعمال الصيانة على الطريق الساحلي ستبدأ ليلا لتفادي الازدحام، مشيرا إلى أن الحركة ستحول إلى الطريق القديم خلال ساعات العمل وأن الكلفة",
    ),
    Text(
        "إقبال كبير على أسواق الملابس مع اقتراب العيد",
        "شهدت أسواق المدينة إقبالا كبيرا على شراء الملابس مع اقتراب العيد، فيما اشتكى عدد من المتسوقين من ارتفاع الأسعار مقارنة بالعام الماضي وقال أحد الباعة إن",
    ),
)
SITES = ("المرفأ نيوز", "صدى الوادي", "بوابة الساحل", "موقع النخلة الإخباري", "شبكة الجسر")
SECTIONS = (
    "الرئيسية",
    "أخبار محلية",
    "عربي ودولي",
    "اقتصاد",
    "رياضة",
    "ثقافة وفنون",
    "منوعات",
    "صحة",
    "من نحن",
    "اتصل بنا",
)
TOP = ("تسجيل الدخول", "بحث", "English", "القائمة", "البث المباشر", "درجة الحرارة 31", "اشترك في النشرة البريدية")
SHARE = ("شارك", "فيسبوك تويتر واتساب", "Facebook", "طباعة", "نسخ الرابط", "حجم الخط", "Telegram")
FORM = (
    "التعليقات", "أضف تعليقك", "الاسم *", "البريد الإلكتروني *", "رمز التحقق :", "إرسال", "لن يتم نشر بريدك الإلكتروني.",
    "الحقول الإلزامية مشار إليها بـ *", "شروط التعليق: عدم الإساءة للكاتب أو للأشخاص والابتعاد عن التحريض الطائفي.",
)  # fmt: skip
COMMENTS = ("زائر: كلام جميل لكن أين التنفيذ؟", "أبو سامر : نتمنى من المسؤولين متابعة الموضوع وشكرا لكم.")
RELATED = ("مواضيع ذات صلة", "اقرأ أيضا", "إقرأ أيضاً:", "قد يعجبك أيضا", "الأكثر قراءة", "قراءة المزيد", "آخر الأخبار")
CAPTIONS = ("Getty Images", "تصوير: رامي الحداد", "صورة أرشيفية", "AFP", "صورة تعبيرية")
CREDITS = ("RT", "رويترز", "وكالة الأناضول", "صدى البلد", "بلومبرغ")
FOOTERS = (
    "جميع الحقوق محفوظة لموقع {site} © 2024",
    "سياسة الخصوصية | شروط الاستخدام | من نحن",
    "هاتف: 0112345678 فاكس: 0112345679",
)
LEVANTINE = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول")  # fmt: skip
EGYPTIAN = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
MAGHREBI = ("جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
WEEKDAYS = ("الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def dates(day: dt.date) -> tuple[str, ...]:
    """A day in the ways pages write it."""
    month, weekday = day.month - 1, WEEKDAYS[day.weekday()]
    return (
        f"تاريخ النشر: {day.day}th, {day:%B} {day.year} GMT",
        f"GMT 04:28 {day.year} {weekday} ,{day.day:02} {LEVANTINE[month]} / {EGYPTIAN[month]}",
        f"{weekday}، {day.day:02} {LEVANTINE[month]}/{EGYPTIAN[month]} {day.year}",
        f"{weekday} {day.day} {MAGHREBI[month]} {day.year} - 10:20",
        f"نشر في: {day.day} {EGYPTIAN[month]}، {day.year}",
        f"{day.day} {EGYPTIAN[month]} {day.year}".translate(ARABIC_DIGITS),
        f"{day:%Y-%m-%d} 11:14",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} من {EGYPTIAN[month]} {day.year}م",
    )


def compose(chance: random.Random, articles: tuple[Text, ...], day: dt.date) -> Composite:
    """Return a page around one article, or two of which the second is appended."""
    first, *rest = articles
    site = chance.choice(SITES)
    lines = [*_top(chance, first, site)]
    published = day if chance.random() < 0.8 else None
    date = [chance.choice(dates(day))] if published else []
    title = [first.title] * chance.choice((1, 1, 2))
    lines += chance.choice(([*date, *title], [*title, *date]))
    lines += chance.sample(SHARE, chance.randrange(4))
    lines += chance.sample(CAPTIONS, chance.randrange(2))
    lines += _interrupted(chance, first)
    credit = chance.choice(CREDITS) if chance.random() < 0.5 else None
    lines += [f"المصدر: {credit}"] if credit else []
    lines += ["كلمات دلالية: السوق البلدية الباعة"] if chance.random() < 0.3 else []
    blocks = [_comments(chance), _related(chance), _foot(chance, site)]
    chance.shuffle(blocks)
    lines += [line for block in blocks for line in block if chance.random() < 0.95]
    for text in rest:
        lines += ["إقرأ أيضاً:"] + [text.title] * chance.choice((1, 2)) + text.text.split("\n")
        lines += ["المصدر: صدى البلد"] if chance.random() < 0.5 else []
    lines += _related(chance) + _foot(chance, site)
    return Composite(chance.choice(("\n", "\n\n")).join(lines), articles, published, credit)


def _top(chance: random.Random, first: Text, site: str) -> list[str]:
    menu = chance.sample(SECTIONS, chance.randrange(4, len(SECTIONS)))
    shown = chance.choice((menu, [f"  • {item}" for item in menu], [" | ".join(menu)], [" ".join(menu)]))
    ticker = chance.sample(HEADLINES, chance.randrange(4))
    crumbs = [f"الرئيسية > محليات > {first.title}"] if chance.random() < 0.3 else []
    masthead = [f"{first.title} | {site}"] if chance.random() < 0.4 else []
    return [*masthead, *shown, *chance.sample(TOP, chance.randrange(4)), *ticker, *crumbs]


def _interrupted(chance: random.Random, text: Text) -> list[str]:
    lines: list[str] = []
    for paragraph in text.text.split("\n"):
        if lines and chance.random() < 0.15:
            lines += chance.choice(
                (
                    [f"إقرأ أيضاً : {chance.choice(HEADLINES)}"],
                    ["اقرأ المزيد", chance.choice(HEADLINES)],
                    [chance.choice(CAPTIONS)],
                    [text.title],
                    ["إعلان"],
                )
            )
        lines.append(paragraph)
    return lines


def _comments(chance: random.Random) -> list[str]:
    return [
        "التعليقات",
        *chance.sample(FORM, chance.randrange(3, len(FORM))),
        *chance.sample(COMMENTS, chance.randrange(3)),
    ]


def _related(chance: random.Random) -> list[str]:
    if chance.random() < 0.5:
        return [chance.choice(RELATED), *chance.sample(HEADLINES, chance.randrange(2, 6))]
    teasers = chance.sample(TEASERS, chance.randrange(1, 4))
    copies = chance.choice((1, 2))
    return [chance.choice(RELATED), *(line for each in teasers for line in [*[each.title] * copies, each.text])]


def _foot(chance: random.Random, site: str) -> list[str]:
    return [line.format(site=site) for line in chance.sample(FOOTERS, chance.randrange(1, len(FOOTERS)))]
