"""Words that mark what is not the text: share buttons, counters, bylines, agencies, sections, in the languages we meet.

Everything here is small and general on purpose; the shape and place of a line decide as much as its words
(`clutter.py`, `pasted_page.py`). Words are compared under `text.folding.fold`: capitals, accents and dotted letters do
not matter, so that `PAYLAŞ` is `paylas` here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from desktop_app.text.folding import fold


def words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


def folded(text: str) -> frozenset[str]:
    """Return the words of a list, folded."""
    return frozenset(fold(text).split())


def phrases(text: str) -> str:
    """Return phrases divided by `|` as alternatives of a regular expression, folded."""
    return "|".join(re.escape(fold(phrase.strip())) for phrase in text.split("|") if phrase.strip())


# -- people and offices ------------------------------------------------------------------------------------------------

SMALL = words("of the and for de da di du van von der den bin al la le")
PARTICLES = SMALL | words("y e dos das ibn oğlu qızı kızı оглы кызы фон де ван")
OFFICES = folded(
    """agency bureau center centre college columnist commentator committee company correspondent council department desk
    editor editorial foundation group institute journalist magazine ministry news newspaper office photographer press
    producer reporter review service services society staff team times university writer bürosu büro agentliyi ajansı
    haber haberleri mərkəzi müxbir müxbiri nazirliyi redaktor redaktoru redaksiya redaksiyası jurnalist yazıçı köşə
    muhabir muhabiri gazeteci yazar yazarı gazete gazetesi qəzet qəzeti dergi dergisi jurnal jurnalı memuru агентство
    бюро газета газеты журнал журнала корреспондент министерство отдел пресс редакция редактор служба центр корр собкор
    обозреватель журналист журналистка колумнист фотограф korrespondent redakteur redaktion correspondant envoyé
    corresponsal redacción giornalista redazione"""
)
"""Words of offices and posts: what has one of them is no person, and may stand beside a person's name."""

BYLINE_LABELS = phrases(
    """
    by | written by | text by | words by | story by | reported by | reporting by | report by | author |
    authors | interview by | interviewed by | words | müəllif | müəlliflər | müəllifi | yazar | yazan | yazdı |
    yazarlar | mətn | hazırladı | hazırlayan | hazırlayanlar | söhbətləşdi | müsahibəni apardı |
    müsahibəni aparıb | müxbir | haber | metin | röportaj | söyleşi | muhabir | derleyen | автор | авторы |
    автор текста | автор статьи | текст | материал подготовил | материал подготовила | подготовил |
    подготовила | беседовал | беседовала | записал | записала | корреспондент | von | autor | autorin | par |
    auteur | por | autora | di | autore
    """
)
BYLINE_WITHOUT_COLON = phrases(
    """
    by | written by | text by | words by | story by | reported by | reporting by | report by | interview by |
    interviewed by | материал подготовил | материал подготовила | подготовил | подготовила | беседовал |
    беседовала | записал | записала | von | par | por
    """
)
DATE_LABELS = phrases(
    """
    published | published on | published at | updated | last updated | last modified | posted | posted on |
    date | dərc olunub | tarix | dərc edilib | yayımlanma | yayınlanma | yayınlanma tarihi | yayın tarihi |
    güncelleme | son güncelleme | güncellenme | güncellenme tarihi | tarih | yenilənib | yeniləndi |
    опубликовано | обновлено | дата | дата публикации | veröffentlicht | publié le | mis à jour | publicado
    """
)
TAG_LABELS = phrases(
    "tags|tagged|topics|keywords|etiketlər|etiketler|açar sözlər|anahtar kelimeler|теги|метки|ключевые слова"
)
SOURCE_LABELS = phrases("source|via|mənbə|kaynak|источник|quelle|fuente|fonte")

AGENCIES = folded(
    """reuters afp dpa ap upi tass тасс интерфакс interfax xinhua bloomberg azərtac azertac apa report trend ria риа aa
    dha iha anka ukrinform укринформ agerpres ansa efe pap ctk mti kyodo yonhap pti ani anadolu ajansı новости agency
    agentliyi агентство news associated press россия сегодня информационное информ"""
)

SECTIONS = folded(
    """news politics world economy business culture sport sports society science technology opinion travel health
    education interview review letters feature features editorial lifestyle arts books xəbərlər siyasət dünya
    iqtisadiyyat biznes mədəniyyət idman cəmiyyət elm texnologiya rəy səhiyyə təhsil müsahibə reportaj məktublar
    ədəbiyyat haberler haber gündem siyaset ekonomi kültür spor toplum bilim teknoloji sağlık eğitim röportaj yaşam
    sanat edebiyat mektuplar новости политика мир экономика бизнес культура спорт общество наука технологии мнение
    мнения здоровье образование интервью репортаж письма литература искусство"""
)

# -- buttons -----------------------------------------------------------------------------------------------------------

NETWORKS = folded(
    """facebook twitter x instagram whatsapp telegram linkedin pinterest reddit vk vkontakte вконтакте ok odnoklassniki
    одноклассники messenger viber skype tumblr threads tiktok youtube mastodon bluesky flipboard pocket digg xing line
    livejournal rss feysbuk tvitter фейсбук твиттер телеграм телеграмм вайбер ватсап вотсап дзен email mail gmail e
    google плюс plus fb tw wa tg"""
)
BUTTONS = folded(
    """share shares shared tweet tweets retweet like likes print email send save bookmark comment comments follow
    subscribe pin copy link copied paylaş paylaşın paylaşım paylaşmaq bölüş çap et yazdır göndər gönder bəyən beğen
    kaydet tweetle retweetle kopyala kopyalayın linki keçid şərh şərhlər yorum yorumlar abunə abone ol olun izlə
    takip поделиться поделись
    твитнуть нравится распечатать печать отправить сохранить подписаться скопировать ссылку комментировать комментарии
    сохрани teilen drucken merken partager imprimer envoyer compartir imprimir guardar enviar condividi stampa"""
)
LINKING = folded(
    """on in via to at this the it with your friends by for or and story article page post news us url da də de ta te la
    lə ilə ile də bu xəbəri yazını haberi yazıyı sayfayı səhifəni və ve в на по и с через эту статью новость этой
    записью друзьями auf bei mit sur en su con"""
)

_READ_ALSO = (
    r"read (?:also|more|next|this)|see also|also read|more on this(?: story| topic)?|more stories|more from .{2,40}",
    r"related(?: articles| stories| news| content| posts| topics| links)|recommended(?: for you| reading)",
    r"you (?:may|might) also (?:like|be interested in)|most (?:read|popular|viewed|shared)|trending now|don'?t miss",
    r"editor'?s? picks?|həmçinin (?:oxuyun|oxu|baxın|bax)|bunu da oxuyun|ardını oxu(?:yun)?",
    r"oxşar (?:xəbərlər|yazılar|məqalələr)|əlaqəli (?:xəbərlər|yazılar)|ən çox oxunan(?:lar)?|digər xəbərlər",
    r"bölmənin digər xəbərləri|son xəbərlər|ayrıca (?:okuyun|bakınız|oku)|bunu da okuyun|ilginizi çekebilir",
    r"bunlar da ilginizi çekebilir|ilgili (?:haberler|yazılar|konular|içerikler|haber)|benzer (?:haberler|yazılar)",
    r"(?:en )?çok okunanlar|haberin devamı|devamını oku|diğer haberler|son haberler",
    r"читайте (?:также|ещё|далее|по теме|дальше)|смотрите также|см\. также|по теме|ещё по теме",
    r"(?:материалы|новости|статьи) по теме|похожие (?:статьи|новости|материалы)|самое читаемое|популярное сейчас",
    r"рекомендуем(?: прочитать| почитать| также)|другие новости|последние новости",
    r"lesen sie auch|mehr zum thema|(?:à )?lire aussi|leggi anche|lea también|lee también|te puede interesar",
)
_LINES = (
    # Counters of views, comments, shares.
    r"(?:views?|hits|baxış(?: sayı| sayları)?|baxılıb|oxunub|oxunma(?: sayı)?|görüntülenme|okunma(?: sayısı)?"
    r"|просмотров|просмотры|прочитано|прочитали|количество просмотров|comments|şərhlər|yorumlar|комментарии"
    r"|комментариев|shares|paylaşım|beğeni)\s*[:(–-]?\s*\d[\d\s.,]*[kmкм]?\)?(?: dəfə| defa| kez| раз| times)?",
    r"\d[\d\s.,]*[kmкм]?\s*(?:views?|reads?|baxış|dəfə oxunub|dəfə baxılıb|görüntülenme|okunma|kez okundu"
    r"|просмотр\w*|прочтени\w*|comments?|replies|shares?|likes?|retweets?|şərh(?:lər)?|yorum(?:lar)?"
    r"|комментари\w*|paylaşım|beğeni)",
    # Invitations to comment.
    r"(?:no|0) comments(?: yet)?|be the first to comment|(?:leave|post|add) a (?:comment|reply)",
    r"join the (?:discussion|conversation)|şərh (?:yaz(?:ın)?|bildir(?:in)?|əlavə et)|şərh yoxdur",
    r"(?:habere|yazıya) yorum .{2,12}|uyarı: .{0,140}yorum.{0,60}",
    r"yorum (?:yap(?:ın|ınız)?|yaz(?:ın)?|ekle|bırakın)|henüz yorum (?:yok|yapılmamış)",
    r"(?:оставить|добавить|написать) комментарий|комментариев (?:пока )?нет",
    # Invitations to follow, subscribe, sign in.
    r"subscribe (?:now|today|here|for free|to .{2,60})|sign (?:in|up|out)(?: (?:to|for|with) .{2,50})?",
    r"log (?:in|out)|create an account|(?:follow|join|like) us(?: on .{1,60})?|follow on .{1,40}",
    r"get (?:our|the) .{2,40}newsletter.{0,40}|download (?:our|the) .{0,30}app|bizi .{2,60}(?:izləyin|takip edin)",
    r".{0,40}kanalımız(?:a|ı) .{0,20}(?:qoşulun|abunə olun|izləyin|katılın|abone olun|takip edin)",
    r"abunə ol(?:un)?(?: .{2,40})?|abone ol(?:un)?(?: .{2,40})?|подпи(?:шитесь|сывайтесь|саться) на .{2,90}",
    r"мы (?:в|на) .{0,30}(?:telegram|телеграм\w*|вконтакте|соцсетях|одноклассниках|facebook|дзене|youtube).{0,40}",
    r"читайте нас в .{2,60}|следите за .{0,20}новостями .{2,60}|наш(?: \w+)? (?:telegram|телеграм)[^\w]?\w*.{0,40}",
    # Navigation and players.
    r"skip to (?:main )?(?:content|navigation)|back to (?:top|home|news)|yuxarı qayıt|başa dön|yukarı çık|на главную",
    r"ana səhifə|ana sayfa|главная страница|(?:loading|yüklənir|yükleniyor|загрузка)[^\w]*",
    r"(?:previous|next) (?:article|post)|(?:əvvəlki|növbəti) (?:xəbər|yazı)|(?:önceki|sonraki) (?:haber|yazı)",
    r"(?:предыдущая|следующая) (?:статья|новость|запись)|(?:font|text) size[^\w]?.{0,10}|(?:text|şrift) ölçüsü.{0,10}",
    r"a\s?\+?\s+a\s?[-–]|a\s?[-–]\s+a\s?\+|listen to (?:this )?article.{0,20}|xəbəri dinlə|haberi dinle",
    r"(?:слушать|прослушать) (?:статью|новость)|\d+:\d\d\s*/\s*\d+:\d\d",
    r"(?:reading time|read time|okuma süresi|oxuma vaxtı|oxunma vaxtı|время (?:чтения|на чтение))[^\w]*\d.{0,12}",
    r"\d+[\s-]*(?:min|mins|minutes?)\.? read|\d+ (?:dəqiqə|dəq\.?|dk\.?|dakika) (?:oxuma|oxunuş|okuma).{0,12}",
    r"\d+ мин\w*\.? (?:чтения|на чтение)",
    # Rights, errors, cookies, advertisements, share sentences.
    r"(?:.{0,60}[\s.,])?(?:all rights reserved|bütün hüquqlar(?:ı)? (?:qorunur|qorunub|müdafiə).{0,20}"
    r"|tüm hakları saklıdır|все права защищены|alle rechte vorbehalten|tous droits réservés).{0,60}",
    r"report (?:an? )?(?:error|typo|mistake)|səhv (?:gördünüzsə|tapdınızsa|görmüsünüzsə).{0,90}|mətndə səhv .{0,90}",
    r"(?:нашли|заметили) (?:ошибку|опечатку).{0,90}|если вы (?:нашли|обнаружили|заметили) (?:ошибку|опечатку).{0,90}",
    r"(?:accept|reject) (?:all )?cookies|(?:accept|reject) all|cookie (?:settings|policy|preferences)",
    r"(?:tümünü )?kabul ediyorum|qəbul edirəm|принять все|advertisement|sponsored content|на правах рекламы",
    r"reuse this content|print this page|(?:keçidi|linki|bağlantıyı) kopyala",
    r"copy link|link copied|copy url|скопировать ссылку",
    r"share this(?: article| story| page| post)?|share (?:via|on|with) .{1,40}",
)
_COOKIES = (
    r"(?:we|this (?:site|website|page)|our (?:site|website)|bu sayt|saytımız|sayt|sitemiz(?:de)?|bu site"
    r"|internet sitemiz(?:de)?|мы|наш сайт|этот сайт|сайт|на (?:этом )?сайте)\b"
    r".{0,60}(?:cookie|kuki|kukilər|çerez|куки|файлы cookie).{0,300}",
)
_PHRASES = {"read also": _READ_ALSO, "lines": _LINES, "cookies": _COOKIES}
_WEAK = folded(
    """menu menyu menü меню home homepage search axtar axtarış ara arama поиск login register previous next əvvəlki
    növbəti önceki sonraki назад далее вперёд вперед listen dinlə dinle слушать video видео foto reklam reklamlar
    реклама anzeige werbung publicité ad ads advertising advertisement sponsored close bağla kapat закрыть top yuxarı
    yukarı наверх вверх more daha ещё подробнее related recommended popular trending популярное ana anasayfa
    главная accept reject f t p g in w qəbul kabul принять согласен cancel ok"""
)


@lru_cache(maxsize=8)
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled phrases: `read also`, `lines` or `cookies`; they match folded lines."""
    return re.compile(fold("|".join(_PHRASES[name])))


def weak(line: str) -> bool:
    """Tell a single word that is a button on some pages and a word on others; `line` must be folded."""
    return line.strip(" ›»→|.…:+-") in _WEAK
