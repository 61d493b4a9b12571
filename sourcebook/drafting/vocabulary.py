"""Words of each language that the rules of attribution need, and the thresholds that were tuned: data and nothing else.

What a library knows stands in none of these lists: months, days, countries and languages come from CLDR, numbers from
text2num. English is whole; the other languages have what dates, numbers and quoted speech need.
`python -m benchmarks draft` tunes `Thresholds` on four articles and tells on the fifth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Thresholds:
    """What was tuned: the likeness from which two accounts tell one event, or two spellings name one actor."""

    """Shortest: the length that a short account counts as, lest a single word make it like another."""

    same_event: float = 0.1
    same_day: float = 0.2
    shortest: float = 16.0
    same_name: float = 86
    maybe_name: float = 74


@dataclass(frozen=True)
class Lexicon:
    """Words of one language, in lower case; a word of several parts is written with spaces."""

    language: str = "en"
    saying: frozenset[str] = frozenset()
    """Verbs of saying, as a sentence has them behind or before a speaker."""
    naming: frozenset[str] = frozenset()
    """Those that name or move somebody, and report what is said only where "that" follows."""
    told: frozenset[str] = frozenset()
    """Nouns for what somebody says: words in quotation marks behind one are that person's."""
    according: tuple[str, ...] = ()
    term: tuple[str, ...] = ()
    """What stands before a term or a title in quotation marks: no speech."""
    pronouns: frozenset[str] = frozenset()
    many: frozenset[str] = frozenset("they ils elles они".split())
    """Those among them that mean several."""
    titles: frozenset[str] = frozenset()
    """Offices and forms of address before a name."""
    address: frozenset[str] = frozenset()
    """Forms of address, which say no office."""
    attributes: frozenset[str] = frozenset()
    """Words of offices that make none alone: former, acting."""
    bodies: frozenset[str] = frozenset()
    """Head words of the names of organisations."""
    abbreviations: frozenset[str] = frozenset()
    """Those that name no body."""
    outlets: frozenset[str] = frozenset()
    """What stands before the name of a medium."""
    regions: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    buildings: frozenset[str] = frozenset()
    """Words of the names of regions, before the names of towns, of the names of buildings."""
    where: frozenset[str] = frozenset()
    """Prepositions before a place."""
    towards: frozenset[str] = frozenset()
    """Those among them that stand before people as well."""
    joins: frozenset[str] = frozenset()
    """Words that join the parts of a body's name."""
    relative: tuple[tuple[str, str, int], ...] = ()
    """Days told from the day of writing: the words, the unit, how many back (negative) or ahead."""
    ago: tuple[str, ...] = ()
    """Patterns of a stretch before the day of writing; `N` stands for a number and `U` for a unit of time."""
    units: tuple[tuple[str, str], ...] = ()
    """Words for units of time, each with the unit."""
    same_day: tuple[str, ...] = ()
    next_day: tuple[str, ...] = ()
    since: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    begin: frozenset[str] = frozenset()
    """Before a date: from it on, up to it, the first of two."""
    seasons: tuple[tuple[str, int], ...] = ()
    parts_of_day: tuple[tuple[str, str], ...] = ()
    clock_words: tuple[str, ...] = ()
    """What stands before an hour without minutes (`at`, `um`)."""
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    scales: tuple[tuple[str, float], ...] = ()
    multiples: tuple[tuple[str, float], ...] = ()
    per_cent: tuple[str, ...] = ()
    modal: frozenset[str] = frozenset()
    """Words of clauses about what is to come."""
    advice: frozenset[str] = frozenset()
    harm: frozenset[str] = frozenset()
    acts: tuple[str, ...] = ()
    """Words for one kind of act, the act first: two accounts are alike that tell it in other words."""
    stops: frozenset[str] = frozenset()
    """Words that carry no content: two accounts do not tell one event because both have them."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _list(words: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in words.split("|"))


def _pairs(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((key.strip(), value.strip()) for key, _, value in (each.partition("=") for each in words.split("|")))


_ENGLISH = Lexicon(
    language="en",
    saying=_set(
        "said says say saying told tells added adds wrote writes warned warns announced announces announcing declared "
        "declares stated states stating argued argues explained explains insisted insists noted notes reported reports "
        "replied replies asked asks called calls calling termed described describes admitted admits acknowledged denied "
        "denies promised promises vowed vows suggested suggests predicted predicts recalled recalls concluded concludes "
        "confirmed confirms stressed stresses urged urges demanded demands claimed claims complained complains tweeted "
        "remarked remarks observed commented comments joked bragged boasted accused accuses branded dismissed "
        "shouted shouting shout chanted chanting chant cried read reads answered answers thanked thanking testified "
        "praised pledged pledges conceded concedes hinted hints expressed expresses expressing voiced requested requests"
    ),
    naming=_set(
        "call calls called calling termed described describes thanked thanking praised accused accuses branded dismissed "
        "asked asks demanded demands urged urges read reads declared declares requested requests answered chanted shouted "
        "expressed expresses expressing voiced noted hinted denied denies announced promised pledged"
    ),
    told=_set(
        "statement speech address order orders letter interview message tweet post remarks words report appeal call "
        "calls pledge promise slogan slogans demand threat threats warning testimony telegram note communique"
    ),
    according=_list("according to|in the words of|as reported by|in the view of|in the opinion of"),
    term=_list(
        "known as|called|so-called|named|title of|titled|entitled|dubbed|nicknamed|title|term|phrase|word|labelled|labeled"
        "|described as a|as a|as an|as|of the|the|a|an|their|its|his|her"
    ),
    pronouns=_set("he she they"),
    titles=_set(
        "president presidents mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir lord lady dame king queen prince "
        "princess emperor pope bishop archbishop cardinal rabbi imam sheikh sultan emir minister ministers chancellor "
        "premier governor mayor senator congressman congresswoman ambassador judge justice general gen. colonel col. major "
        "captain capt. lieutenant lt. sergeant sgt. admiral commander inspector superintendent commissioner chief "
        "secretary chairman chairwoman chair director head leader speaker spokesman spokeswoman spokesperson coach editor "
        "engineer officer candidate activist analyst economist historian lawyer author writer journalist deputy vice "
        "former acting prime foreign interior defence defense finance first press executive managing opposition ex-president "
        "attorney state"
    ),
    address=_set("mr mrs ms miss dr prof professor sir lord lady dame"),
    attributes=_set("former acting deputy vice prime foreign interior defence defense finance first executive managing "
                    "opposition chief press head state general attorney"),
    bodies=_set(
        "ministry council committee commission party union organisation organization agency authority assembly parliament "
        "congress senate court bank university college institute academy school hospital department office bureau service "
        "services army navy force forces police guard brigade board federation confederation league alliance association "
        "society foundation fund corporation company group club church government cabinet administration movement front "
        "coalition community times post news press herald tribune gazette journal chronicle courier telegraph guardian "
        "house center centre observatory survey treaty pact network watch international nations federation secretariat "
        "inspectorate chamber tribunal syndicate airlines railways railway ports unions bar cross crescent"
    ),
    abbreviations=_set(
        "gdp gnp vat ceo cfo tv dna hiv aids covid mp mps pm am gps url usb ai it hr pr vip iq id ok utc gmt est cet bst "
        "ngo ngos lpg lng suv suvs cctv sms pdf faq cv bbq rip asap usd eur gbp"
    ),
    outlets=_set("outlet agency newspaper magazine daily weekly broadcaster channel station website watchdog company firm"
                 " party group charity union operator carrier bank"),
    regions=_set(
        "north south east west northern southern eastern western central middle upper lower asia europe africa america "
        "sea ocean gulf bay strait river lake valley mountains mount island islands peninsula coast desert basin province "
        "region district county state territory oblast caucasus balkans continent"
    ),
    towns=_set("city town village port capital suburb municipality"),
    buildings=_set("palace residence airport square station tower bridge building hall dam prison stadium hotel embassy"
                   " cathedral mosque square street avenue"),
    where=_set("in at near from outside around across to into towards toward inside reach reached"),
    towards=_set("to into towards toward from around across"),
    joins=_set("of for and the de la du des del on"),
    relative=(
        ("yesterday", "day", -1), ("last night", "day", -1), ("today", "day", 0), ("tonight", "day", 0),
        ("this morning", "day", 0), ("tomorrow", "day", 1), ("last week", "week", -1), ("this week", "week", 0),
        ("next week", "week", 1), ("last month", "month", -1), ("earlier this month", "month", 0),
        ("later this month", "month", 0), ("this month", "month", 0), ("next month", "month", 1),
        ("last year", "year", -1), ("earlier this year", "year", 0), ("later this year", "year", 0),
        ("this year", "year", 0), ("next year", "year", 1),
    ),
    ago=("N U ago", "N U earlier"),
    units=_pairs("days=day|day=day|weeks=week|week=week|months=month|month=month|years=year|year=year|decades=decade"
                 "|decade=decade|hours=hour|hour=hour|minutes=minute|minute=minute"),
    same_day=_list("on the same day|the same day|that same day|that day|during that day|that evening|that night"
                   "|that morning|that afternoon|the same evening|the same night"),
    next_day=_list("the next day|the following day|a day later|the day after|the next morning|the following morning"),
    since=_set("since after"),
    until=_set("until till by before"),
    begin=_set("from between"),
    seasons=(("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)),
    parts_of_day=_pairs("morning=morning|noon=noon|midday=noon|afternoon=afternoon|evening=evening|night=night"
                        "|midnight=midnight|dawn=morning|dusk=evening"),
    clock_words=("at", "around", "about", "by", "until", "before", "after", "from", "between", "and", "shortly after"),
    at_least=_list("more than|at least|over|no fewer than|no less than|not less than|upwards of|above|exceeding|well over"
                   "|a minimum of|nearly more than"),
    at_most=_list("less than|fewer than|up to|at most|no more than|not more than|under|below|as many as|a maximum of"
                  "|almost|nearly|close to"),
    between=_list("between|from"),
    scales=(("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12),
            ("dozen", 12), ("m", 1e6), ("bn", 1e9), ("tn", 1e12)),
    multiples=(("doubled", 2), ("doubling", 2), ("tripled", 3), ("trebled", 3), ("quadrupled", 4), ("halved", 0.5),
               ("twice", 2)),
    per_cent=("percent", "per cent", "%", "percentage points"),
    modal=_set("will would may might could shall should must likely unlikely expected expects risk risks threatens "
               "threaten plans poised 'll won't"),
    advice=_set("should must ought needs need recommend recommends urged urges"),
    harm=_set(
        "harm harms erode damage damages undermine weaken threaten threatens risk risks danger fear fears lose worsen "
        "collapse crisis war unrest suffer hurt destroy negative cost losses failure fail shortage shortages discredit "
        "infuriate mistake violence vulnerable dependent sanctions instability isolate split bankrupt poverty inflation"
    ),
    acts=(
        "dismiss sack fire oust remove dismissal ouster removal strip replace sacking",
        "die kill dead death deaths fatal victim casualty slain perish lives",
        "arrest detain custody jail imprison detention prison",
        "begin start erupt break launch outbreak began broke",
        "resign quit relinquish resignation",
        "request ask appeal help requested",
        "send deploy dispatch deployment sending",
        "troops soldiers forces military peacekeepers army",
        "protest demonstration rally unrest protester demonstrator riot uprising",
        "attack storm seize assault raid capture occupy",
        "rise increase double jump soar surge spike raise",
        "fall drop decline plunge cut decrease fell",
        "elect election vote poll ballot",
        "strike walkout stoppage picket",
        "earthquake quake tremor aftershock",
        "flood water river deluge",
        "injure wound hurt injury",
        "agree deal accord pact agreement treaty compromise",
        "arrive land arrival",
        "leave withdraw withdrawal pull depart",
        "invade invasion incursion",
        "shoot gunfire shot shooting",
        "gas fuel petrol oil",
        "appoint name nominate successor",
        "peaceful calm quiet",
        "destroy ruin wreck damage collapse",
        "rescue save evacuate evacuation",
        "rule govern power reign",
    ),
    stops=_set(
        "the a an and or but of in on at to from by for with as is are was were be been being has had have that this "
        "these those it its his her their he she they him them who which what when where while after before since until "
        "into over under about than then there here not no nor so if also only very just more most such other some any "
        "all both each own same one two three would will could may might should can must do does did said says say told "
        "according during between against through out up down off again even now still because mr mrs ms dr president "
        "former year years day days week weeks month months time country people new first last many some few every old "
        "several another much less each you your we our us i my me let yes no why how well"
    ),
)  # fmt: skip

_FRENCH = Lexicon(
    language="fr",
    saying=_set("dit déclaré déclare affirmé affirme ajouté ajoute expliqué explique annoncé annonce indiqué indique "
                "estimé estime souligné souligne répondu répond assuré assure écrit raconte averti précisé précise"),
    told=_set("déclaration discours communiqué lettre message ordre"),
    according=_list("selon|d'après"),
    term=_list("appelé|dit|nommé|le|la|un|une|les"),
    pronouns=_set("il elle ils elles"),
    titles=_set("président présidente m. mme ministre premier première docteur dr maire général colonel professeur chef "
                "directeur directrice porte-parole ancien ancienne"),
    bodies=_set("ministère conseil comité commission parti union organisation agence assemblée parlement sénat cour banque "
                "université institut office police armée syndicat fédération"),
    outlets=_set("agence journal quotidien chaîne site"),
    towns=_set("ville village port capitale commune"), where=_set("à en près depuis"),
    joins=_set("de la du des et pour d'"),
    relative=(("hier", "day", -1), ("avant-hier", "day", -2), ("aujourd'hui", "day", 0), ("demain", "day", 1),
              ("la semaine dernière", "week", -1), ("cette semaine", "week", 0), ("le mois dernier", "month", -1),
              ("ce mois-ci", "month", 0), ("l'année dernière", "year", -1), ("l'an dernier", "year", -1),
              ("cette année", "year", 0)),
    ago=("il y a N U",),
    units=_pairs("jours=day|jour=day|semaines=week|semaine=week|mois=month|ans=year|an=year|années=year|année=year"
                 "|heures=hour|heure=hour"),
    same_day=_list("le même jour|ce jour-là"), next_day=_list("le lendemain"),
    since=_set("depuis après"), until=_set("jusqu'au jusqu'en avant"), begin=_set("du de entre"),
    seasons=(("printemps", 21), ("été", 22), ("automne", 23), ("hiver", 24)),
    parts_of_day=_pairs("matin=morning|midi=noon|après-midi=afternoon|soir=evening|nuit=night|minuit=midnight"),
    clock_words=("à", "vers", "dès"),
    at_least=_list("plus de|au moins"), at_most=_list("moins de|jusqu'à|au plus|près de"), between=_list("entre|de"),
    scales=(("cents", 1e2), ("mille", 1e3), ("millions", 1e6), ("million", 1e6), ("milliards", 1e9), ("milliard", 1e9)),
    multiples=(("doublé", 2), ("triplé", 3)), per_cent=("pour cent", "%"),
    modal=_set("va vont pourrait pourraient devrait devraient doit sera seront risque"),
    advice=_set("devrait devraient doit faut"), harm=_set("risque menace nuire danger crise perte"),
    stops=_set("le la les un une des de du et ou à au aux en dans sur par pour avec que qui est sont a ont été se ce cette"),
)  # fmt: skip

_GERMAN = Lexicon(
    language="de",
    saying=_set("sagte sagt erklärte erklärt betonte betont schrieb schreibt teilte mitteilte kündigte warnte warnt forderte "
                "fordert berichtete berichtet meinte meint fügte antwortete nannte ergänzte sagten räumte hieß heißt"),
    told=_set("erklärung rede brief mitteilung befehl"),
    according=_list("laut|nach angaben von|nach angaben des|nach angaben der|zufolge"),
    term=_list("sogenannte|sogenannten|genannt|der|die|das|ein|eine"),
    pronouns=_set("er sie"),
    titles=_set("präsident präsidentin herr frau dr. prof. minister ministerin kanzler kanzlerin bundeskanzler "
                "bundeskanzlerin bürgermeister bürgermeisterin general oberst sprecher sprecherin chef chefin direktor "
                "direktorin ministerpräsident außenminister außenministerin innenminister"),
    bodies=_set("ministerium rat ausschuss kommission partei union organisation agentur behörde parlament bundestag gericht "
                "bank universität institut amt polizei armee gewerkschaft verband"),
    outlets=_set("agentur zeitung magazin sender"), towns=_set("stadt dorf hafen hauptstadt gemeinde"),
    where=_set("in bei nach aus nahe"), joins=_set("für der des von und"),
    relative=(("vorgestern", "day", -2), ("gestern", "day", -1), ("heute", "day", 0), ("morgen", "day", 1),
              ("letzte woche", "week", -1), ("vergangene woche", "week", -1), ("diese woche", "week", 0),
              ("letzten monat", "month", -1), ("vergangenen monat", "month", -1), ("letztes jahr", "year", -1),
              ("im vergangenen jahr", "year", -1), ("dieses jahr", "year", 0)),
    ago=("vor N U",),
    units=_pairs("tagen=day|tag=day|tage=day|wochen=week|woche=week|monaten=month|monat=month|monate=month|jahren=year"
                 "|jahr=year|jahre=year|stunden=hour|stunde=hour"),
    same_day=_list("am selben tag|am gleichen tag"), next_day=_list("am nächsten tag|am folgenden tag|tags darauf"),
    since=_set("seit nach"), until=_set("bis vor"), begin=_set("von zwischen vom"),
    seasons=(("frühjahr", 21), ("frühling", 21), ("sommer", 22), ("herbst", 23), ("winter", 24)),
    parts_of_day=_pairs("morgen=morning|vormittag=morning|mittag=noon|nachmittag=afternoon|abend=evening|nacht=night"
                        "|mitternacht=midnight"),
    clock_words=("um", "gegen", "ab"),
    at_least=_list("mehr als|mindestens|über"), at_most=_list("weniger als|höchstens|bis zu|fast|knapp"),
    between=_list("zwischen|von"),
    scales=(("hundert", 1e2), ("tausend", 1e3), ("millionen", 1e6), ("million", 1e6), ("milliarden", 1e9),
            ("milliarde", 1e9)),
    multiples=(("verdoppelt", 2), ("verdreifacht", 3)), per_cent=("prozent", "%"),
    modal=_set("wird werden könnte könnten dürfte dürften soll sollen muss müssen sollte"),
    advice=_set("sollte sollten muss müssen"), harm=_set("gefahr schaden risiko krise verlust bedroht"),
    stops=_set("der die das ein eine und oder in im am an auf zu von mit für ist sind war waren hat haben dass sich nicht"),
)  # fmt: skip

_RUSSIAN = Lexicon(
    language="ru",
    saying=_set("сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили отметил отметила подчеркнул "
                "подчеркнула добавил добавила объявил объявила написал написала пояснил пояснила рассказал рассказала "
                "ответил ответила говорит предупредил"),
    told=_set("заявление заявлении речь речи письмо письме приказ обращение обращении"),
    according=_list("по словам|по данным|по мнению|согласно"),
    term=_list("так называемый|так называемые|под названием"),
    pronouns=_set("он она они"),
    titles=_set("президент президента министр министра премьер-министр господин госпожа мэр генерал директор глава "
                "губернатор депутат"),
    bodies=_set("министерство совет комитет комиссия партия союз организация агентство парламент суд банк университет "
                "институт полиция армия профсоюз"),
    outlets=_set("агентство газета телеканал"), towns=_set("город городе село порт столица"), where=_set("в из под"),
    relative=(("позавчера", "day", -2), ("вчера", "day", -1), ("сегодня", "day", 0), ("завтра", "day", 1),
              ("на прошлой неделе", "week", -1), ("на этой неделе", "week", 0), ("в прошлом месяце", "month", -1),
              ("в прошлом году", "year", -1), ("в этом году", "year", 0)),
    ago=("N U назад",),
    units=_pairs("дней=day|дня=day|день=day|недель=week|недели=week|неделю=week|месяцев=month|месяца=month|месяц=month"
                 "|лет=year|года=year|год=year|часов=hour|часа=hour|час=hour"),
    same_day=_list("в тот же день|в этот день"), next_day=_list("на следующий день"),
    since=_set("после"), until=_set("до к"), begin=_set("с между"),
    seasons=(("весной", 21), ("летом", 22), ("осенью", 23), ("зимой", 24)),
    parts_of_day=_pairs("утром=morning|утра=morning|полдень=noon|днем=afternoon|вечером=evening|вечера=evening"
                        "|ночью=night|полночь=midnight"),
    clock_words=("в", "около"),
    at_least=_list("более|свыше|не менее|по меньшей мере|больше"), at_most=_list("менее|не более|до|почти"),
    between=_list("от|между"),
    scales=(("тысяча", 1e3), ("тысячи", 1e3), ("тысяч", 1e3), ("тыс", 1e3), ("миллион", 1e6), ("миллиона", 1e6),
            ("миллионов", 1e6), ("млн", 1e6), ("миллиард", 1e9), ("миллиарда", 1e9), ("миллиардов", 1e9), ("млрд", 1e9)),
    per_cent=("процентов", "процента", "процент", "%"),
    modal=_set("будет будут может могут должен должна должны"), advice=_set("должен должна должны следует"),
    harm=_set("угроза опасность кризис ущерб риск"),
    stops=_set("и в на с по из к о об что как не это за от до для при он она они его ее их был была были быть"),
)  # fmt: skip

_LEXICONS = {each.language: each for each in (_ENGLISH, _FRENCH, _GERMAN, _RUSSIAN)}
THRESHOLDS = Thresholds()


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; of one without a list, none: dates and numbers are still found."""
    return _LEXICONS.get(language) or Lexicon(language=language)
