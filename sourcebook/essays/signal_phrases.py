"""Signal phrases and references as essays write them, in English, German, French and Russian: words and patterns.

Here: what introduces a speaker (`according to`, `sagte`), what stands before a number of a paragraph, roles, ends of
sentences. Not here: what follows from them for one quotation (`claims.py`).
"""

from __future__ import annotations

import re

_NUMBERS = r"(?P<numbers>\d{1,3}(?!\d)(?:\s*(?:[-–—,;&+]|and|und|et|и)\s*(?:¶|§|paras?\.)?\s*\d{1,3}(?!\d))*)"
_SIGN = (
    r"(?:[¶§]{1,2}|\b(?:paras?|pars?|paragraphs?|paragraphes?|grafs?|Abs|Absatz|Absatzes|Absätzen?|Rn|Rz|Ziff|"
    r"alinéas?|al|"
    r"абз|абзаце?|абзац\w*|пар|пункт\w*|pp?|pgs?|pages?|S|Seiten?|стр|с|п)\b\.?)"
)
PARAGRAPH = re.compile(rf"{_SIGN}\s*(?:no\.?\s*|nr\.?\s*|№\s*|#\s*)?{_NUMBERS}", re.IGNORECASE)
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th|\.|e|er|ème|-?[йм])|(?P<word>{'|'.join(ORDINALS)}))\s+"
    r"(?:paragraph|Absatz|paragraphe|alinéa|абзац)",
    re.IGNORECASE,
)
BARE = re.compile(rf"^\s*+[,:]?\s*+(?:\(?(?:19|20)\d\d[a-z]?\)?|n\.\s?d\.|o\.\s?J\.)?\s*+[,:]?\s*+{_NUMBERS}\s*+$")
"""What stands behind a name in brackets where a number alone is the paragraph: `Merkel 17`, `Merkel 2022: 17`."""
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
SAME = re.compile(r"\b(?:ibid|ibidem|ebd|ebenda|a\.\s?a\.\s?O|op\.\s?cit|там же)\b", re.IGNORECASE)
THROUGH = re.compile(
    r"(?:(?:quoted|qtd\.?|cited|as cited|as quoted|reported|zitiert|zit\.|cité\w*|цит\.\s*по)\s*(?:in|by|nach|bei|par|"
    r"dans|из)?:?|\b(?:in|via|bei|chez|dans|у|в))\s*(?:the\s|an?\s|l[ea]\s)?\s*$",
    re.IGNORECASE,
)
"""What stands before the name of the source in which somebody else's words are read."""
BY = re.compile(
    r"(?:\b(?:according to|in the words of|words of|claims? of|as|to quote|quot(?:es|ing|ed)|cit(?:es|ing)|laut|"
    r"nach|gemäß|"
    r"so|(?:Angaben|Ansicht|Meinung|Worten) (?:von|des|der)|zitiert|selon|pour|d[’']après|(?:mots|termes|"
    r"paroles) d[eu]|cite|citant|"
    r"по словам|по мнению|согласно|цитирует|как|у)|\bd[’']|(?:^|[,;:(—–-]|\b(?:and|but|while|whereas|that)\b)\s*for)\s+"
    r"(?:the\s|former\s|ex-|[Pp]resident\s|[Mm]inister\s|"
    r"[Pp]räsident\w*\s|l[ea]\s|président\w*\s|президента?\s|Mr\.?\s|Ms\.?\s|Mrs\.?\s|Dr\.?\s|Herrn?\s|M\.\s)*$",
    re.IGNORECASE,
)
ZUFOLGE = re.compile(r"\s*(?:zufolge|nach\b)")
VERB = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|wr(?:ites?|ote|iting|itten)|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)|assert(?:s|ed|ing)?|"
    r"stat(?:es?|ed|ing)|declar(?:e|es|ed|ing)|announc(?:e|es|ed|ing)|insist(?:s|ed)?|warn(?:s|ed|ing)?|not(?:es?|ed|"
    r"ing)|"
    r"observ(?:e|es|ed|ing)|remark(?:s|ed)?|add(?:s|ed|ing)|admit(?:s|ted)?|conced(?:e|es|ed)|explain(?:s|ed|ing)?|"
    r"describ(?:e|es|ed|ing)|call(?:s|ed|ing)|term(?:s|ed)|label(?:s|led|ed)|report(?:s|ed|ing)|t(?:ells?|old|elling)|"
    r"puts? it|contend(?:s|ed|ing)?|maintain(?:s|ed|ing)?|conclud(?:e|es|ed|ing)|suggest(?:s|ed|ing)?|believ(?:e|es|"
    r"ed)|"
    r"think(?:s)?|thought|comment(?:s|ed)|complain(?:s|ed|ing)|promis(?:e|es|ed)|vow(?:s|ed)|stress(?:es|ed)|"
    r"emphasi[sz](?:es?|ed)|point(?:s|ed)? out|acknowledg(?:e|es|ed)|alleg(?:es?|ed)|boast(?:s|ed)|brag(?:s|ged)|"
    r"ask(?:s|ed|ing)|repl(?:y|ies|ied)|respond(?:s|ed)|recall(?:s|ed)|speak(?:s|ing)|spoke|den(?:y|ies|ied)|"
    r"characteri[sz](?:es?|ed)|remind(?:s|ed)|predict(?:s|ed)|worr(?:y|ies|ied)|order(?:s|ed)|demand(?:s|ed)|"
    r"testif(?:y|ies|ied)|prais(?:es?|ed|ing)|criticis(?:es?|ed)|depict(?:s|ed)|portray(?:s|ed)|summari[sz](?:es?|ed)|"
    r"lament(?:s|ed)|caution(?:s|ed)|answer(?:s|ed)|continu(?:es|ed)|proclaim(?:s|ed)|mention(?:s|ed)|reckon(?:s|ed)|"
    r"(?:holds?|finds?|feels?|held|found|felt) that|sees in|confess(?:es|ed)|quot(?:es?|ed|ing)|cit(?:es?|ed|ing)|"
    r"reveal(?:s|ed)|confirm(?:s|ed)|"
    r"sag(?:t|te|en|ten)|schr(?:eibt|ieb|eiben)|behaupte\w*|erklär\w*|mein(?:t|te)|beton\w*|warnt?e?|nenn(?:t|en)|"
    r"nannte|ergänz\w*|füg\w* hinzu|"
    r"bezeichne\w*|berichte\w*|argumentier\w*|äußer\w*|versicher\w*|zitier\w*|folgert?e?|konstatier\w*|bemerk\w*|"
    r"stell\w* fest|hält fest|hielt fest|spr(?:icht|ach)|beschreib\w*|beschrieb|urteilt?e?|gab an|gibt an|notier\w*|"
    r"dit|disai\w*|déclar\w*|affirm\w*|écri(?:t|vait|vit)|soutien\w*|soutenai\w*|souligne\w*|expliqu\w*|estim\w*|"
    r"averti\w*|prétend\w*|ajout\w*|rappel\w*|qualifi\w*|parl[ea]\w*|conclu\w*|racont\w*|rapport(?:e|ait)|constat\w*|"
    r"remarqu\w*|"
    r"сказал\w*|говори\w*|заяви\w*|заявля\w*|пиш(?:ет|ут)|писал\w*|утвержда\w*|отмеча\w*|отмети\w*|подчерк\w*|счита\w*|"
    r"называ\w*|назва\w*|сообщ\w*|предупре\w*|объясн\w*|добав\w*|призна\w*)\b",
    re.IGNORECASE,
)
NARRATED = re.compile(r"\s+(?:for|about|against|on|with|um|über|gegen|pour|contre)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""What follows a verb that tells what somebody did, and not what they said: asked for, called on."""
POSSESSIVE = re.compile(r"[’'](?:s\b)?")
WRITER_OF = re.compile(r"[’']s?\s+(?:\w+\s+)?(?:author|reporter|writer|correspondent|columnist|journalist|op-ed)\b")
TITLES = re.compile(
    r"\s+(?:(?:the|then|former|[Pp]resident|[Mm]inister|[Mm]ayor|[Cc]aptain|Mr\.?|Ms\.?|Mrs\.?|Dr\.?)\s+)*"
)
"""What stands between a verb and the name behind it: said President X."""
SPEECH_NOUN = re.compile(
    r"\s*[’']s?\s+(?:own\s+|famous\s+|later\s+|stark\s+)?(?:claims?|words?|statements?|orders?|warnings?|assertions?|"
    r"phrases?|"
    r"views?|remarks?|arguments?|speech|verdict|judge?ments?|conclusions?|account|description|promise|insistence|"
    r"observation|formulation|wording|version|point|position|thesis|reading|article|reply|question|complaint|line|sentence|Worte?n?|Behauptung|Satz|Urteil)\b"
)
OBJECT = re.compile(
    r"\b(?:of|about|to|with|against|on|upon|from|between|unlike|toward|towards|than|under|over|von|über|an|mit|zu|"
    r"gegen|auf|de|du|"
    r"sur|à|avec|contre|о|об|с|к|от|против)\s+(?:the\s+|former\s+|[Pp]resident\s+|[Mm]inister\s+|Mr\.?\s+)*$"
)
"""What stands before a name that is spoken of or to, and does not speak."""
PASSED_ON = re.compile(
    r"\b(?:orders?|commands?|calls?|requests?|promises?|threats?|statements?|slogans?|claims?|phrases?|words?|Befehl\w*|"
    r"Aufruf\w*|Bitte|Satz|Parole|Worte?n?|ordre|appel|phrase|mots|slogan|приказ\w*|призыв\w*|слова|лозунг\w*)"
    r"(?:\s+(?:to|that|for|of|zu|de|о))?[\s,:]*$|"
    r"\b(?:quot|cit|repeat|recount|report|mention|zitier|erwähn|цитир)\w*\s+(?:it|this|that|them|both|sie|ihn|es|их|его)\b",
    re.IGNORECASE,
)
"""What says in an author's sentence that the words are somebody else's: the order to …, she quotes it too."""
ASIDE = re.compile(r"\s*[,—–]\s*(?:as\s+)?(?:he|she|they|er|sie|il|elle|ils|он|она|они)\s+", re.IGNORECASE)
"""What stands between a name and a verb where somebody else says the sentence: Erdogan, she writes, …"""
ABOUT = re.compile(
    r"\b(?:about|to|with|against|on|toward|towards|over|über|mit|zu|gegen|sur|avec|contre|о|об|против)\s+"
    r"(?:the\s+|den\s+|die\s+|l[ea]\s+|former\s+|[Pp]resident\s+|[Mm]inister\s+)*$"
)
"""What stands before a name that a sentence is about, and behind which a colon follows."""
RELATIVE = re.compile(r",\s*(?:who|which|der|die|das|qui|котор\w+)\s[^,\x01]*$", re.IGNORECASE)
"""What stands before a verb of a relative clause, whose words the next quotation is not part of."""
PRONOUN_SUBJECT = re.compile(
    r"\b(?:he|she|they|it|er|sie|es|man|il|elle|ils|elles|on|он|она|они|who|which|wer|qui)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
UNKNOWN_NAME = re.compile(r"(?<![\w’'.-])(?:[A-ZА-ЯÉ][\w’-]+\s+)?[A-ZА-ЯÉ][\w’-]+\s+$")
NO_STRANGER = frozenset(
    "the this that these those a an as in on at but and while when he she it they we i one some many most others "
    "critics "
    "analysts experts observers there here what who so yet if for no le la les un une il elle ce cette der die das "
    "ein eine "
    "er sie es officials scholars historians another first second finally later then elsewhere".split()
)
ROLE = re.compile(
    r"\b(?P<article>the|an?|der|die|das|dem|den|des|le|la|un|une|du)\s+(?:[\w-]+\s+){0,2}?(?P<role>(?:prime |foreign |"
    r"vice )?(?:president|minister|"
    r"chairman|chairwoman|ambassador|spokes(?:man|woman|person)|secretary|mayor|governor|lawmaker|deputy|mp|professor|"
    r"scholar|"
    r"expert|general|opposition|protesters|protestors|director|engineer|farmer|fisherman|captain|doctor|teacher|"
    r"leader|chief|official|"
    r"government|ministry)|author|reporter|journalist|writer|columnist|correspondent|article|piece|text|dispatch|"
    r"report|essay|op-ed|"
    r"präsident|\w*ministerium|regierung|ministère|gouvernement|министерство|правительство|minister\w*|sprecher\w*|autorin|autor|reporterin|reporter|journalistin|journalist|artikel|"
    r"bürgermeister\w*|"
    r"président\w*|ministre|porte-parole|auteure?|maire|журналист\w*|автор\w*|министр\w*|президент\w*)\b",
    re.IGNORECASE,
)
TEXTS = frozenset("article piece text dispatch report essay op-ed artikel".split())
"""What holds everybody's words: “the article says” names nobody."""
AUTHORS = frozenset(
    "author reporter journalist writer columnist correspondent autor autorin reporterin journalistin auteur auteure "
    "автор журналист".split()
)
SAME_ROLE = {
    "präsident": "president", "président": "president", "президент": "president", "sprecher": "spokesman",
    "sprecherin": "spokeswoman", "porte-parole": "spokes", "spokesperson": "spokes", "ministerin": "minister",
    "ministre": "minister", "министр": "minister", "bürgermeister": "mayor", "bürgermeisterin": "mayor",
    "maire": "mayor", "mp": "parliament", "lawmaker": "parliament",
    "ministerium": "ministry", "außenministerium": "ministry", "innenministerium": "ministry",
    "ministère": "ministry", "министерство": "ministry", "regierung": "government", "gouvernement": "government",
    "правительство": "government",
}  # fmt: skip
"""Roles in other languages and forms, as records name them."""
ENDS = re.compile(r"[.!?…]+[\"'”’»“)\]]*(?=\s+(?:\x01|[\"'„«“‘(\[]*[A-ZÀ-ÞА-Я¿¡]))")
ABBREVIATED = re.compile(
    r"(?:\b(?:p|pp|para|paras|par|pars|Mr|Mrs|Ms|Dr|Prof|St|vs|cf|vgl|Vgl|Abs|S|bzw|z\.\s?B|d\.\s?h|usw|ca|etc|e\.g|"
    r"i\.e|No|Nr|al|"
    r"ed|eds|vol|qtd|zit|Gen|Col|Sen|абз|стр|см|др|т\.\s?е|цит|[A-ZА-Я])|\d)\.$"
)
TERM = re.compile(
    r"(?:\bso-called|\b(?:call|term|dub|label|nam)(?:s|ed|led|bed|e|es)?(?: (?:it|this|that|them|these|him|her))?|"
    r"known as|a kind of|"
    r"sogenannte\w*|soi-disant|так называем\w*)(?: an?| the| einen?| une?)?\s*$",
    re.IGNORECASE,
)
"""What stands before a term in quotation marks: `so-called`, `call it a`."""
COMMON = re.compile(
    r"\b(?:(?:old|common|popular|familiar|proverbial) (?:saying|line|joke)|saying goes|proverbs?|adages?|maxim|idiom|"
    r"(?:essay|exercise|assignment|exam|set|course|given)\W+(?:question|prompt|task|asks)|prompt (?:asks|reads|says)|"
    r"question(?: \w+){0,5} (?:is|was|reads?|asks|set|asked)|research question|frage(?: \w+){0,4} (?:lautet|war|ist)|"
    r"sprichw\w*|redensart\w*|redewendung\w*|volksmund|(?:frage|aufgaben)stellung|aufgabe (?:lautet|fragt|heißt)|"
    r"(?:somebody|someone|a friend|a student|classmates?|my \w+) (?:\w+ ){0,2}(?:asks?|asked|says?|said)|"
    r"jemand (?:fragt|sagt)\w*|quelqu[’']un (?:a dit|disait|demande)|"
    r"proverbe\w*|dicton\w*|adage|l[’']énoncé|la consigne|пословиц\w*|поговорк\w*|вопрос задания|в задании)\b",
    re.IGNORECASE,
)
"""What says that words are of no reading: a proverb, the question of the assignment, somebody in the seminar."""
CAVEAT = re.compile(
    r"re-?translat|translated (?:back|copy|twice)|in translation|translat\w+ copy|machine[- ]translat|rückübersetz|"
    r"zurückübersetz|"
    r"übersetz|retradui|traduit|traduction|перевод|not (?:his|her|their) exact words|words to th(?:at|is) effect",
    re.IGNORECASE,
)
"""How an essay says that speech has passed through a translation."""
EXACTLY = re.compile(
    r"(?<!not )(?<!not (?:his|her) )(?<!not their )\b(?:exact words|word for word|verbatim|literally)|wörtlich|"
    r"mot pour mot|textuellement|дословно|буквально",
    re.IGNORECASE,
)
"""How a sentence says that speech is exact, whatever its paragraph says of translations."""
