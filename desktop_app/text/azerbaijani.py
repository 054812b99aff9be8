"""What Azerbaijani adds to `turkic`: its cases and tenses, its alternations, and words that only look inflected."""

from __future__ import annotations

from desktop_app.text.turkic import CONSONANT, VOWEL, Grammar, noun_cases, read_forms

_PERSON = (
    "(?:(?:[ae]m|s[ae]n|[iu][qk]|s[iu]n[iu]z|s[iu]z|l[ae]r)(?:s[ae])?|k[ae]n|d[iu]r(?:l[ae]r)?"
    "|(?:l[ae]r)?(?:d[iu](?:[mnqk]|n[iu]z|l[ae]r)?|m[iu]s|s[ae](?:[mnqk]|n[iu]z|l[ae]r)?)?)"
)
_PAST = "(?:[mnqk]|n[iu]z|l[ae]r|s[ae])?"
_NOUN_LIKE = "(?:s[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?|yl[ae])?|l[ae]r(?:[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?)?|[ae]|d[ae]n?)?|y[ae]|n[iu]n|n[iu]|d[ae]n?|yl[ae])"  # noqa: E501

_VERB = "|".join(
    (
        "(?:m[ae])?m[ae](?:[qk](?:d[ae]n?|l[ae]|d[iu]r)?|[gy](?:[iu](?:n[ae]|nd[ae]n?|n[iu]n?|m[ae]?|l[ae])?|[ae]|[iu]n))",
        f"(?:m[ae])?m[ae]{_NOUN_LIKE}",
        f"(?:m[ae])?d[iu]{_PAST}",
        f"(?:m[ae])?m[iu]s{_PERSON}",
        f"(?:{CONSONANT}[iu]|{VOWEL}y[iu])b(?:{_PERSON})",
        f"(?:(?:{CONSONANT}|{VOWEL}y)[iu]r|m[iu]r){_PERSON}",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)[ae]c[ae](?:[qk](?:s[ae]n|s[iu]n[iu]z|l[ae]r|d[iu]r?(?:l[ae]r)?)?|[gy](?:[ae]m|[iu][qk]))",
        f"(?:{CONSONANT}|{VOWEL}y)[ae]r{_PERSON}|m[ae][zr]{_PERSON}",
        "(?:m[ae])?s[ae](?:[mnqk]|n[iu]z|l[ae]r|yd[iu])?",
        "(?:m[ae])?m[ae]l[iu](?:y[ae]m|s[ae]n|y[iu]k|y[iu]q|d[iu]r(?:l[ae]r)?|yd[iu])?",
        "(?:m[ae])?s[iu]n(?:l[ae]r)?",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)(?:[ae]k|[ae]q|[iu]m|[iu]n|[iu]n[iu]z|[ae])",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)(?:[ae]r[ae]k|[iu]nc[ae]|[ae]nd[ae])|m[ae]d[ae]n|d[iu]qc[ae]|d[iu]kc[ae]",
    )
)

_LEXEMES = """
soraq
teyin axin abide ada adam addim adem aga agiz alma alti altin ana antik aram artiq arxa ata axsam ayaq aydin ayiq ayri
baba baca baci badam baga bala baliq banka bariz baxim baza bazar bele beli bende besik beste bilik biraz birge bolge
boru boya boyuk boyun bugda bukle bulud bura butov butun buynuz cadir cala canavar cani cari cavan cekim cene ceri
cetin ciddi cigir cile cilek cini ciyin corab cumle cure daim daima daire dalan damla dana dari davam daya dayi defe
deli delik deme demir dene deniz dere dergi deri derin derman derzi deste destek deyer dilek dilim dirsek disi diye
dolma dolu domba donem donuz dosek dovran dovset durna duru durum duyme duyu duze duzen duzgun ebedi edam edeb elan
elave elci ele elek emel emeli emin enli ereb erken esger eski eskik etika etir evvel eyni ezele faiz fasiq fayda
fenar fenn filiz firca firin fona forma forum gece gelin gemi genc gerek geri giris goze gozel gozlem gule gulle gun
gunah gunes gurze guven guzgu haci hala hamam hami hara haram hava havan hecm hele hemin hemle herbi hinduska hisse
hovuz hususi ilan ile ilhaq insan iplik isim isiq istek istilik iti itki kafe kaha kasa kaska kassa kece kecel keci
kefen kelek kelem kelle kelme kenar kenim kere kerem kese kesik kesim ketan kibrit kilim kilse kimi kimse kisel kisi
koca kohne kok kola kole koma komek kopuk korpe korpu kosa kose kotan kule kulek kulli kupe kure kurek kuren kursu
kutle lakin lale layiq lazim lehce leke lezzet lira loru lule maca male malik maliyye mama mane marka masa masin maya
meden medeni medine mele meme mese mesel metin meyve mina mira mirze molla mudir mudrik muhit muxtar nadan nadir nagil
nale narin naxir nazik nazim nece neden nene nere nesim netice neve nisan nota novbe odun olcu olke olum ora orda ordu
orta ortaq otaq otuz oyun oyuncaq para parca parta pasa pasta payiz perde peri pese pilte pis pisik piyada plan qab
qaba qabaq qabil qabir qada qadin qadir qala qalaq qalin qaliq qanad qane qanun qapi qara qaraj qarga qari qarin
qarisqa qarpiz qarsi qasiq qati qatir qaya qayda qayin qayiq qazi qedim qelem qerar qerbi qeyri qeza qida qilinc qina
qira qisa qisim qismet qissa qiyma qizil qoca qolay qonaq qonsu qora qorxu qosa qosun qovun qoyun qoza quba qubbe
qulam qulaq qulle qumas qurban qurd quru qurum qurut qusur qutu quyu quzu rahat razi rejim rende rubai saat sabah sade
sadiq sagird saki sakin salam salat salon sana sancaq sapand saray sari sarin sart satir saya sayiq sebet secim sehife
sehne sehra sele selim sene sened senet seri serin serq serqi sert sever sevinc sexsi sikayet sile sille sinaq sine
sinif sira sirin sirke sive siyasi siyirma soda sofra sonra soyuq stol sual sulh sulu sumuk sure suret surme sursat
suru susa suse susen susuz sutun tabe tabla tabut tala talan talaq tamam tane tanin taraf tarix tarla tava tavan taxil
taya teki tele telim temel temiz tene tepe tepik terane terez terzi tesir teze tikan tike tilov tire tiyan tonqal topa
topuq toran torba torpaq toxum toyuq tufan tula tulku tuluq turi tutum tutun ucun udma ulke uluduz umid umumi usaq
usta uzaq uzre uzuk uzum uzun vadi vali vaza vazife veli verem vezir viza xadim xala xali xalq xana xanim xare xata
xeste xetir xeyir xidmet xina xirda xisim xoruz xususi yagin yala yalan yalin yama yanaq yara yari yarim yasil yasin
yasli yasti yatag yava yavas yaxa yaxin yaxsi yaygin yayim yaylaq yazi yaziq yeddi yedek yeke yem yemin yene yengi
yeni yetim yetki yigim yigin yogun yolka yosun yoxsul yuva zalim zaman zati zehin zeli zemi zemin zeng zerbe zeruri
zire zirve ziyan
"""

_VERBS = """
ac agla al alis an ara art as atas ax axtar bagisla bagla basdir bax besle beyen bil birles bit bitir bol bosal boyu
boyut bur burax buraxil cagir cal calis cap cat catdir cek cekil cevir cix cixar cok dad danis dart dasi dayan de dey
deyil deyis deyisdir dik dinle direl dog dol doldur don doy doz dur dus dusun duzel duzelt edil ek ekil et ey eyles ez
firlan gel get getir gez gir gizlet gonder gor gorun gorus goster gozle gul guven hazirla hazirlan ic idare inan incit
inkisaf isle islet iste itir kec kecir kes koc kocur kohnel komek ol oldur olun op ort otur oxsa oxu oyan oyna oyren
oyret oyun parla paylas pis pisles poz pozul qac qal qaldir qalx qapa qaris qarsila qat qatil qayit qaytar qazan qir
qiril qis qoru qorx qos qov qoy qur qurtar qurul redd san sat satil saxla say sec secil sev sevin sil sina sisir sok
sor sorus soy soyle soyles sur surt suz tani tanin tanis tap tapil tapsir teles temizle tik tikil tok tullan tut tutul
uc ucur ud unut ur uz uzan uzat ver veril vur yag yan yandir yap yara yaran yarat yasa yat yay yayil yaz yazil ye
yedir yenil yig yix yixil yolla yorul yoxla yu yuksel yuru
"""
"""Roots that are looked for when typed bare; where a noun of the same letters is more common, they are left out."""

_SHORT = "ev el is il ad ay su oz us on ag uz ot od ox an et"
"""Nouns of two letters that are cut from one more: evə, ili."""

_FORMS = """
o onun ona onu onda ondan onlar onlara onlari onlarin onlarda onlardan onunla onlarla
bu bunun buna bunu bunda bundan bunlar bunlara bunlari bunlarin bunlarda bunlardan bununla bunlarla
men menim mene meni mende menden menimle
sen senin sene seni sende senden seninle
biz bizim bize bizi bizde bizden bizimle
siz sizin size sizi sizde sizden sizinle
oz ozu ozunun ozune ozunu ozunde ozunden ozleri ozlerinin ozlerine ozlerini ozum ozumun ozume ozumu oz ozumuz
ile
ucun
qeder
daha
bele
hele
lakin
hetta
yene
indi
artiq
niye
beli
sonra sonraki sonradan sonrasi
evvel evvelki evvelce evveller
hem
yeni
sanki
uzre
su suyu suyun suya suda sudan suyum sular sularin sularda
"""

AZERBAIJANI = Grammar(
    noun_cases=noun_cases("n", "d"),
    persons=f"{CONSONANT}[ae]m|{VOWEL}y[ae]m|s[ae]n|{CONSONANT}[iu][qk]|s[iu]n[iu]z",
    verb_endings=_VERB,
    participles=f"(?:{CONSONANT}|{VOWEL}y)[ae]n|d[iu][qkgy]|m[iu]s|(?:{CONSONANT}|{VOWEL}y)[ae]c[ae][qkgy]",
    softened={"g": "qk", "y": "k"},
    soft_roots=frozenset(),
    softened_verbs=("d",),
    lexemes=frozenset(_LEXEMES.split()),
    open_endings="aəıiuü",
    bare_verbs=frozenset(_VERBS.split()),
    forms=read_forms(_FORMS),
    dropping={
        "agz": "agiz", "ogl": "ogul", "burn": "burun", "boyn": "boyun", "qarn": "qarin", "aln": "alin",
        "beyn": "beyin", "fikr": "fikir", "omr": "omur", "ism": "isim", "cism": "cisim", "qism": "qisim",
        "resm": "resim", "fesl": "fesil", "nesl": "nesil", "sekl": "sekil", "qebr": "qebir", "sebr": "sebir",
        "zehn": "zehin", "izn": "izin", "meyl": "meyil", "setr": "setir", "etr": "etir", "sinf": "sinif",
        "ciyn": "ciyin", "konl": "konul", "agl": "agil", "eyb": "eyib", "ovc": "ovuc", "heyf": "heyif",
        "zulm": "zulum", "elm": "elim", "qehr": "qeher", "seyr": "seyir", "devr": "devir", "axr": "axir",
        "cigr": "cigir", "bagr": "bagir", "xeyr": "xeyir",
    },
    verbs={"ed": "et", "ged": "get"},
    short_roots=frozenset(_SHORT.split()),
    disharmonic=(),
)  # fmt: skip
