"""Detect login pages, consent pages, captchas and paywalls.

A page without an article is refused with what to do; one with the beginning of an article is read with a caution. Not
here: files that are not pages (`ingest/not_articles.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sourcebook.ingest.page import ExtractedBlock
from sourcebook.ingest.web.visible_blocks import units
from sourcebook.model.problems import SourcebookError

_ARTICLE = 80
"""The number of words from which a page counts as an article, whatever else it asks for."""
_BEFORE = re.compile(
    r"enable (?:javascript|cookies)|(?:verify|confirm) (?:that )?you are (?:a )?human|not a robot|captcha|"
    r"access denied|"
    r"checking your browser|unusual traffic|page (?:not|cannot be) found|error 40[34]|"
    r"(?:accept|manage) (?:all )?(?:cookies|your (?:choices|privacy))|"
    r"we (?:and our partners )?(?:value your privacy|use cookies)|"
    r"javascript (?:aktivieren|activé|activado)|alle (?:cookies )?akzeptieren|tout accepter|aceptar (?:todo|todas)|"
    r"принять (?:все )?(?:cookie|файлы)|включите javascript|seite nicht gefunden|page introuvable|página no encontrada|"
    r"страница не найдена|请登录|請登入|ログインして|接受所有|すべて同意",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"(?:subscribe|log ?in|sign in|register|sign up)\b.{0,40}\b(?:to|and) (?:continue|keep|read|unlock|get full)|"
    r"(?:to|and) (?:continue|keep) reading|(?:for|to) subscribers only|subscriber[- ]only|already a subscriber|"
    r"the rest of this (?:article|story) is|you have reached your (?:limit|free)|unlock this (?:article|story)|"
    r"(?:réservé|réservée) aux abonnés|abonnez-vous pour (?:lire|continuer)|pour lire la suite|"
    r"(?:jetzt )?weiterlesen mit|nur für abonnenten|um (?:den artikel )?weiterzulesen|"
    r"(?:solo|exclusivo) para suscriptores|suscr[ií]b\w+ para (?:seguir|continuar)|para seguir leyendo|"
    r"только (?:для|по) подпис|чтобы (?:читать|дочитать)|оформите подписку|лише для передплатників|okumaya devam|"
    r"exclusivo para assinantes|assine para (?:ler|continuar)|riservato agli abbonati|"
    r"abbonati per (?:leggere|continuare)|"
    r"للمشتركين فقط|למנויים בלבד|订阅后|登录后(?:阅读|查看)|会員限定|有料会員|続きを読むには",
    re.IGNORECASE,
)


def asks_for_password(tree: Any) -> bool:
    """True if a page asks for a password. Call it before form fields are removed from the tree."""
    return any((field.get("type") or "").lower() == "password" for field in tree.iter("input"))


def cautions(blocks: Sequence[ExtractedBlock], password: bool, name: str) -> tuple[str, ...]:
    """Cautions for a page whose article is cut off; SourcebookError where it has no article."""
    text = "\n".join(block.text for block in blocks)
    body = sum(units(block.text) for block in blocks if block.hint == "body")
    remedy = "open the article itself, so that all of it is shown, and save that page"
    if body < _ARTICLE and (password or _BEFORE.search(text) or _SUBSCRIBE.search(text)):
        what = "to log in" if password else "that stands before the article (a consent, a check, an offer, an error)"
        raise SourcebookError(f"{name} is a page {what}, and holds no article; {remedy}.")
    if _SUBSCRIBE.search(text):
        return (f"The page offers the rest to subscribers: the article may be cut. Compare its end, or {remedy}.",)
    return ()
