"""Invented news: a wire item, what three newspapers made of it, and a report of the same event by somebody who was there."""

from __future__ import annotations

import datetime as dt

from riwaya.model import Article, Capture, Kind, Reading, Statement
from riwaya.text import Alignment, Extent, Span

DAY = dt.date(2025, 3, 4)
LEAD = "أعلنت إدارة مرفأ الرمال مساء الثلاثاء إغلاق الرصيف الشمالي أمام السفن الكبيرة ثلاثة أيام بعد أن كشف غواصون تشققا في دعامتين من دعاماته الست."
SECOND = "وقال مدير المرفأ سامي نعمان للصحافيين إن الفحص الأول لا يدل على خطر على المخازن القريبة، وإن ست سفن محملة بالحبوب ستفرغ حمولتها في الرصيف الجنوبي."
THIRD = "وأضاف نعمان أن فريقا من المهندسين سيصل صباح الخميس لتقدير كلفة الترميم، وأن العمل في بقية الأرصفة يجري كالمعتاد دون توقف."
FOURTH = "وكان الرصيف الشمالي أغلق مرتين في العام الماضي بسبب الأمواج العالية التي ضربت الساحل وألحقت أضرارا بمنارة المدخل وبسور الحماية القديم."
WIRE = f"{LEAD}\n{SECOND}\n{THIRD}\n{FOURTH}"
TRIMMED = f"{LEAD}\n{SECOND}"
_LONGER = (
    "يعيش تجار الحبوب في المدينة أياما صعبة منذ مطلع الشهر، إذ ارتفعت أجور النقل البري وتأخرت الشحنات القادمة من الشرق.",
    "ويقول صاحب مخزن كبير إنه اشترى هذا الأسبوع نصف ما اعتاد شراءه، لأن أحدا لا يعرف متى تصل السفينة التالية ولا بأي سعر.",
    LEAD,
    SECOND,
    "ويتوقع عاملون في السوق أن ترتفع أسعار الطحين قبل نهاية الأسبوع ما لم تفتح البلدية مخازنها الاحتياطية أمام المخابز الصغيرة.",
    "أما أصحاب المخابز فقد عقدوا اجتماعا طويلا في غرفة التجارة، وانتهوا إلى أنهم لن يرفعوا السعر قبل أن تعلن الوزارة موقفها من الدعم.",
)
LONGER = "\n".join(_LONGER)
_INDEPENDENT = (
    "أقفلت سلطات الميناء في الرمال رصيفها الشمالي حتى يوم الجمعة، بعدما عثر فريق غطس على شقوق في اثنتين من قواعده.",
    "وشاهد مراسلنا عشرات الشاحنات واقفة عند البوابة، وقال سائقون إنهم أبلغوا بتحويلهم إلى الجهة الجنوبية من دون شرح.",
    "وأكد المدير سامي نعمان في اتصال معنا أن لا خطر على المستودعات، وأن مهندسين سيحضرون الخميس لحساب النفقات.",
    "ويعاد بهذا مشهد السنة الفائتة حين عطلت العواصف الحركة مرتين وخربت المنارة الواقعة عند المدخل.",
)
INDEPENDENT = "\n".join(_INDEPENDENT)
FORM = "بعث رئيس بلدية الرمال برقية تهنئة إلى رئيس بلدية {0} بمناسبة ذكرى تأسيس مدينته، وأعرب باسمه واسم سكان الرمال عن أصدق التهاني وأطيب التمنيات بالصحة لرئيس بلدية {0} ولسكان {0} بالمزيد من التقدم والازدهار، مشيدا بتميز العلاقات التي تجمع المدينتين."


def article(
    text: str,
    *,
    publisher: str | None = None,
    published: dt.date | None = DAY,
    credits_: tuple[str, ...] = (),
    statements: tuple[Statement, ...] = (),
    url: str | None = None,
) -> Article:
    """An article as the stage before would give it, with readings of what it says about itself."""
    capture = Capture(text.encode(), text, "text/plain", "", "utf-8")
    readings = {"credits": tuple(Reading(name, (), "credit.source", 0.9) for name in credits_)}
    if publisher:
        readings["publisher"] = (Reading(publisher, (), "url.outlet", 0.95),)
    return Article(
        text,
        Alignment.identity(len(text)),
        capture,
        published=published,
        publisher=publisher,
        credits=credits_,
        statements=statements,
        url=url,
        readings={name: found for name, found in readings.items() if found},
    )


def place(text: str, words: str) -> Extent:
    """Where words stand first."""
    if not words:
        return ()
    start = text.index(words)
    return (Span(start, start + len(words)),)


def statement(
    text: str,
    content: str,
    *,
    source: str = "",
    cue: str = "قال",
    kind: Kind | None = "person",
    act: str = "say",
    via: tuple[str, ...] = (),
    within: int | None = None,
    speaker: str | None = None,
    **others: object,
) -> Statement:
    """A statement in a text, its parts given as words."""
    return Statement(
        place(text, content),
        place(text, source),
        place(text, cue),
        (),
        speaker or source or None,
        kind if speaker or source else None,
        act,  # type: ignore[arg-type]
        "indirect",
        via,
        within=within,
        rule="verb.qala",
        **others,  # type: ignore[arg-type]
    )
