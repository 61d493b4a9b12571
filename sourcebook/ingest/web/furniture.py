"""Patterns for page furniture in many languages: advertisements, share buttons, link lists, credits, captions.

Each pattern matches a whole paragraph or its beginning; a sentence of an article that begins alike goes on, and does
not match. Not here: names in markup (`article_body.py`), and English forms that `ingest/propose.py` looks for as well.
"""

from __future__ import annotations

import re

_ADS = (
    "advertisement advertising sponsored promoted anzeige werbung publicité annonce publicidad anuncio "
    "реклама реклама: "
    "реклама. жарнама reklam ilan إعلان اعلان פרסומת विज्ञापन 广告 廣告 広告 pr publicidade pubblicità"
).split()
_SHARE = (
    r"share|tweet|print|e-?mail|copy link|teilen|drucken|merken|partager|imprimer|compartir|imprimir|поделиться|"
    r"распечатать|поділитися|друк|бөлісу|paylaş|yazdır|مشاركة|شارك|طباعة|שתפו|שיתוף|הדפסה|साझा करें|शेयर करें|分享|打印|"
    r"シェア|印刷|compartilhar|partilhar|condividi|stampa|facebook|twitter|x|whatsapp|telegram|linkedin|vk|line"
)
_ALSO = (
    r"read (?:more|also|next)|see also|related(?: story| article| stories)?|more on this(?: story|"
    r" topic)?|lesen sie (?:auch|mehr)|mehr zum thema|siehe auch|"
    r"lire aussi|à lire (?:aussi|également)|sur le même sujet|lea también|leer más|le puede interesar|más información|"
    r"чита(?:йте|ть) (?:также|ещ[её])|по теме|читайте (?:також|ще)|(?:тағы|сондай-ақ) оқыңыз|оқи отырыңыз|"
    r"ayrıca oku\w*|"
    r"ilgili haber\w*|اقرأ (?:أيض[اً]+|المزيد)|إقرأ أيض[اً]+|קראו (?:גם|עוד)|यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|"
    r"(?:相关|相關|延伸)(?:阅读|閱讀|新闻|新聞|文章)|更多(?:阅读|新闻)|関連記事|あわせて読みたい|leia (?:também|mais)|"
    r"leggi anche|per approfondire"
)
_COMMENTS = (
    r"(?:\d[\d.,]* )?(?:reader )?comments?|comments? ?\(\d+\)|leave a (?:comment|reply)|"
    r"join the (?:discussion|conversation)|"
    r"kommentare?|leserkommentare|commentaires?|comentarios|комментарии|коментарі|пікірлер|yorumlar|التعليقات|תגובות|"
    r"टिप्पणियां|टिप्पणियाँ|评论|評論|留言|コメント|comentários|commenti"
)
_LISTS = (
    r"most (?:read|popular|viewed|shared)|popular(?: stories| posts)?|trending(?: now)?|latest(?: news|"
    r" stories)?|top stories|"
    r"you (?:may|might) (?:also )?like|recommended(?: for you| stories)?|more (?:from|in|on)\b.{0,40}|"
    r"related (?:articles?|stories|posts|content|news|topics|coverage)|"
    r"meistgelesen|das könnte sie (?:auch )?interessieren|neueste artikel|les plus lus|à la une|vous aimerez aussi|"
    r"lo más (?:leído|visto)|te puede interesar|últimas noticias|noticias relacionadas|популярное|самое читаемое|"
    r"последние новости|новости по теме|популярне|останні новини|ең көп оқылған|соңғы жаңалықтар|en çok okunanlar|"
    r"son dakika|ilginizi çekebilir|الأكثر قراءة|آخر الأخبار|مواضيع ذات صلة|הנצפות ביותר|כתבות נוספות|सबसे ज्यादा पढ़ी गई|"
    r"ताज़ा खबरें|संबंधित खबरें|热门新闻|热门|最新消息|推荐阅读|熱門|人気記事|おすすめ記事|最新ニュース|mais lidas|"
    r"últimas notícias|notícias relacionadas|i più letti|ultime notizie|articoli correlati|"
    r"sign up (?:for|to) our newsletters?|newsletter|share this (?:article|story|page)|tags|topics|"
    r"filed under|about (?:the )?authors?|"
    r"external links|see also|references|navigation menu"
)
_SIGN_UP = (
    r"sign up\b.{0,80}|subscribe\b.{0,80}|log ?in\b.{0,40}|register\b.{0,40}|jetzt abonnieren\b.{0,60}|"
    r"abonnez-vous\b.{0,60}|suscríbe\w+\b.{0,60}|подпи(?:шитесь|саться)\b.{0,60}|підпи(?:шіться|сатися)\b.{0,60}|"
    r"abone ol\w*\b.{0,60}|اشترك\b.{0,60}|订阅.{0,30}|購読.{0,30}|assine\b.{0,60}|iscriviti\b.{0,60}|"
    r"load more.{0,20}|show more.{0,20}|mehr laden|charger plus|cargar más|(?:показать|загрузить) ещё|daha fazla|"
    r"\d+ min(?:ute)?s?\.? read|(?:loading|lädt)\W*"
)
_EDITED = r"(?:本文)?(?:责任|責任)?(?:编辑|編輯|编审)\s*[:：].{1,20}|(?:责编|責編|校对|校對)\s*[:：].{1,20}"
"""The editor of a page, which Chinese papers print below the article, in brackets."""
WHOLE = re.compile(
    rf"^\W*(?:{'|'.join(map(re.escape, _ADS))}|(?:(?:{_SHARE})\b[\s|·•,:：/]*)+(?:this (?:article|story|"
    rf"page))?|{_SIGN_UP}|{_COMMENTS}|{_EDITED})\W*$",
    re.IGNORECASE,
)
"""A paragraph that is furniture as a whole."""
POINTER = re.compile(rf"^\W*(?:{_ALSO}|{_LISTS})\s*(?:[:：>»|–—]|$)", re.IGNORECASE)
"""A line that links to another article: `Read more: …`."""
SECTION = re.compile(rf"^\W*(?:{_ALSO}|{_COMMENTS}|{_LISTS})\W*$", re.IGNORECASE)
"""A heading over the page's own lists or reader comments."""

_READ_ON = (
    r"read (?:more|also|next)|lesen sie (?:auch|mehr)|siehe auch|lire (?:aussi|également)|à lire (?:aussi|également)|"
    r"lea también|leer más|leia (?:também|mais)|leggi anche|чита(?:йте|ть) (?:также|ещ[её])|читайте (?:також|ще)|"
    r"(?:тағы|сондай-ақ) оқыңыз|оқи отырыңыз|ayrıca oku\w*|اقرأ (?:أيض[اً]+|المزيد)|إقرأ أيض[اً]+|קראו (?:גם|עוד)|"
    r"यह भी पढ़ें|ये भी पढ़ें|और पढ़ें"
)
_POINTS = re.compile(rf"^\W*(?:{_READ_ON})(?!\w).{{2,200}}(?<![.!?…।。])$", re.IGNORECASE)
_SOURCES = (
    r"sources?|kaynak(?:lar)?|quellen?|fuentes?|fontes?|fonti|źródł[oa]|источники?|джерел[оа]|дереккөз(?:дер)?і?|المصدر|"
    r"المصادر|مصدر|منبع|ماخذ|מקור(?:ות)?|स्रोत|स्त्रोत|সূত্র|(?:资料|消息)?[来來]源|出典|出所|출처|자료|bron(?:nen)?|kilder?|"
    r"källor?|zdroje?|forrás|sursa|πηγ(?:ή|ές)|nguồn|sumber|ที่มา|წყარო|աղբյուր|mənbə|manba"
)
SOURCE = re.compile(rf"^\W{{0,3}}(?P<label>{_SOURCES})\s*[:：=–—]\s*\S.*$", re.IGNORECASE)
"""A line that names the source of an article or a figure: `Quelle: dpa`."""
_CREDIT = re.compile(
    r"^\W{0,2}(?:(?:(?:additional|further|with) )?(?:reporting|writing|editing|research|graphics?|"
    r"translation|photographs?) by|"
    r"translated (?:from .{2,30} )?by|edited by|(?:aus dem .{2,30} )?übersetz(?:t|ung)(?: von|:)|"
    r"traduit (?:de .{2,30} )?par|traduction ?:|traducci[óo]n(?: de|:)|перев[её]л[аи]?|перевод(?:чик)? ?:|редактор ?:|"
    r"çeviri ?:|çeviren ?:|editör ?:|editor(?:ing)? ?:|翻译 ?[:：]|編集 ?[:：])\s*(?P<names>\S.{1,160})$",
    re.IGNORECASE,
)
NOTES = re.compile(
    r"^\W*(?:(?:foot|end)?-?notes?|references?|bibliograph(?:y|ie|ía|ia)|works cited|sources?|further reading|"
    r"citations?|"
    r"anmerkungen|fu(?:ß|ss)noten|quellen(?:verzeichnis|angaben)?|einzelnachweise|literatur(?:verzeichnis)?|"
    r"références?|notes? de bas de page|notas?(?: al pie)?|referencias?|bibliografía|fuentes|referências|fontes|rodapé|"
    r"riferimenti|bibliografia|fonti|примечани[ея]|сноски|источники|литература|список литературы|ссылки|"
    r"примітки|джерела|література|виноски|ескертпелер|ескертулер|дереккөздер|сілтемелер|әдебиеттер|"
    r"(?:dip)?notlar|kaynaklar|kaynakça|(?:ال)?هوامش|(?:ال)?مراجع|(?:ال)?مصادر|(?:ال)?حواشي|پانویس\w*|منابع|"
    r"הערות(?: שוליים)?|מקורות|संदर्भ|टिप्पणियाँ|टिप्पणियां|पाद टिप्पणी|"
    r"注|注释|注釋|註釋|脚注|注記|参考文献|參考文獻|参考资料|"
    r"出典|"
    r"각주|주석|참고 ?문헌|출처|σημειώσεις|παραπομπές|βιβλιογραφία|πηγές|przypisy|źródła|poznámky|zdroje|"
    r"noter|fotnoter|"
    r"källor|kilder|voetnoten|noten|bronnen|catatan(?: kaki)?|chú thích|tài liệu tham khảo)\W*$",
    re.IGNORECASE,
)
"""A heading over footnotes, references or sources."""
_NUMBER = r"(?:№ ?|nr\.? ?|no\.? ?)?(?:[A-Z]\.?)?(?:[\d٠-٩०-९]{1,3}(?:[.-]\d{1,2}){0,2}[a-z]?|[IVX]{1,5})"
_PICTURED = (
    r"(?:tables?|figures?|fig\.?|tab\.?|charts?|maps?|box|exhibit|plate|photo|image|graph|diagram|abbildung|abb\.?|tabelle|"
    r"grafik|schaubild|karte|bild|tableau|graphique|carte|encadré|figura|tabla|cuadro|gráfico|mapa|quadro|tabella|tabela|"
    r"grafico|рис\.?|рисунок|табл\.?|таблица|диаграмма|график|карта|схема|фото|мал\.?|таблиця|сурет|кесте|şekil|tablo|"
    r"harita|resim|(?:ال)?شكل|(?:ال)?جدول|שרטוט|איור|טבלה|תרשים|चित्र|तालिका|图表?|圖表?|表|図表?|그림|표|πίνακας|σχήμα|"
    r"εικόνα|rysunek|rys\.?|wykres|obr\.?|tabulka|figur|tabell?|hình|bảng|gambar)"
)
_COUNTED = (
    r"\d{1,3}\s?[-–.]?\s?(?:кесте|сурет|диаграмма|сызба|таблица|rasm|jadval|ábra|táblázat|pav|lentelė|attēls|tabula)"
)
_LABEL = rf"(?:{_PICTURED}\s*{_NUMBER}|{_COUNTED})"
CAPTION = re.compile(rf"^\W{{0,2}}{_LABEL}(?:\s*[:：|]\s*|\s*\.\s+|\s+[–—-]\s+)\S", re.IGNORECASE)
"""A labelled caption: `Table 2. …`, `Рис. 2: …`."""
CAPTION_OPEN = re.compile(rf"^\W{{0,2}}{_LABEL}(?:[\s.:：]*$|\s+(?P<rest>\S.*)$)", re.IGNORECASE)
"""A caption or a sentence: `Figure 3 …`; position and type size decide."""


def is_pointer(text: str) -> bool:
    """True if a paragraph links to another article: a label with punctuation, or with a title without a full stop."""
    short = len(text) <= 260
    return short and bool(WHOLE.match(text) or POINTER.match(text) or _POINTS.match(text))


def is_credit(text: str) -> bool:
    """True if a line credits editors, translators or others: a label followed by names."""
    credit = _CREDIT.match(text)
    return bool(credit and len(text.split()) <= 30 and (credit["names"].strip()[0].isupper() or not text[0].isascii()))


def is_caption(text: str) -> bool:
    """True if a paragraph is a labelled caption of a table or a figure."""
    label = CAPTION.match(text)
    return bool(label and len(text.split()) <= 60 and not text[label.end() - 1].islower())
