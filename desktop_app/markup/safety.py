"""The one allow-list: what HTML may contain before anybody looks at it.

Promises: whatever goes in, what comes out holds no script, no handler, no form, no style but `text-align`, and no
address but http, https, mailto, article, a relative one, or (pictures only) PNG, JPEG, GIF and WebP as data. The output
is canonical: every tag is `<name attr="value" …>` in small letters, so later passes may read it with a regular
expression (`TAG`). Python-Markdown has no safe mode; everything it makes goes through here, always.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

PictureUrl = Callable[[str], str]
"""Maps a picture's address as it stands in the text to the one the page shall use; asked before sanitising."""

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s="<>]+="[^"]*")*)>')
"""One tag of sanitised HTML: slash, name, attributes."""

ATTRIBUTE = re.compile(r' ([^\s="<>]+)="([^"]*)"')

_LINK_SCHEMES = frozenset({"http", "https", "mailto", "article"})
_PICTURE_SCHEMES = frozenset({"http", "https", "article"})
# `file:` and a Windows drive letter must survive nh3's own check, which comes first, so that `picture_url` sees them;
# the attribute filter drops them afterwards unless they were mapped to something allowed.
_SEEN_SCHEMES = _LINK_SCHEMES | {"data", "file"} | set("abcdefghijklmnopqrstuvwxyz")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.I)
_EMPTY_STYLE = re.compile(r'(<[a-z][a-z0-9]*(?: [^\s="<>]+="[^"]*")*?) style=""')
_CONTROL = re.compile(r"[\x00-\x20]")

SAFE_TAGS = frozenset(
    re.findall(
        r"\w+",
        """a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn
        div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label li main mark
        nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead
        time tr tt u ul var wbr""",
    )
)

# Everything of these goes, their text too: it was never meant to be read.
_DROPPED_WHOLE = frozenset(
    {
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "noembed",
        "noframes",
        "svg",
        "math",
        "select",
    }
)

SAFE_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "dir", "lang", "title", "style", "align"},
    "a": {"href", "hreflang", "name"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "details": {"open"},
}


class Sanitiser:
    """nh3 with the allow-list of this program."""

    def __init__(self, picture_url: PictureUrl | None = None) -> None:
        self._picture_url = picture_url
        self._cleaner = nh3.Cleaner(
            tags=set(SAFE_TAGS),
            clean_content_tags=set(_DROPPED_WHOLE),
            attributes=SAFE_ATTRIBUTES,
            attribute_filter=self._attribute,
            set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
            url_schemes=set(_SEEN_SCHEMES),
            filter_style_properties={"text-align"},
            link_rel="noopener noreferrer",
        )

    def clean(self, html: str) -> str:
        """Return the safe, canonical form of an HTML fragment."""
        clean = self._cleaner.clean(html)
        return _EMPTY_STYLE.sub(r"\1", clean) if ' style=""' in clean else clean

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "src":
            if self._picture_url is not None:
                value = self._picture_url(value)
            return value if _allowed(value, _PICTURE_SCHEMES) or _DATA_PICTURE.match(value) else None
        if name in ("href", "cite"):
            return value if _allowed(value, _LINK_SCHEMES) else None
        return value


def _allowed(address: str, schemes: frozenset[str]) -> bool:
    scheme = _SCHEME.match(_CONTROL.sub("", address))
    return scheme is None or scheme[1].lower() in schemes


_DEFAULT = Sanitiser()


def clean_html(html: str) -> str:
    """Return a foreign HTML fragment with everything taken out that the allow-list does not name."""
    return _DEFAULT.clean(html)
