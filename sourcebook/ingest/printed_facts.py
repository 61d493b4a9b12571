"""Parse the printed date and byline of an article, in many languages.

Names of months and weekdays come from CLDR, by babel. An ambiguous date is reported as open. Not here: which lines are
parsed (`propose.py`), and a page's metadata (`ingest/web/metadata.py`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_LOCALES = (
    "en fr de es it pt nl sv da nb fi pl cs sk hu ro bg sr hr sl el lt lv et ru uk be kk ky uz tg tk mn "
    "az tr ar ar_LB ar_DZ "
    "fa ur he hi bn ta ne ps ka hy id vi th"
).split()
_DAY_FIRST = frozenset("de ru uk be kk ky uz tg tk az tr pl cs sk bg sr hr sl fi nb da et lv ro ka hy mn".split())
"""Languages in which `02.10.2017` always means the second of October."""
_TURN = r"(?:st|nd|rd|th|er|ère|re|º|ª|°|ه|-го|-е|-е)?"
_OF = r"(?:of\s+|de\s+|di\s+|d['’]|del\s+|den\s+|ב-?|-е\s+)?"
_YEAR = r"(1[5-9]\d\d|20\d\d)"
_ISO = re.compile(rf"(?<!\d){_YEAR}[-/.]\s?(\d{{1,2}})[-/.]\s?(\d{{1,2}})(?!\d)")
_EAST = re.compile(rf"{_YEAR}\s*[年년]\s*(\d{{1,2}})\s*[月월]\s*(\d{{1,2}})\s*[日號号일]?")
_NUMERIC = re.compile(rf"(?<![\d.,])(\d{{1,2}})([./-])(\d{{1,2}})\2{_YEAR}(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2}(?!\d)")
_CHANGED = re.compile(
    r"\b(?:updated|modified|mis(?:e)? à jour|aktualisiert|actualizado|обновлено|оновлено|güncelle\w*|"
    r"atualizado|aggiornato|"
    r"жаңартылды)\b|تحديث|עודכן|अपडेट|更新",
    re.IGNORECASE,
)
_REST = (
    r"published|posted|first|on|at|the|last|date[d]?|from|gmt|utc|bst|ces?t|e[sd]t|p[sd]t|ist|msk|[ap]\.?m|publié\w*|le|à|par|"
    r"veröffentlicht|erschienen|am|um|uhr|den|stand|vom|datum|publicado|publicada|el|la|las|a|día|fecha|hrs?|h|horas|"
    r"опубликовано|дата|в|года?|г|опубліковано|о|року|р|мск|жарияланды|жылғы|жылы|ж|сағат|yayın\w*|tarihi?|saat|giriş|"
    r"publicado|em|às|de|di|pubblicato|il|alle|ore|of|נוצר|פורסם|בתאריך|ב|בשעה|نشر|نشرت|في|تاريخ|النشر|الساعة|م|ص|"
    r"प्रकाशित|को|बजे|दिनांक|पर|पूर्वाह्न|अपराह्न"
)
_EAST_REST = re.compile(
    r"发布|發布|时间|時間|[于於付时時分]|日期|公開|投稿|配信|発行|午[前後]|[上下]午|星期[一二三四五六日天]?|周[一二三四五六日]|[月火水木金土日]曜日?|"
    r"(?<=[(（])[月火水木金土日一二三四五六](?=[)）])"
)
_AND = re.compile(r"(?<!\s)(?:\s+(?:and|et|und|y|e|ed|и|та|й|және|ve|og|och|en|और|&)\s+|\s*[,，、/]\s*|\s+و\s?|\s+ו)")
_LABELS = re.compile(
    r"^\W{0,3}(?:(?:written |words |story |report |reporting )?by|author|texte?(?: de| von| by| par)?|"
    r"words|par|von|por|di|de|"
    r"door|av|af|авторы?|автори?|текст|записала?|мақала авторы|yazar?|yazan|haber|metin|autora?|autore|"
    r"auteure?|autorin|"
    r"reportage|بقلم|الكاتبة?|كتبت?|تقرير|إعداد|מאת|כתב|כתבה|लेखक|लेखिका|द्वारा|रिपोर्ट|作者|撰文|记者|記者|文|執筆|筆者|报道|通讯员|"
    r"編集委員)(?P<mark>\s*[:：=＝/／|–—-]\s*|\s+|(?=[\u4e00-\u9fff]))(?P<names>.+)$",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"^\W{0,3}(?:संवाददाता|रिपोर्टर|प्रतिनिधि|ब्यूरो|बाय|लेखन|वार्ताहर|प्रतिनिधी|প্রতিবেদক|লেখক|লেখা|"
    r"مراسل\w*|بقلم|الكاتبة?|الصحفية?|المحرر|نویسنده|خبرنگار|گزارشگر|تحریر|رپورٹر?|نامہ نگار|"
    r"הכותבת?|מחברת?|הכתבת?|כתבתנו|автор(?:ы|лары|лар|ка|у)?|автор текста|авторы текста|корреспондент|журналист|"
    r"подготовила?|беседовала?|кореспондент(?:ка)?|тілші|тілшісі|дайындаған|жазған|журналіст|журналист|"
    r"муаллиф|muallif|müəllif|yazan|yazar|muhabir|haberi? yazan|hazırlayan|röportaj|haber|"
    r"συντάκτ\w+|γράφει(?: ο| η)?|ρεπορτάζ|κείμενο|του|της|από|"
    r"autor(?:ka|zy|ul|i|en|es|as|in)?|autora|auteur\w*|tekst|text[eo]?|testo|oleh|penulis|tác giả|bài|"
    r"reporter|journalist|"
    r"written by|story|correspondent|თავისი|ავტორი|հեղինակ|โดย|ผู้เขียน|"
    r"기자|글|작성자|취재|글쓴이|取材|取材・文|文・写真|作者|撰稿|撰文|采写|記者|记者|本报记者|作者简介)"
    r"(?P<mark>\s*[:：=＝/／|՝]\s*)(?P<names>.+)$",
    re.IGNORECASE,
)
"""Labels that make a byline only if a colon or a similar mark follows."""
_BEHIND = re.compile(
    r"^\W{0,3}(?:[가-힣]{2,6}\s?[=＝]\s?)?(?P<names>[가-힣]{2,4}(?:[·ㆍ,]\s?[가-힣]{2,4})*)"
    r"\s(?:선임|인턴|수습|전문|객원)?\s?(?:기자|특파원|논설위원)(?:\s+\S+@\S+)?\W*$"
    r""
)
"""A Korean byline, with its label after the name: `홍길동 기자`."""
_KOREAN_NAME = re.compile(r"[가-힣]{2,4}")
_OUT_OF = re.compile(
    r"\s+(?:in|for|für|pour|для|à|aus|из|в|from|at|em|en|a)\s+[A-ZÀ-ÞА-Я][\w’'-]*(?:\s[A-ZÀ-ÞА-Я][\w’'-]*){0,2}$|,\s*\w+$"
)
"""The place after the names of a byline, with a preposition or a comma; a single word there is a place."""
_OPEN_LABELS = frozenset("par von por di de door av af كتب كتبت כתב כתבה di words text texte haber 文".split())
"""Labels that are also ordinary words: only names may follow them."""
_PARTICLES = "de|van|von|der|den|bin|ibn|al|el|la|le|du|di|da|dos|das|del|della|ben|bat|zu|y|оглы|кызы|uulu"
_LATIN_NAME = re.compile(
    rf"[^\W\d_a-zа-яё][\w.'’‑-]*(?:\s+(?:(?:{_PARTICLES})\s+)*[^\W\d_a-zа-яёіїєґәғқңөұүһ][\w.'’‑-]*){{1,4}}"
)
_OTHER_NAME = re.compile(
    r"[\u0530-\u06ff\u0900-\u0963\u0966-\u10ff\u200c'\"׳״.-]++(?:\s++[\u0530-\u06ff\u0900-\u0963\u0966-\u10ff\u200c'\"׳״.-]++){1,4}"
)
_EAST_NAME = re.compile(
    r"[\u3005\u3040-\u30ff\u4e00-\u9fff·・]{2,8}|"
    r"[\u3005\u3040-\u30ff\u4e00-\u9fff]{1,4}[ 　][\u3005\u3040-\u30ff\u4e00-\u9fff]{1,4}"
)


@dataclass(frozen=True)
class Day:
    """A printed date: as EDTF, or the ambiguous date as printed (`open`)."""

    edtf: str = ""
    open: str = ""


@cache
def _months() -> dict[str, int]:
    """The month number by CLDR's names of months, in lower case."""
    from babel import Locale

    out: dict[str, int] = {}
    for tag in _LOCALES:
        months = Locale.parse(tag).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    plain = _plain(str(name)).rstrip(".")
                    if len(plain) > 1 and not plain[0].isdigit():
                        out.setdefault(plain, number)
    return out | {"sept": 9, "января": 1, "қаң": 1}


@cache
def _weekdays() -> str:
    from babel import Locale

    names = set()
    for tag in _LOCALES:
        for width in ("wide", "abbreviated"):
            names |= {_plain(str(n)).rstrip(".") for n in Locale.parse(tag).days["format"][width].values()}
    return "|".join(sorted(map(re.escape, filter(lambda n: len(n) > 1, names)), key=len, reverse=True))


def _plain(text: str) -> str:
    """Normalise text for comparison: NFC, lower case, ASCII digits."""
    text = unicodedata.normalize("NFC", text.replace("İ", "i").lower().replace("\u200f", "").replace("\u200e", ""))
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() and unicodedata.decimal(c, None) is not None else c
        for c in text
    )


@cache
def _named() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    end = r"(?![^\W\d_])"
    return (
        re.compile(
            rf"(?<!\d)(\d{{1,2}}){_TURN}[.\s\xa0]*{_OF}-?({months}){end}\.?,?(?:\s*(?:de|del|of|،)\s+|[\s,،-]*){_YEAR}(?!\d)"
        ),
        re.compile(rf"(?<![^\W\d_])({months}){end}\.?\s*(\d{{1,2}}){_TURN},?\s+{_YEAR}(?!\d)"),
        re.compile(
            rf"(?<!\d){_YEAR}[.\s]*(?:жылғы|жылдың|ж\.|оны|-ci il|"
            rf"йил)?,?\s*(\d{{1,2}})?[.\s]*({months}){end}[\s.]*(\d{{1,2}})?"
        ),
    )


def day(text: str, language: str = "") -> Day:
    """The one date that a line prints, in any of the languages; a numeric date only if it is unambiguous."""
    head = _CHANGED.split(_plain(text))[0]
    days = {d for d in _named_days(head) if d}
    if not days:
        days = {_edtf(y, m, d) for y, m, d in [*_ISO.findall(head), *_EAST.findall(head)]} - {""}
    opened = ""
    if not days:
        for one, mark, two, year in _NUMERIC.findall(head):
            read = {_edtf(year, two, one), _edtf(year, one, two)} - {""}
            if len(read) == 2 and mark == "." and language in _DAY_FIRST:
                read = {_edtf(year, two, one)}
            if len(read) == 1:
                days |= read
            elif read:
                opened = f"{one}{mark}{two}{mark}{year}"
    return Day(days.pop()) if len(days) == 1 else Day(open=opened)


def _named_days(text: str) -> list[str]:
    day_month, month_day, year_first = _named()
    months = _months()
    out = [_edtf(y, months[m], d) for d, m, y in day_month.findall(text)]
    out += [_edtf(y, months[m], d) for m, d, y in month_day.findall(text)]
    return out or [
        _edtf(y, months[m], before or after) for y, before, m, after in year_first.findall(text) if before or after
    ]


def _edtf(year: str, month: str | int, day: str) -> str:
    """A date as EDTF; empty where there is no such day."""
    from datetime import date

    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def is_date(text: str) -> bool:
    """True if a line holds a date or a weekday and only words that go with it."""
    if not text.strip() or len(text) > 110:
        return False
    rest = _plain(text)
    if not re.search(rf"\d|{_weekdays()}", rest):
        return False
    for form in (*_named(), _ISO, _EAST, _NUMERIC, _SHORT_YEAR):
        rest = form.sub(" ", rest)
    rest = re.sub(r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\b|\b\d{1,2}\s?(?:[ap]\.?m\.?|h(?:\d\d)?|uhr|時|时|시)", " ", rest)
    rest = _CHANGED.sub(" ", rest)
    rest = re.sub(rf"(?<![^\W\d_])(?:{_weekdays()}|{_REST})(?![^\W\d_])", " ", rest)
    rest = _EAST_REST.sub(" ", rest)
    return not re.sub(r"[\W_]+", "", rest) and _plain(text) != rest


def byline(text: str) -> list[str]:
    """The names of a labelled byline, in a line that may also print the date and place; empty elsewhere."""
    text = _clean(text)
    if not text or len(text) >= 160:
        return []
    pieces = _around_day(text)
    if len(pieces) == 1:
        return _labelled(text)
    names_by_piece = [_labelled(piece) for piece in pieces]
    name_lists = [names for names in names_by_piece if names]
    rest = [piece for piece, names in zip(pieces, names_by_piece, strict=True) if not names]
    return name_lists[0] if len(name_lists) == 1 and all(map(_is_detail, rest)) else []


def unlabelled(text: str) -> list[str]:
    """The names of an unlabelled byline, apart from date and place; empty where there are none.

    Only scripts with capitals are parsed: elsewhere nothing tells a name from other words.
    """
    text = _clean(text)
    pieces = [piece for piece in _around_day(text) if not _is_decoration(piece)] if len(text) < 160 else []
    parts = [part.strip() for piece in pieces for part in re.split(r"[|•·]|\s[–—-]\s", piece) if part.strip()]
    if not parts or re.search(r"[.!?…:;]$", parts[0]) or not all(map(_is_detail, parts[1:])):
        return []
    people = _people(parts[0])
    people = people[:-1] if len(people) > 1 and " " not in people[-1] else people  # an agency, a place
    return people if people and all(map(_is_person, people)) else []


def prints_day(text: str) -> bool:
    """True if a line prints one date, even an ambiguous one."""
    printed = day(text)
    return bool(printed.edtf or printed.open)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return re.sub("[\u200e\u200f]", "", text).lstrip("—–-•· ")


def _around_day(text: str) -> list[str]:
    """The pieces of a line around its date, time and weekday; the whole line where it prints no date."""
    plain = _plain(text)
    if len(plain) != len(text) or not prints_day(text):
        return [text]
    weekday = re.compile(rf"(?<![^\W\d_])(?:{_weekdays()})(?![^\W\d_])\.?,?(?=[\s|·•]*\n)")
    for form in (*_named(), _ISO, _EAST, _NUMERIC, _SHORT_YEAR, _CLOCK, weekday):
        plain = form.sub(lambda match: "\n" * len(match.group()), plain)
    left = "".join("\n" if mark == "\n" else c for c, mark in zip(text, plain, strict=True))
    pieces = [re.sub(r"^[\s|•·,،、/()（）–—-]+|[\s|•·,،、/()（）–—-]+$", "", piece) for piece in left.split("\n")]
    return ["", *filter(None, (_BEFORE_DAY.sub("", piece) for piece in pieces))]


_BEFORE_DAY = re.compile(r"(?<!\W)\W+(?:on|at|am|vom|le|el|il|em|date|datum|fecha|data|дата)\s*:?$", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?\b)?|\b\d{1,2}\s?(?:[ap]\.?m\.?\b|h(?:\d\d)?\b|uhr\b|時|时|시)"
)
_PAPER = re.compile(
    r"\b(?:times|news|newspaper|post|press|agency|agentur|journal|review|staff|desk|editorial|editors?|board|team|weekly|"
    r"daily|herald|tribune|gazette|magazine|report|reports|analysis|opinion|interview|exclusive|breaking|live|"
    r"university|institute|council|ministry|foundation|redaktion|rédaction|redacción|redazione|zeitung|агентство|"
    r"новости|газета|редакция|интервью|мнение|haber|ajansı|gazetesi|january|february|part|chapter|page|issue|volume)\b",
    re.IGNORECASE,
)
"""Words that name a paper or a section, not a person."""
_ARTICLES = re.compile(
    r"(?:the|a|an|le|la|les|l['’]\w+|un|une|der|die|das|el|los|las|il|lo|gli|os|as|του|της|των|by|par|von|por)\b",
    re.IGNORECASE,
)


def _is_decoration(piece: str) -> bool:
    """True if a piece of a line only holds words that go with a date."""
    rest = re.sub(rf"(?<![^\W\d_])(?:{_weekdays()}|{_REST})(?![^\W\d_])", " ", _CHANGED.sub(" ", _plain(piece)))
    return not re.sub(r"[\W_]+", "", _EAST_REST.sub(" ", rest))


def _is_detail(piece: str) -> bool:
    """True if a piece beside a byline is decoration, a place, an agency or a section: few capitalised words."""
    words = re.findall(r"[^\W\d_]+", piece)
    capital = all(w[0].isupper() or w in _PARTICLES.split("|") for w in words)
    return _is_decoration(piece) or (0 < len(words) <= 4 and capital) or bool(_MINUTES.fullmatch(_plain(piece)))


_MINUTES = re.compile(r"\d+[\s-]*(?:min(?:ute)?s?\.?(?: read)?|min\.? lesezeit|мин\w*\.?(?: чтения)?|dk\.?|分)")


def _is_person(name: str) -> bool:
    """True if words look like a person's name in a script with capitals."""
    words = [word for word in name.split() if word not in _PARTICLES.split("|")]
    return (
        2 <= len(words) <= 4
        and bool(_LATIN_NAME.fullmatch(name))
        and all(word[0].isupper() for word in words)
        and not re.search(r"\d", name)
        and not (_PAPER.search(name) or _ARTICLES.match(name) or _is_place(name))
    )


@cache
def _places() -> frozenset[str]:
    """CLDR's names of countries and of the cities of time zones, in every supported language."""
    from babel import Locale
    from babel.core import get_global

    out: set[str] = set()
    for tag in _LOCALES:
        locale = Locale.parse(tag)
        out |= {_plain(str(name)) for name in locale.territories.values()}
        out |= {_plain(str(zone["city"])) for zone in locale.time_zones.values() if "city" in zone}
    for zone in get_global("zone_territories"):
        out.add(_plain(zone.rsplit("/", 1)[-1].replace("_", " ")))
    return frozenset(out | {"washington dc", "washington d.c", "new delhi", "tel aviv", "san francisco"})


def _is_place(name: str) -> bool:
    return _plain(name).strip(" .") in _places()


def _people(text: str) -> list[str]:
    """The names that a text lists, without a place behind the first of them."""
    names = [name.strip() for name in _AND.split(text) if name.strip()]
    return names[:1] + [name for name in names[1:] if not _is_place(name)]


def _labelled(text: str) -> list[str]:
    """The names after a byline's label, or before it where the language puts it last."""
    text = re.sub(
        r"^\W{0,3}(?:本[报報社刊网網]|[\u4e00-\u9fff]{2,6}[社報报网網台])?(?:特[约約派]|[见見][习習]|实习|首席)*(?=[记記]者)",
        "",
        text,
    )
    behind = _BEHIND.match(text)
    if behind:
        return [name.strip() for name in re.split(r"[·ㆍ・,、]", behind.group("names")) if name.strip()]
    label_match = _MARKED.match(text) or _LABELS.match(text)
    if not label_match:
        return []
    parts = re.split(
        r"[|•·(（】\])）]|\s[–—-]\s|\s{2}|،|[/／](?=\S{2,4}[报報]|.{0,4}[電电])|,\s*(?=\d|[a-z])",
        label_match.group("names"),
    )
    people = _people(_OUT_OF.sub("", re.sub(r"(?:(?<=\w\w)[.。]|[ ,])+$", "", parts[0])))
    label = _plain(text[: label_match.start("names")]).strip(" :：=/|–—-")
    east = bool(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", label))
    if east and not label_match.group("mark").strip() and label not in ("記者", "记者"):
        return []
    forms = [_EAST_NAME, _LATIN_NAME] if east else [_LATIN_NAME, _OTHER_NAME, _KOREAN_NAME]
    if label in _OPEN_LABELS and not label_match.group("mark").strip():
        forms = [_LATIN_NAME] if re.search(r"[a-z]", label) else [_OTHER_NAME]
        if re.search(r"[.!?…]$", text) or len(text.split()) > 9:
            return []
    known = [name for name in people if any(form.fullmatch(name) for form in forms)]
    return known if people and known[:1] == people[:1] and (len(known) == len(people) or label == "by") else []
