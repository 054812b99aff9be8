"""What Turkish adds to `turkic`: its cases and tenses, its alternations, and words that only look inflected."""

from __future__ import annotations

from desktop_app.text.turkic import CONSONANT, VOWEL, Grammar, noun_cases, read_forms

_PERSON = (
    "(?:[iu]m|ken|s[iu]n|[iu]z|s[iu]n[iu]z|[dt][iu]r(?:l[ae]r)?"
    "|(?:l[ae]r)?(?:[dt][iu](?:[mnk]|n[iu]z|l[ae]r)?|m[iu]s|s[ae](?:[mnk]|n[iu]z|l[ae]r)?)?)"
)
_PAST = "(?:[mnk]|n[iu]z|l[ae]r|ys[ae])?"
_NOUN_LIKE = "(?:s[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?|yl[ae])?|l[ae]r(?:[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?)?|[ae]|d[ae]n?)?|y[ae]|n[iu]n|y[iu]|d[ae]n?|yl[ae])?"  # noqa: E501

_ABLE = f"(?:(?:{CONSONANT}|{VOWEL}y)[ae](?:bil|(?=m[aei])))?"
"""-abil-, and the -a- before a negation: yapabilir, yapamaz."""

_ENDINGS = "|".join(
    (
        "(?:m[ae])?m[ae]k(?:t[ae]n?|l[ae]|s[iu]z[iu]n|t[ae]d[iu]r)?",
        f"(?:m[ae])?m[ae]{_NOUN_LIKE}",
        f"(?:m[ae])?[dt][iu]{_PAST}",
        f"(?:m[ae])?m[iu]s{_PERSON}",
        f"(?:{CONSONANT}[iu]|{VOWEL}y[iu])p",
        f"(?:m)?(?:{CONSONANT}[iu]|{VOWEL})yor{_PERSON}",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)[ae]c[ae](?:k(?:s[iu]n|s[iu]n[iu]z|l[ae]r|t[iu]r?(?:l[ae]r)?)?|g[iu][mz]?)",
        f"(?:(?:{CONSONANT}[aeiu]|{VOWEL})r|m[ae]z|m[ae]m){_PERSON}",
        "(?:m[ae])?s[ae](?:[mnk]|n[iu]z|l[ae]r|yd[iu])?",
        "(?:m[ae])?m[ae]l[iu](?:y[iu]m|s[iu]n|y[iu]z|d[iu]r|yd[iu])?",
        "(?:m[ae])?s[iu]n(?:l[ae]r)?",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)(?:[ae]r[ae]k|[iu]nc[ae]|[ae]l[iu]m|[ae]y[iu]m|[iu]n|[iu]n[iu]z|[ae])|m[ae]d[ae]n|[dt][iu]kc[ae]|[dt][iu]kt[ae]n",
    )
)
_VERB = f"{_ABLE}(?:{_ENDINGS})"

_LEXEMES = """
veri
balina
ada adam aday adim aile aksam alan alim alin alti altin ana anlam ara araba arap arazi arka arsa artik aski askin asla
aslan ata ayak aydin ayin aylik ayna ayri baba bacak bakan baki bakim balik balkon balta bana banka bardak bari basari
basin baska baskan baskin bati bayan bazi becerik beden bela belediye bile bilgi bilgin bilim bina bira biri birim
bitki bolge bolum borsa boru boya boyle boyun bugun bulut burun butun caba cadde cami can cani canta cari cati cekic
cekim cerrah cete cetin cevik ceviz cigir cilgin cira cocuk cogu coskun cozum cumle daha dahi daima daire dakika dalga
damla dava davet dayi dede defa deli delik denge deniz dere dergi deri derin ders devam deve devir devlet devrim dilek
dilekce dis dizi doga dogan dogru dogu dogum doku dokuz dolap dolar dolu domates domuz donem duru durum dusuk dusunce
duvar duygu duzen duzgun efendi egitim ehli ekim ekin elbet elbise elci elma elmas emin enerji ergin erken eski esya
evet evren evrim eylul ezan fayda fazla felek fiil filiz firin firma firtina forma gece gelin gemi genel gerek gergin
geri gezi gizli goc gocmen gorev gorus guclu gun gunah gunes guney guven guvenlik guzel haci hafta hakim hala halk
hamam hamur hane hani hanim haram hareket hasta hata hatta hava hayvan hazir hedef hele hepsi herkes hirsiz hisse
hizmet hukuk icin icki ikiz ilac ilan ile ilgi ilk ilke ima imam iman imza inanc ince inci indirim inek insaf insan
isaret isik isim iskele islam islem istek iyi izin kaba kabin kabuk kacak kadar kadin kafa kagit kahin kale kalem
kalin kalip kalite kalkan kamu kanal kanat kanun kapak kapi kara karanlik karar karga karin karne karsi kart kartal
kasa kasap kasik kasim kati katil katir kavga kavun kaya kaygi kayik kayin kaza kazak kazan kazi kedi kelime kemer
kemik kenar kendi kere kesim kesin keskin kilim kilise kimi kimlik kimse kira kiraz kirik kirmizi kisa kisi kisim
kitap kitle koca koku kola kolay koltuk konu konut kopek kopru kor korku koru kose kotu kova koyun kral kredi
kulak kule kulup kural kurban kurt kuru kurum kurus kusur kutu kutup kuyu kuzey kuzu lale liman lira lise maden makine
mal mali maliye mama mana mani mart martin masa masal maske mavi mayin mektup melek merak mermi mesele mevsim meyve
mide millet mimar minare mine moda motor mudur muhtar musluk nadir nane nazik neden nehir nere nine nisan nota oda
odun ogle ogretim okul olay olum onem onur ora oran ordu orman orta ortak ortam oruc otel otuz oyle oyun oyuncak ozel
ozen ozgun ozlem para parca parti pasa pasta pazar pembe pencere perde peri pilav pipo pirinc plan posta rahat renk
resim rica rol roman ruya ruzgar saat sabah sabun sade sahil sahin sahne saka saki sakin salata salon sana sanat
sanayi sandik sanik sapka sarap saray sari sarki sayfa saygi sayi sayin sebep secim sefer sehir seker selam sele sema
sene seri serin sert sevgi sevinc seyir sicak sigara sigir silah simdi simsek sinav sinema sinif sinir sira sirin
sirke sise sivri siyasi soda sofra sogan soguk sokak solgun son sonra soru sorum sorun soyle soylu sozluk sube suc
sucuk sule sultan sunu supe suphe sure surucu surum susam sutun tabak taban taci tahil tahta takim tala talan tamam
tane tanik tarih tarim tarla tasari tatil tatli tava tavan tavsan tavuk taze teker tekke teknik tel tema temel temin
temiz tepe terim terzi tilki tip topal toplum torba toren tufan tugla tum turk turku turne turp tutum tutun tuzak ucuz
ufak uluk umut un unlu usta ustun uyku uzak uzman uzum uzun vadi vakif vali vana veli verem vergi verim vize yaka
yakin yakit yala yalan yali yalin yama yani yanki yara yardim yari yarim yarin yasa yasam yatak yatirim yavas yaya
yayin yazar yazi yazik yazin yedek yedi yelken yemin yeni yerel yesil yetim yildiz yine yogun yoksa yoksul yolcu
yonetim yorgun yuk yumurta yurek yuva yuzde yuzuk zaman zemin zengin zeytin ziyan ziyaret zorla zulum
"""

_VERBS = """
ac agla al alis an anla anlat ara art as bagir bagisla bagla bak bas basar basla bastir bekle belirle belirt benze
besle bil bin birak birles bit bitir bol bul bulun bulus buyu cagir cal calis carp cek cevir cik cikar ciz coz dagil
dagit dayan de degis degistir dene dik dile dinle dinlen diren dog dok dokun dol doldur don dondur donus dov dur
durdur dus dusun duzelt duzenle ek ekle emret engelle er et etkile firlat gec gecir gel gelis gelistir getir gez gir
git giy gizle gonder gor gorun gorus goster gotur gul guven hatirla hazirla hisset ic ilerle in inan incele indir iste
izle kac kal kaldir kalk kap kapan kapat karistir karsila kat katil kay kaybet kaz kazan kes kir kiril konus kop kork
koru kos koy kullan kur kurtar kurul kutla ode ogren ogret oku ol oldur oldurul olus olustur oner op or ort otur oyna
patla paylas pis planla rastla reddet sagla sakla sal san sanil sasir sat satil savun say sec secil sev sevin seyret
sik sil sin sok sor sorgula soy soyle soylen sur surdur sus suz tak takil tamamla tani tanis tartis tasarla tasi tasin
temizle topla toplan tut tutukla uc ugra ulas unut uret uy uyan uyar uygula uyu uz uza uzat vazgec ver veril vur
vurgula yag yak yakala yan yanitla yap yapil yara yararlan yarat yaris yasa yasan yat yay yayimla yayinla yaz yazil ye
yedir yen yenile yerles yetis yik yika yikil yonel yonet yuksel yuru yurut zorla
"""
"""Roots that are looked for when typed bare; where a noun of the same letters is more common, they are left out."""

_SHORT = "ev el is il ad ay su oz uc on ag ot ok an"
"""Nouns of two letters that are cut from one more: eve, ili."""

_SOFT = "cok gok renk denk kap dip cep tup kalp harp dert kurt yurt mert grup dort kanat"
"""Words of one syllable whose last letter changes: çoğu, rengi, kabı."""

_FORMS = """
o onun ona onu onda ondan onlar onlara onlari onlarin onlarda onlardan onunla onlarla
bu bunun buna bunu bunda bundan bunlar bunlara bunlari bunlarin bunlarda bunlardan bununla bunlarla
ben benim bana beni bende benden benimle
sen senin sana seni sende senden seninle
biz bizim bize bizi bizde bizden bizimle
siz sizin size sizi sizde sizden sizinle
alt altinda altindaki altindan altina
icin
yani
ile
uzere
gibi
daha
bile
diye
hani
belki
hala
sanki
oldukca
simdi
artik
asla
hatta
ancak
lakin
eger
sonra sonraki sonradan sonrasi sonrasinda
once onceki onceden oncesi oncesinde
su suyu suyun suya suda sudan suyum suyunu sular sularin sularda
"""

TURKISH = Grammar(
    noun_cases=noun_cases("y", "dt"),
    persons=f"{CONSONANT}[iu][mz]|{VOWEL}y[iu][mz]|s[iu]n(?:[iu]z)?",
    verb_endings=_VERB,
    participles=f"{_ABLE}(?:m[ae])?(?:(?:{CONSONANT}|{VOWEL}y)[ae]n|[dt][iu][kg]|m[iu]s|(?:{CONSONANT}|{VOWEL}y)[ae]c[ae][kg])",
    softened={"g": "k", "b": "p", "d": "t"},
    soft_roots=frozenset(_SOFT.split()),
    softened_verbs=("ed",),
    lexemes=frozenset(_LEXEMES.split()),
    open_endings="aeıiuü",
    bare_verbs=frozenset(_VERBS.split()),
    forms=read_forms(_FORMS),
    dropping={
        "agz": "agiz", "ogl": "ogul", "burn": "burun", "boyn": "boyun", "karn": "karin", "aln": "alin",
        "beyn": "beyin", "fikr": "fikir", "omr": "omur", "ism": "isim", "cism": "cisim", "kism": "kisim",
        "resm": "resim", "nesl": "nesil", "sekl": "sekil", "asr": "asir", "kabr": "kabir", "sabr": "sabir",
        "zihn": "zihin", "izn": "izin", "metn": "metin", "sinf": "sinif", "gogs": "gogus", "akl": "akil",
        "gonl": "gonul", "nehr": "nehir", "sehr": "sehir", "vakt": "vakit", "hukm": "hukum", "ritm": "ritim",
        "kayb": "kayip", "emr": "emir", "hacm": "hacim", "kesf": "kesif", "keyf": "keyif", "nakd": "nakit",
        "seyr": "seyir", "devr": "devir", "tavr": "tavir", "hakk": "hak", "hiss": "his", "sirr": "sir", "zann": "zan",
        "hatt": "hat", "zulm": "zulum", "ilm": "ilim", "omz": "omuz", "bagr": "bagir", "azm": "azim", "cebr": "cebir",
        "cehl": "cehil", "fasl": "fasil", "nakl": "nakil", "ufk": "ufuk", "haps": "hapis", "kavm": "kavim",
        "sehv": "sehiv", "feth": "fetih", "bahs": "bahis", "kast": "kasit", "kutb": "kutup", "lutf": "lutuf",
        "ayb": "ayip", "ahd": "ahit", "nabz": "nabiz", "hism": "hisim", "vehm": "vehim", "remz": "remiz",
        "genz": "geniz",
    },
    verbs={"ed": "et", "gid": "git", "tad": "tat", "gud": "gut", "di": "de", "yi": "ye"},
    short_roots=frozenset(_SHORT.split()),
    disharmonic=("kat", "hat", "aat", "hal", "kalb", "kalp", "harf", "kontrol", "rol", "gol"),
)  # fmt: skip
