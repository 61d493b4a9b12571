"""The test vectors of the seal's format: the files of `seal-vectors/`, which `tests/test_vectors.py` reads.

Here: invented texts in many scripts, and the files that are made of them. Not here: what the format is
(`seal-format.md`). `make manual` writes the files anew; a change of one is a change of the format.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sourcebook.model import characters
from sourcebook.model.records import Reliability, Source, Speech, TextFile, Zone
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import normalise, seals
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import ParsedQuotation, judge

FOLDER = Path(__file__).parent / "seal-vectors"
TEXTS = {
    "latin-en": (
        "en",
        "The lake",
        "“The lake will come back,” he said. It’s the engineers' 2,235th day – since 5:23PM…",
    ),
    "latin-vi": ("vi", "Hồ nước", "Ông nói: “Hồ sẽ trở lại.” Không ai hỏi người dân ở làng Ba-na vào ngày 5.1."),
    "cyrillic-ru": ("ru", "Озеро", "«Озеро вернётся», — сказал инженер. Ёлки стоят у воды с 2031 года."),
    "greek": ("el", "Η λίμνη", "«Η λίμνη θα γυρίσει», είπε ο μηχανικός. Κανείς δεν ρώτησε το χωριό."),
    "hebrew": ("he", "האגם", 'דובר צה"ל אמר: "האגם ישוב". אִישׁ לא שאל את בית־הספר.'),
    "arabic": ("ar", "البحيرة", "قال المهندس: «ستعود البحيرةُ»، ولم يسأل أحدٌ أهل القرية. بلغ العمق ٣٫٥ أمتار."),
    "devanagari": ("hi", "झील", "“झील लौटेगी,” इंजीनियर ने कहा। गाँव से किसी ने नहीं पूछा, वे वहीं हैं।"),
    "bengali": ("bn", "হ্রদ", "“হ্রদ ফিরে আসবে,” প্রকৌশলী বললেন। গ্রামের কাউকে কেউ জিজ্ঞাসা করেনি।"),
    "tamil": ("ta", "ஏரி", "“ஏரி திரும்பும்,” என்றார் பொறியாளர். ஊரை யாரும் கேட்கவில்லை."),
    "thai": ("th", "ทะเลสาบ", "“ทะเลสาบจะกลับมา” วิศวกรกล่าว ไม่มีใครถามชาวบ้าน ๓ คน"),
    "khmer": ("km", "បឹង", "“បឹងនឹងត្រឡប់មកវិញ” វិស្វករនិយាយ។ គ្មាននរណាសួរអ្នកភូមិទេ។"),
    "myanmar": ("my", "ရေကန်", "“ရေကန် ပြန်လာမည်” ဟု အင်ဂျင်နီယာ ပြောသည်။"),
    "han-zh": ("zh", "湖", "“湖会回来的，”工程师说。没有人问过村民，2031年也没有。𠮷先生在场。"),
    "japanese": ("ja", "湖", "技師は「湖は戻ってくる」と述べた。村人ガガーリンには誰も聞かなかった。"),
    "hangul": ("ko", "호수", "“호수는 돌아온다”고 기사가 말했다. 마을 사람에게는 아무도 묻지 않았다."),
    "ethiopic": ("am", "ሐይቁ", "«ሐይቁ ይመለሳል» አለ መሐንዲሱ። መንደሩን ማንም አልጠየቀም።"),
    "georgian": ("ka", "ტბა", "„ტბა დაბრუნდება“, თქვა ინჟინერმა. სოფელს არავინ ჰკითხა."),
    "armenian": ("hy", "Լիճը", "«Լիճը կվերադառնա»,— ասաց ինժեները։ Գյուղին ոչ ոք չհարցրեց։"),
    "tibetan": ("bo", "མཚོ", "«མཚོ་ལོག་ཡོང་།» ཞེས་བཟོ་རིག་པས་བཤད།"),
}
"""By name: the language, the title, and one paragraph with a speech in it."""
PIECES = {
    "composed": "café = cafe\u0301; Å = \u212b",
    "dropped": "fi\u00adfty gates\u200b \u2060shut\ufeff now\ufe0f",
    "ligatures": "the o\ufb03ce on the \ufb01rst \ufb02oor",
    "dashes": "so--it seems---went -- 2014–2016 ---- on −5",
    "ellipses": "so ... it . . . went .... on… ..",
    "quotation-marks": "“a” „b“ ‘c’ ‚d‘ \"e\" 'f' «g» ‹h› 「i」 ‟j‛",
    "apostrophes": "it’s O‘zbek Oʻzbek Qurʾān peopleʼs clerks' rock'n'roll didn´t",
    "numbers": "2,235 3.5 5:23PM 1.000.000,50 12:30:45h ٣٫٥ ४२ 5th 40² ½",
    "inner-full-stops": "the U.S. and e.g. us at www.site.org.",
    "symbols": "$9,000 50 % °C № 5 a_b _c x=y [12] ©™",
    "marks-alone": "a \u0301 b; x\u0336y 1\ufe0f\u20e3",
    "white-space": "in\u00a0one\u202fnight\u2028then\u3000now\tand\u0085on",
    "emoji": "👩\u200d👩\u200d👧 🇰🇿 👍🏽",
    "halfwidth": "ｶﾞｷﾞ ＡＢＣ１２３ ﾊﾟ",
    "micro": "5 µg = 5 μg; 1 Ω = 1 \u2126",
    "mixed": "iPhone手机5台 第3回 ABCกข12",
}
"""Short texts, each for one rule of the tokens."""
SHOWN = [
    ("The lake will come back before the spring, he said.", "The lake will come back", True),
    ("The lake will come back before the spring, he said.", "The lake will come back.", True),
    ("The lake will come back before the spring, he said.", "[T]he lake […] come back", True),
    ("The lake will come back before the spring, he said.", "[the] lake will come back before the spring", True),
    ("The lake will come back before the spring, he said.", "The [wide] lake will come back", True),
    ("The lake will come back before the spring, he said.", "The lake [is to] come back", True),
    ("The lake will come back before the spring, he said.", "The lake [sic] will come back", True),
    ("The lakes come back.", "The lake[] come back", False),
    ("The lakes come back.", "The lake[ ] come back", False),
    ("The lakes come back.", "The lake[s] come back", True),
    ("The engineers worked there.", "The engineers work[] there", False),
    ("The engineers worked there.", "The engineers work[s] there", True),
    ("The lake will come back before the spring, he said.", "The lake … come back", False),
    ("The lake will come back before the spring, he said.", "back before […] The lake", False),
    ("The lake will come back before the spring, he said.", "The lake will come home", False),
    ("The lake will come back before the spring, he said.", "the lake will come back", False),
    ("The gate is unsafe now.", "The gate is […]safe now", False),
    ("He saw two men [those] of the lodge.", "two men [those] of the lodge", True),
    ("One two three four five six seven eight nine ten eleven.", "One [word] eleven", False),
    ("One two three four five six seven eight nine ten.", "One [word] ten", True),
    ("湖会回来的。", "湖[…]回来", True),
    ("湖会回来的。", "湖来", False),
    ("सड़कें बंद हैं अब।", "सड़कें बंद है", False),
]
"""Passages, what is shown of each, and whether the words shown match."""


def files() -> dict[str, str]:
    """Every file of the folder by its name."""
    out = {"unicode-14.txt": (Path(characters.__file__).with_name("unicode-14.txt")).read_text(encoding="ascii")}
    out["tokens.json"] = _json([_tokens(name, text) for name, text in _every_text()])
    out["abridgements.json"] = _json([_shown(*row) for row in SHOWN])
    out["refused.json"] = _json(_refused())
    for name, (language, title, text) in TEXTS.items():
        out[f"seal-{name}.json"] = _json(_sealed(language, title, text))
    return out


def write() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _every_text() -> Iterator[tuple[str, str]]:
    yield from PIECES.items()
    yield from ((name, text) for name, (_, _, text) in TEXTS.items())


def _tokens(name: str, text: str) -> dict[str, Any]:
    found = normalise.tokens(text)
    return {"name": name, "text": text, "tokens": list(found), "words": normalise.count_words(found)}


def _shown(passage: str, shown: str, matches: bool) -> dict[str, Any]:
    """One abridgement. Whether it matches is written above by hand; the package must agree, or nothing is written."""
    article = article_of("en", "", passage)
    if bool(judge(article, ParsedQuotation(shown)).accepted) is not matches:
        raise ValueError(f"{shown!r} of {passage!r}: the package says otherwise")
    return {"passage": passage, "shown": shown, "matches": matches}


def article_of(language: str, title: str, text: str) -> Article:
    """A text as an article of a title and one paragraph of the body, its first speech `unnamed`."""
    lines = [title, "", text] if title else [text]
    parts = [Zone(zone="title", lines="1"), Zone(zone="body", lines="3")] if title else [Zone(zone="body", lines="1")]
    source = Source(
        title=title or "Untitled", short="Vector", genre="report", language=language, fidelity="original",
        origin="vector", reliability=Reliability(letter="F", because="It is invented."),
        text=TextFile(file="vector.txt", sha256="0" * 64), zones=parts, speech=[Speech(span=1, speaker="unnamed")],
    )  # fmt: skip
    return quotes_article.tokenise("vector", source, "\n".join(lines) + "\n")[0]


def _sealed(language: str, title: str, text: str) -> dict[str, Any]:
    """A sealed article with each of its tokens, its key, its seal with two openings, and evidence that shows both."""
    article = article_of(language, title, text)
    tree = seals.Tree(article)
    runs = {"first-words": (0, min(4, len(article.words))), "whole-paragraph": (_body(article), len(article.words))}
    openings = {name: tree.open(low, high, _exact(article, low, high)) for name, (low, high) in runs.items()}
    made = seals.Seal(tree.root, len(article.words), normalise.count_words(article.words), openings)
    rows = zip(article.words, article.zones, article.paragraphs, article.speech, strict=True)
    leaves = [list(row) for row in rows]
    return {"language": language, "tokens": leaves, "key": tree.key.hex(), "seal": seals.to_json(made)}


def _body(article: Article) -> int:
    return article.zones.index("body")


def _exact(article: Article, low: int, high: int) -> str:
    """The words as the text prints them, from one token to another."""
    return " ".join(article.clean[article.starts[low] : article.ends[high - 1]].split())


# -- what must be refused ---------------------------------------------------------------------------------------------


def _refused() -> list[dict[str, Any]]:
    """Seals that do not hold: each is the seal of `latin-en`, altered in one way."""
    rows = []
    for why, change in CHANGES.items():
        made = _sealed(*TEXTS["latin-en"])["seal"]
        change(made, made["openings"]["first-words"])
        del made["openings"]["whole-paragraph"]
        rows.append({"why": why, "seal": made})
    return rows


def _other(text: str) -> str:
    """Base64 of as many bytes, the last one another."""
    data = bytearray(base64.b64decode(text))
    data[-1] ^= 1
    return base64.b64encode(bytes(data)).decode()


CHANGES: dict[str, Callable[[dict[str, Any], dict[str, Any]], object]] = {
    "another word": lambda _, opening: opening.update(exact="The pond “The"),
    "a word less": lambda _, opening: opening.update(exact="The lake “"),
    "another case": lambda _, opening: opening.update(exact="The lake “the"),
    "another place": lambda _, opening: opening.update(start=1),
    "another paragraph": lambda _, opening: opening["places"][-1].__setitem__(2, 3),
    "another zone": lambda _, opening: opening["places"][0].__setitem__(1, "heading"),
    "speech that is none": lambda _, opening: opening["places"][0].__setitem__(3, 1),
    "no speech": lambda _, opening: opening["places"][-1].__setitem__(3, 0),
    "another nonce": lambda _, opening: opening.update(nonces=_other(opening["nonces"])),
    "another sibling": lambda _, opening: opening.update(siblings=_other(opening["siblings"])),
    "a sibling too many": lambda _, opening: opening.update(
        siblings=base64.b64encode(base64.b64decode(opening["siblings"]) + bytes(32)).decode()
    ),
    "a second writing of base64": lambda _, opening: opening.update(nonces=opening["nonces"].replace("=", "")),
    "another root": lambda made, _: made.update(root="0" * 64),
    "a root in capitals": lambda made, _: made.update(root=made["root"].upper()),
    "more tokens": lambda made, _: made.update(tokens=made["tokens"] + 1),
    "fewer words": lambda made, _: made.update(words=made["words"] - 1),
    "a version that is not known": lambda made, _: made.update(version=3),
    "version 1 of a seal of version 2": lambda made, _: made.update(version=1),
    "a key that is none": lambda made, _: made.update(title="The lake"),
    "a key that is missing": lambda _, opening: opening.pop("unique"),
    "a character that is not assigned": lambda _, opening: opening.update(exact="The lake “\U0001fae9"),
    "more places than nonces": lambda _, opening: opening["places"][0].__setitem__(0, 2**40),
}


if __name__ == "__main__":
    write()
