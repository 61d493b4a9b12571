"""Invented articles in fifteen languages, each with the furniture that a page of that language sets around it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """An article: what may be quoted of it, and around it what may not. Every sentence stands once."""

    language: str
    title: str
    author: str
    byline: str
    date: str
    standfirst: str
    body: tuple[str, ...]
    heading: str
    caption: str
    menu: tuple[str, ...]
    teasers: tuple[str, ...]
    comments: tuple[str, ...]
    comments_heading: str
    related_heading: str
    newsletter: str
    cookies: str
    advertisement: str
    issued: str = "2031-02-03"

    @property
    def furniture(self) -> tuple[str, ...]:
        return (*self.menu, *self.teasers, *self.comments, self.newsletter, self.cookies)


EN = Article(
    "en", "No boat to Merrow Island", "Ilsa Quill", "By Ilsa Quill", "3 February 2031",
    "The ferry has stopped, and nobody on the island was asked what should come next.",
    (
        "The ferry to Merrow Island stopped on Monday, and nobody on the quay could say when it would sail again, the harbour office told reporters.",
        "The harbour master, Tomas Reed, said: “The engine is not safe. We sail again in spring.” Possibly the company will bring it back in April.",
        "About 300 islanders depend on the boat, although 40 of them own one, according to a count that the council made in the autumn.",
        "“No,” he said.",
        "The council meets on Friday to hear the islanders, the company and the harbour master in turn, and it has asked for the papers of the engine.",
        "Fishermen carry letters across when the weather lets them, as their grandparents used to do before there was a line to the mainland.",
    ),
    "What comes next", "The quay of Merrow on a winter morning.",
    ("Home", "World news", "Weather service"),
    ("Bread prices rise again in the hills", "A whale was seen in the northern bay", "Snow closes two schools of the district"),
    ("I have waited on that quay for three hours and nobody told us anything at all.", "My cousin says that the engine was mended last year and broke again at once."),
    "Comments", "Related stories",
    "Sign up for our morning newsletter and never miss a story from the coast.",
    "We use cookies to make this site work and to measure how it is read.", "Advertisement",
)  # fmt: skip
FR = Article(
    "fr", "Plus de bateau pour l’île de Merrow", "Anne Le Goff", "Par Anne Le Goff", "3 février 2031",
    "Le bac est à l’arrêt, et personne sur l’île n’a été consulté sur la suite.",
    (
        "Le bac de l’île de Merrow ne circule plus depuis lundi, et personne sur le quai ne savait dire quand il reprendrait la mer.",
        "Le capitaine du port, Tomas Reed, a déclaré : « Le moteur n’est pas sûr. Nous repartirons au printemps. » La compagnie reviendra peut-être en avril.",
        "Environ 300 habitants dépendent du bateau, bien que quarante d’entre eux en possèdent un, selon un décompte de la mairie.",
        "Le conseil se réunit vendredi pour entendre tour à tour les habitants, la compagnie et le capitaine, et il a demandé les papiers du moteur.",
        "Les pêcheurs portent le courrier quand le temps le permet, comme le faisaient leurs grands-parents avant l’ouverture de la ligne.",
    ),
    "Et maintenant", "Le quai de Merrow un matin d’hiver.",
    ("Accueil", "Monde", "Météo marine"),
    ("Le prix du pain augmente encore dans les collines", "Une baleine aperçue dans la baie du nord", "La neige ferme deux écoles du canton"),
    ("J’ai attendu trois heures sur ce quai sans que personne ne nous dise rien.", "Mon cousin affirme que le moteur a été réparé l’an dernier pour rien."),
    "Commentaires", "Sur le même sujet",
    "Recevez chaque matin notre lettre d’information et ne manquez rien de la côte.",
    "Nous utilisons des cookies pour faire fonctionner ce site et mesurer son audience.", "Publicité",
)  # fmt: skip
DE = Article(
    "de", "Kein Schiff nach Merrow", "Hanna Brik", "Von Hanna Brik", "3. Februar 2031",
    "Die Fähre liegt still, und auf der Insel hat niemand gefragt, wie es weitergehen soll.",
    (
        "Die Fähre zur Insel Merrow fährt seit Montag nicht mehr, und am Kai konnte niemand sagen, wann sie wieder ablegen wird.",
        "Der Hafenmeister Tomas Reed sagte: „Der Motor ist nicht sicher. Wir fahren im Frühjahr wieder.“ Vielleicht bringt die Gesellschaft sie im April zurück.",
        "Rund 300 Menschen sind auf das Schiff angewiesen, obwohl vierzig von ihnen ein eigenes Boot besitzen, wie der Rat im Herbst zählte.",
        "Der Rat tagt am Freitag, um nacheinander die Bewohner, die Gesellschaft und den Hafenmeister zu hören, und er hat die Papiere des Motors verlangt.",
        "Fischer bringen Briefe hinüber, wenn das Wetter es zulässt, so wie es ihre Großeltern taten, bevor es die Linie gab.",
    ),
    "Wie es weitergeht", "Der Kai von Merrow an einem Wintermorgen.",
    ("Startseite", "Welt", "Seewetter"),
    ("Brot wird in den Hügeln wieder teurer", "Ein Wal wurde in der Nordbucht gesehen", "Schnee schließt zwei Schulen im Kreis"),
    ("Ich habe drei Stunden an diesem Kai gewartet, und niemand hat uns etwas gesagt.", "Mein Vetter sagt, dass der Motor letztes Jahr schon einmal repariert wurde."),
    "Kommentare", "Mehr zum Thema",
    "Bestellen Sie unseren Morgenbrief und verpassen Sie keine Nachricht von der Küste.",
    "Wir verwenden Cookies, damit diese Seite funktioniert und wir die Nutzung messen können.", "Anzeige",
)  # fmt: skip
ES = Article(
    "es", "Sin barco a la isla de Merrow", "María José García", "Por María José García", "3 de febrero de 2031",
    "El transbordador está parado y nadie en la isla fue consultado sobre lo que viene.",
    (
        "El transbordador a la isla de Merrow dejó de navegar el lunes, y nadie en el muelle supo decir cuándo volverá a zarpar.",
        "El capitán del puerto, Tomas Reed, dijo: «El motor no es seguro. Volveremos en primavera». Quizá la compañía lo traiga de vuelta en abril.",
        "Unos 300 isleños dependen del barco, aunque cuarenta de ellos tienen uno propio, según el recuento que hizo el concejo en otoño.",
        "El concejo se reúne el viernes para escuchar por turnos a los isleños, a la compañía y al capitán, y ha pedido los papeles del motor.",
        "Los pescadores llevan las cartas cuando el tiempo lo permite, como hacían sus abuelos antes de que existiera la línea.",
    ),
    "Lo que viene", "El muelle de Merrow una mañana de invierno.",
    ("Portada", "Mundo", "Tiempo marino"),
    ("El pan vuelve a subir en las colinas", "Avistan una ballena en la bahía del norte", "La nieve cierra dos escuelas del distrito"),
    ("Esperé tres horas en ese muelle y nadie nos dijo absolutamente nada.", "Mi primo dice que el motor se arregló el año pasado y se rompió enseguida."),
    "Comentarios", "Noticias relacionadas",
    "Reciba cada mañana nuestro boletín y no se pierda nada de la costa.",
    "Usamos cookies para que este sitio funcione y para medir cómo se lee.", "Publicidad",
)  # fmt: skip
RU = Article(
    "ru", "Парома на остров Мерроу нет", "Анна Соколова", "Автор: Анна Соколова", "3 февраля 2031",
    "Паром стоит, и на острове никого не спросили, что будет дальше.",
    (
        "Паром на остров Мерроу не ходит с понедельника, и никто на причале не мог сказать, когда он снова выйдет в море.",
        "Начальник порта Томас Рид сказал: «Двигатель небезопасен. Мы выйдем весной». Возможно, компания вернёт его в апреле.",
        "От парома зависят около 300 жителей, хотя у сорока из них есть своя лодка, как подсчитал совет осенью прошлого года.",
        "Совет соберётся в пятницу, чтобы выслушать по очереди жителей, компанию и начальника порта, и запросил документы на двигатель.",
        "Рыбаки перевозят письма, когда позволяет погода, как делали их деды до того, как открыли линию.",
    ),
    "Что дальше", "Причал Мерроу зимним утром.",
    ("Главная", "В мире", "Морская погода"),
    ("Хлеб в горах снова подорожал", "В северной бухте заметили кита", "Снег закрыл две школы района"),
    ("Я прождал на этом причале три часа, и никто нам ничего не сказал.", "Мой брат говорит, что двигатель чинили в прошлом году и всё зря."),
    "Комментарии", "Читайте также",
    "Подпишитесь на утреннюю рассылку и не пропускайте новости побережья.",
    "Мы используем файлы cookie, чтобы сайт работал и чтобы знать, как его читают.", "Реклама",
)  # fmt: skip
UK = Article(
    "uk", "Порома на острів Мерроу немає", "Оксана Гнатюк", "Автор: Оксана Гнатюк", "3 лютого 2031",
    "Пором стоїть, і на острові нікого не спитали, що буде далі.",
    (
        "Пором на острів Мерроу не ходить із понеділка, і ніхто на причалі не міг сказати, коли він знову вийде в море.",
        "Начальник порту Томас Рід сказав: «Двигун небезпечний. Ми вийдемо навесні». Можливо, компанія поверне його у квітні.",
        "Від порома залежать близько 300 мешканців, хоча сорок із них мають власний човен, як порахувала рада восени.",
        "Рада збереться у п’ятницю, щоб вислухати по черзі мешканців, компанію та начальника порту, і запросила документи на двигун.",
        "Рибалки перевозять листи, коли дозволяє погода, як робили їхні діди до того, як відкрили лінію.",
    ),
    "Що далі", "Причал Мерроу зимового ранку.",
    ("Головна", "Світ", "Морська погода"),
    ("Хліб у горах знову подорожчав", "У північній бухті помітили кита", "Сніг закрив дві школи району"),
    ("Я чекав на цьому причалі три години, і ніхто нам нічого не сказав.", "Мій брат каже, що двигун лагодили торік і все даремно."),
    "Коментарі", "Читайте також",
    "Отримуйте щоранку нашу розсилку та не пропускайте новин узбережжя.",
    "Ми використовуємо файли cookie, щоб сайт працював і щоб знати, як його читають.", "Реклама",
)  # fmt: skip
KK = Article(
    "kk", "Мерроу аралына кеме жоқ", "Асель Нұрланова", "Автор: Асель Нұрланова", "3 ақпан 2031",
    "Паром тоқтап тұр, ал аралда ешкімнен әрі қарай не болатыны сұралмады.",
    (
        "Мерроу аралына баратын паром дүйсенбіден бері жүрмейді, айлақтағы ешкім оның қашан қайта шығатынын айта алмады.",
        "Порт бастығы Томас Рид былай деді: «Қозғалтқыш қауіпсіз емес. Біз көктемде шығамыз». Мүмкін компания оны сәуірде қайтарар.",
        "Паромға шамамен 300 тұрғын тәуелді, алайда олардың қырқының өз қайығы бар, деп есептеді кеңес күзде.",
        "Кеңес жұма күні тұрғындарды, компанияны және порт бастығын кезекпен тыңдау үшін жиналады және қозғалтқыштың құжаттарын сұратты.",
        "Балықшылар ауа райы рұқсат еткенде хаттарды тасиды, желі ашылғанға дейін олардың аталары да солай істеген.",
    ),
    "Әрі қарай не болады", "Мерроу айлағы қысқы таңда.",
    ("Басты бет", "Әлем", "Теңіз ауа райы"),
    ("Тауда нан тағы қымбаттады", "Солтүстік шығанақта кит көрінді", "Қар ауданның екі мектебін жапты"),
    ("Мен осы айлақта үш сағат күттім, ешкім бізге ештеңе айтпады.", "Бауырым қозғалтқышты былтыр жөндеген, бәрі бекер дейді."),
    "Пікірлер", "Тағы оқыңыз",
    "Таңғы хабарламамызды алып тұрыңыз, жағалаудың жаңалығын жіберіп алмаңыз.",
    "Сайт жұмыс істеуі үшін және оқылуын білу үшін cookie файлдарын қолданамыз.", "Жарнама",
)  # fmt: skip
TR = Article(
    "tr", "Merrow Adası’na vapur yok", "Ayşe Yılmaz", "Yazan: Ayşe Yılmaz", "3 Şubat 2031",
    "Vapur durdu ve adada kimseye bundan sonra ne olacağı sorulmadı.",
    (
        "Merrow Adası’na giden vapur pazartesi günü durdu ve iskelede kimse ne zaman yeniden sefere çıkacağını söyleyemedi.",
        "Liman müdürü Tomas Reed “Motor güvenli değil. İlkbaharda yeniden çıkarız” dedi. Şirket belki nisanda geri getirecek.",
        "Yaklaşık 300 adalı vapura bağlı, ancak meclisin sonbaharda yaptığı sayıma göre bunlardan kırkının kendi teknesi var.",
        "Meclis cuma günü adalıları, şirketi ve liman müdürünü sırayla dinlemek için toplanıyor ve motorun belgelerini istedi.",
        "Balıkçılar hava izin verdiğinde mektupları karşıya taşıyor, hat açılmadan önce dedelerinin yaptığı gibi.",
    ),
    "Bundan sonra", "Merrow iskelesi bir kış sabahı.",
    ("Ana sayfa", "Dünya", "Deniz havası"),
    ("Tepelerde ekmek yine zamlandı", "Kuzey koyunda balina görüldü", "Kar ilçede iki okulu kapattı"),
    ("O iskelede üç saat bekledim ve kimse bize hiçbir şey söylemedi.", "Kuzenim motorun geçen yıl onarıldığını ama boşuna olduğunu söylüyor."),
    "Yorumlar", "İlgili haberler",
    "Sabah bültenimizi alın ve kıyıdan hiçbir haberi kaçırmayın.",
    "Bu sitenin çalışması ve nasıl okunduğunu ölçmek için çerez kullanıyoruz.", "Reklam",
)  # fmt: skip
AR = Article(
    "ar", "لا عبّارة إلى جزيرة ميرو", "أحمد بن علي", "بقلم: أحمد بن علي", "3 فبراير 2031",
    "توقفت العبّارة ولم يُسأل أحد في الجزيرة عما سيأتي بعد ذلك.",
    (
        "توقفت العبّارة المتجهة إلى جزيرة ميرو يوم الاثنين، ولم يستطع أحد على الرصيف أن يقول متى ستبحر من جديد.",
        "وقال مدير الميناء توماس ريد: «المحرك ليس آمناً. سنبحر في الربيع». وربما تعيدها الشركة في أبريل.",
        "يعتمد نحو 300 من سكان الجزيرة على العبّارة، مع أن أربعين منهم يملكون قارباً، بحسب إحصاء أجراه المجلس في الخريف.",
        "يجتمع المجلس يوم الجمعة للاستماع إلى السكان والشركة ومدير الميناء بالتناوب، وقد طلب أوراق المحرك.",
        "ينقل الصيادون الرسائل عندما يسمح الطقس بذلك، كما كان يفعل أجدادهم قبل افتتاح الخط.",
    ),
    "ماذا بعد", "رصيف ميرو في صباح شتوي.",
    ("الرئيسية", "العالم", "طقس البحر"),
    ("أسعار الخبز ترتفع مجدداً في التلال", "رصد حوت في الخليج الشمالي", "الثلوج تغلق مدرستين في المنطقة"),
    ("انتظرت ثلاث ساعات على ذلك الرصيف ولم يخبرنا أحد بشيء.", "يقول ابن عمي إن المحرك أُصلح العام الماضي دون جدوى."),
    "التعليقات", "مواضيع ذات صلة",
    "احصل كل صباح على نشرتنا ولا تفوّت خبراً من الساحل.",
    "نستخدم ملفات تعريف الارتباط كي يعمل هذا الموقع ولقياس قراءته.", "إعلان",
)  # fmt: skip
HE = Article(
    "he", "אין מעבורת לאי מרו", "דנה כהן", "מאת דנה כהן", "3 בפברואר 2031",
    "המעבורת עומדת, ואיש באי לא נשאל מה יהיה הלאה.",
    (
        "המעבורת לאי מרו הפסיקה לפעול ביום שני, ואיש על הרציף לא ידע לומר מתי תפליג שוב.",
        "מנהל הנמל תומאס ריד אמר: ”המנוע אינו בטוח. נפליג שוב באביב.” ייתכן שהחברה תחזיר אותה באפריל.",
        "כשלוש מאות תושבים תלויים במעבורת, אף שלארבעים מהם יש סירה משלהם, לפי ספירה שערכה המועצה בסתיו.",
        "המועצה תתכנס ביום שישי כדי לשמוע לפי התור את התושבים, את החברה ואת מנהל הנמל, וביקשה את מסמכי המנוע.",
        "דייגים מעבירים מכתבים כשמזג האוויר מאפשר, כפי שעשו סביהם לפני שנפתח הקו.",
    ),
    "מה הלאה", "הרציף של מרו בבוקר חורפי.",
    ("ראשי", "עולם", "מזג אוויר ימי"),
    ("מחירי הלחם שוב עולים בגבעות", "לווייתן נראה במפרץ הצפוני", "השלג סגר שני בתי ספר במחוז"),
    ("חיכיתי שלוש שעות על הרציף ואיש לא אמר לנו דבר.", "בן דודי אומר שהמנוע תוקן בשנה שעברה לשווא."),
    "תגובות", "כתבות נוספות",
    "קבלו מדי בוקר את הידיעון שלנו ואל תחמיצו דבר מן החוף.",
    "אנו משתמשים בעוגיות כדי שהאתר יפעל וכדי למדוד כיצד קוראים בו.", "פרסומת",
)  # fmt: skip
HI = Article(
    "hi", "मेरो द्वीप के लिए नाव नहीं", "राम शर्मा", "लेखक: राम शर्मा", "3 फ़रवरी 2031",
    "नौका रुक गई है और द्वीप पर किसी से नहीं पूछा गया कि आगे क्या होगा।",
    (
        "मेरो द्वीप जाने वाली नौका सोमवार से बंद है, और घाट पर कोई नहीं बता सका कि वह फिर कब चलेगी।",
        "बंदरगाह के प्रमुख टॉमस रीड ने कहा: “इंजन सुरक्षित नहीं है। हम वसंत में फिर चलेंगे।” शायद कंपनी उसे अप्रैल में वापस लाए।",
        "लगभग तीन सौ द्वीपवासी नाव पर निर्भर हैं, हालाँकि उनमें से चालीस के पास अपनी नाव है, ऐसा परिषद ने पतझड़ में गिना।",
        "परिषद शुक्रवार को द्वीपवासियों, कंपनी और बंदरगाह के प्रमुख को बारी-बारी से सुनने के लिए बैठेगी, और उसने इंजन के काग़ज़ माँगे हैं।",
        "मौसम ठीक होने पर मछुआरे चिट्ठियाँ पार ले जाते हैं, जैसे उनके दादा लाइन खुलने से पहले करते थे।",
    ),
    "आगे क्या होगा", "सर्दियों की सुबह में मेरो का घाट।",
    ("मुखपृष्ठ", "दुनिया", "समुद्री मौसम"),
    ("पहाड़ियों में रोटी फिर महँगी हुई", "उत्तरी खाड़ी में व्हेल दिखी", "बर्फ़ से ज़िले के दो स्कूल बंद"),
    ("मैंने उस घाट पर तीन घंटे इंतज़ार किया और किसी ने हमें कुछ नहीं बताया।", "मेरे भाई का कहना है कि इंजन पिछले साल बेकार में ठीक कराया गया।"),
    "टिप्पणियां", "संबंधित खबरें",
    "हर सुबह हमारा समाचार पत्र पाइए और तट की कोई ख़बर न छोड़िए।",
    "यह साइट चले और उसका पढ़ा जाना नापा जाए, इसलिए हम कुकी का उपयोग करते हैं।", "विज्ञापन",
)  # fmt: skip
ZH = Article(
    "zh", "梅罗岛没有渡船", "张三丰", "作者：张三丰", "2031年2月3日",
    "渡船停航，岛上没有人被问过接下来该怎么办。",
    (
        "开往梅罗岛的渡船星期一起停航，码头上没有人说得出它什么时候会再次出航，港务处对记者这样说。",
        "港务长托马斯·里德说：“发动机不安全。我们春天再出航。”公司也许会在四月把船开回来。",
        "大约三百名岛民依靠这艘船，不过根据议会去年秋天的统计，其中四十人自己有船。",
        "议会将于星期五开会，依次听取岛民、公司和港务长的意见，并且已经要求查看发动机的文件。",
        "天气允许的时候，渔民把信件带到对岸，就像航线开通以前他们的祖父母所做的那样。",
    ),
    "接下来会怎样", "冬日清晨的梅罗码头。",
    ("首页", "国际", "海上天气"),
    ("山区面包价格再次上涨", "北湾有人看见鲸鱼", "大雪使本区两所学校停课"),
    ("我在那个码头等了三个小时，没有人告诉我们任何消息。", "我表哥说发动机去年修过，可是马上又坏了。"),
    "评论", "相关新闻",
    "欢迎每天早晨收取我们的简报，不错过海岸的任何消息。",
    "我们使用小型文本文件来使本站运行，并了解它怎样被阅读。", "广告",
)  # fmt: skip
JA = Article(
    "ja", "メロー島への船が止まる", "山田太郎", "記者 山田太郎", "2031年2月3日",
    "渡し船は止まり、島の誰もこれからのことを尋ねられなかった。",
    (
        "メロー島への渡し船は月曜日から止まっており、いつまた出るのかを言える人は桟橋に一人もいなかった。",
        "港長のトマス・リードは「エンジンは安全ではない。春にはまた出す」と述べた。会社は四月に戻すかもしれない。",
        "およそ三百人の島民がこの船に頼っているが、議会が秋に数えたところ、そのうち四十人は自分の舟を持っている。",
        "議会は金曜日に開かれ、島民、会社、港長の話を順に聞くことになっており、エンジンの書類を求めている。",
        "天気が許すときには漁師が手紙を運んでいる。航路が開かれる前に祖父母たちがしていたのと同じである。",
    ),
    "これから", "冬の朝のメロー桟橋。",
    ("ホーム", "国際", "海の天気"),
    ("山地でパンの値段がまた上がる", "北の湾で鯨が見つかる", "雪で地区の二校が休みに"),
    ("あの桟橋で三時間待ったが、誰も何も教えてくれなかった。", "いとこの話では、エンジンは去年直したばかりなのにまた壊れたそうだ。"),
    "コメント", "関連記事",
    "毎朝の便りを受け取って、海辺の知らせを逃さないでください。",
    "このサイトを動かし、読まれ方を知るためにクッキーを使っています。", "広告",
)  # fmt: skip
PT = Article(
    "pt", "Sem barco para a ilha de Merrow", "João Pereira", "Por João Pereira", "3 de fevereiro de 2031",
    "O barco parou, e ninguém na ilha foi consultado sobre o que vem a seguir.",
    (
        "O barco para a ilha de Merrow parou na segunda-feira, e ninguém no cais soube dizer quando voltará a navegar.",
        "O capitão do porto, Tomas Reed, disse: “O motor não é seguro. Voltamos na primavera.” Talvez a companhia o traga de volta em abril.",
        "Cerca de 300 ilhéus dependem do barco, embora quarenta deles tenham um próprio, segundo a contagem feita pelo conselho no outono.",
        "O conselho reúne-se na sexta-feira para ouvir, um de cada vez, os ilhéus, a companhia e o capitão, e pediu os papéis do motor.",
        "Os pescadores levam as cartas quando o tempo permite, como faziam os avós antes de existir a linha.",
    ),
    "O que vem a seguir", "O cais de Merrow numa manhã de inverno.",
    ("Início", "Mundo", "Tempo no mar"),
    ("O pão volta a subir nas colinas", "Baleia avistada na baía do norte", "A neve fecha duas escolas do distrito"),
    ("Esperei três horas naquele cais e ninguém nos disse nada.", "O meu primo diz que o motor foi arranjado no ano passado para nada."),
    "Comentários", "Notícias relacionadas",
    "Receba todas as manhãs o nosso boletim e não perca nada da costa.",
    "Usamos cookies para que este sítio funcione e para medir como é lido.", "Publicidade",
)  # fmt: skip
IT = Article(
    "it", "Niente battello per l’isola di Merrow", "Marco Rossi", "Di Marco Rossi", "3 febbraio 2031",
    "Il battello è fermo, e sull’isola nessuno è stato interpellato su ciò che verrà.",
    (
        "Il battello per l’isola di Merrow è fermo da lunedì, e nessuno sul molo sapeva dire quando sarebbe ripartito.",
        "Il comandante del porto, Tomas Reed, ha detto: «Il motore non è sicuro. Ripartiremo in primavera». Forse la compagnia lo riporterà in aprile.",
        "Circa 300 isolani dipendono dal battello, benché quaranta di loro ne abbiano uno, secondo il conteggio fatto dal consiglio in autunno.",
        "Il consiglio si riunisce venerdì per ascoltare a turno gli isolani, la compagnia e il comandante, e ha chiesto le carte del motore.",
        "I pescatori portano le lettere quando il tempo lo permette, come facevano i nonni prima che ci fosse la linea.",
    ),
    "Che cosa verrà", "Il molo di Merrow in una mattina d’inverno.",
    ("Prima pagina", "Mondo", "Meteo marino"),
    ("Il pane aumenta ancora sulle colline", "Avvistata una balena nella baia del nord", "La neve chiude due scuole del distretto"),
    ("Ho aspettato tre ore su quel molo e nessuno ci ha detto niente.", "Mio cugino dice che il motore è stato riparato l’anno scorso per niente."),
    "Commenti", "Articoli correlati",
    "Ricevete ogni mattina la nostra lettera e non perdete nulla della costa.",
    "Usiamo i cookie per far funzionare questo sito e per misurare come viene letto.", "Pubblicità",
)  # fmt: skip

ARTICLES = (EN, FR, DE, ES, RU, UK, KK, TR, AR, HE, HI, ZH, JA, PT, IT)
