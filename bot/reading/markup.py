"""HTML of a mail as plain text with the quotation marks of plain mail: text in, text out.

One pass over the tags: blocks become lines, quoted blocks get `>` as in plain text, signatures get their
`-- ` line, styles, scripts and hidden parts vanish. It renders nothing, resolves nothing and never raises;
broken markup comes out as the text that a reader would see.
The standard parser is not used: it is ten times slower and can be driven to quadratic time.
"""

import re
from html import unescape

from bot.patterns import pattern

_TOKEN = pattern(r"<(/?)([a-zA-Z][\w:-]{0,30})([^<>]{0,4000})>")
_SPACE = pattern(r"[ \t\r\n\f\xa0]+")
_LINE = frozenset(
    ("br", "tr", "li", "div", "dt", "dd", "section", "article", "header", "footer", "o:p", "pre")
)
_PARAGRAPH = frozenset(("p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"))
_SILENT = frozenset(("style", "script", "head", "title", "template", "noscript", "svg", "select"))
_SIGNATURE = pattern(
    r"(?:gmail_signature|moz-signature|ms-outlook-mobile-signature|protonmail_signature_block"
    r"|id\s?=\s?[\"']?(?:x_)?signature\b)",
    re.IGNORECASE,
)
# what Gmail and Outlook write when somebody only indents
_INDENTED = pattern(r"border\s?:\s?(?:none|0|medium)", re.IGNORECASE)
_CITES = pattern(r"cite|gmail_quote|border-left\s?:\s?\d*[1-9]", re.IGNORECASE)
# opens the history of Outlook, Yahoo, Zimbra, Samsung: what follows is not the writer's
_HISTORY = pattern(
    r"(?:divrplyfwdmsg|yahoo_quoted|olk_src_body_section|zwchr|quoted_header|mail-editor-reference-message)",
    re.IGNORECASE,
)
_HIDEABLE = frozenset(("div", "span", "td", "p"))
_HIDDEN = pattern(r"display\s?:\s?none|mso-hide\s?:\s?all", re.IGNORECASE)


def to_text(html: str) -> str:
    out = _Lines()
    at = 0
    html = _without_comments(html)
    for tag in _TOKEN.finditer(html):
        if tag.start() > at:
            out.add(html[at : tag.start()])
        at = tag.end()
        out.tag(tag[2].lower(), tag[1] == "/", tag[3])
    out.add(html[at:])
    # a hidden part that never ends has swallowed everything: better markup than silence
    return out.text() or _SPACE.sub(" ", unescape(_TOKEN.sub(" ", html))).strip()


def _without_comments(html: str) -> str:
    if "<!" not in html and "<?" not in html:
        return html
    kept: list[str] = []
    at = 0
    while (start := html.find("<!", at)) >= 0:
        kept.append(html[at:start])
        comment = html.startswith("<!--", start)
        end = html.find("-->" if comment else ">", start)
        if end < 0:  # never closed: what follows is shown, as browsers do
            at = start + 4
            break
        at = end + (3 if comment else 1)
    return "".join(kept) + html[at:]


class _Lines:
    """The text under construction: finished lines, the open one, and how deep it is quoted."""

    __slots__ = ("depth", "done", "open", "quotes", "silent")

    def __init__(self) -> None:
        self.done: list[str] = []
        self.open: list[str] = []
        self.depth = 0
        self.quotes: list[int] = []  # of each open blockquote: whether it quotes
        self.silent = ""

    def add(self, text: str) -> None:
        if self.silent:
            return
        text = _SPACE.sub(" ", unescape(text))
        if text != " " or self.open:
            self.open.append(text)

    def tag(self, name: str, closing: bool, rest: str) -> None:
        if self.silent:
            if closing and name == self.silent:
                self.silent = ""
            return
        if name in _SILENT or (name in _HIDEABLE and not closing and _HIDDEN.search(rest)):
            self.silent = "" if closing or rest.endswith("/") else name
        elif name in _PARAGRAPH or name in _LINE:
            self._block(name, closing, rest)
        elif name in ("td", "th") and closing:
            self.open.append(" ")

    def _block(self, name: str, closing: bool, rest: str) -> None:
        self._end_line()
        if name in _PARAGRAPH:
            self._blank()
        if name == "blockquote":
            self._quote(closing, rest)
        elif name == "li" and not closing:
            self.open.append("- ")
        elif not closing and rest and _SIGNATURE.search(rest):
            self.done.append(self._marks() + "-- ")
        elif not closing and rest and _HISTORY.search(rest):
            self.done.append(self._marks() + "-----Message d'origine-----")

    def _quote(self, closing: bool, rest: str) -> None:
        if closing:
            self.depth -= self.quotes.pop() if self.quotes else 0
        else:
            quoted = 0 if _INDENTED.search(rest) and not _CITES.search(rest) else 1
            self.depth += quoted
            self.quotes.append(quoted)

    def _end_line(self) -> None:
        line = "".join(self.open).strip()
        if line:
            self.done.append(self._marks() + line)
        self.open.clear()

    def _blank(self) -> None:
        if self.done and self.done[-1]:
            self.done.append("")

    def _marks(self) -> str:
        return "> " * min(self.depth, 5)

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.done)
