"""What a mail carries around its words: signatures, mobile footers, disclaimers, banners, firms' footers.

Lines in, the lines that somebody wrote for this mail out; None marks a place where quoted lines stood, where
a signature or a disclaimer ends. What was added under a signature is kept.
"""

import re
from typing import Protocol

from bot.patterns import pattern

Lines = list[str | None]

_DEVICE = (
    r"(?:i?phone|ipad|ipod|mac(?:book)?|smartphone|t[ée]l[ée]phone|t[ée]l|mobile|portable|tablette|samsung"
    r"|galaxy|huawei|xiaomi|redmi|wiko|sony|xperia|honor|oppo|pixel|nokia|blackberry|appareil|android|windows"
    r"|pc|ordinateur|verizon|htc|lg|motorola|oneplus|asus|surface)\b"
)
_SERVICE = (
    r"(?:l['’]appli|l['’]application|yahoo|outlook|mail orange|proton|orange|sfr mail|gmail|bluemail|nine"
    r"|thunderbird|mailo|laposte\.net|la messagerie|infomaniak|spark|aqua mail|typeapp|zoho|hotmail|icloud"
    r"|tutanota|tuta|k-9|k9|fairemail|canary|edison|a magnificent|mail (?:pour|for)"
    r"|courrier (?:pour|de) windows)\b"
)
_FOOTER = pattern(
    r"\W{0,4}(?:envoy[ée]e? (?:de(?:puis)?|[àa] partir de|avec|via|par|sur|au moyen de)"
    rf" (?:(?:mon|ma|un|une|notre|le|la|the|my) (?:\w{{1,12}} ){{0,2}}{_DEVICE}|{_SERVICE}|{_DEVICE})"
    rf"|sent (?:from|via|with|using|by) (?:my |the |an? )?(?:\w{{1,12}} ){{0,3}}(?:{_DEVICE}|{_SERVICE})"
    r"|(?:obtenir|obtenez|t[ée]l[ée]charge[rz]?|get|essayez|download) (?:outlook|bluemail|proton|l['’]appli"
    r"|gmail|yahoo|the app)|(?:provenance|sent)\s?: (?:courrier|mail)|verzonden vanaf"
    r"|von meinem .{0,20} gesendet|yahoo mail\s?: |mail envoy[ée] (?:par|depuis) (?:infomaniak|mon|un)"
    r"|l['’]absence de virus|virus-free|cet? (?:e-?mail|courriel|message"
    r"|courrier) (?:[ée]lectronique )?(?:a [ée]t[ée] (?:v[ée]rifi|analys|scann)|ne contient aucun virus)"
    r"|this e-?mail has been (?:checked|scanned)|garanti sans virus|sans virus\.|avast\b"
    r"|www\.(?:avast|avg)\.)",
    re.IGNORECASE,
)
# a firm's legal footer: the number ends the line, or more of the same follows it
_FIRM = pattern(
    r"\W{0,4}(?:(?:(?:s\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?|e\.?u\.?r\.?l\.?|s\.?a\.?|s\.?c\.?i\.?|s\.?n\.?c\.?"
    r"|scop)\b.{0,60})?(?:au )?capital (?:social )?(?:de |: ?)?\d[\d\s.,]{0,15}"
    r"|(?:n[°o] ?)?(?:siret|siren|rcs|r\.c\.s\.?|tva(?: intra\w*)?|code (?:ape|naf)|ape"
    r"|naf)\b[^.!?,]{0,30}\d{3}[\d ]{0,14}\w?\s{0,2}(?:[-–|•/]|$))",
    re.IGNORECASE,
)
_CLOSING = pattern(
    r"\W{0,4}(?:(?:bien |tr[eè]s |le plus )?(?:cordialement|sinc[eè]rement|amicalement|respectueusement"
    r"|courtoisement)\b.{0,45}|cdl?t\b.{0,20}|cdmt|crdlt|bien [àa] (?:vous|toi)\b.{0,30}|b[àa]v\b.{0,10}"
    r"|bien à v\b.{0,10}|(?:mes|nos|meilleures?|sinc[eè]res|avec (?:mes|nos)) .{0,20}salutations\b.{0,30}"
    r"|salutations\b.{0,30}|avec nos (?:meilleures|remerciements).{0,30}|confraternellement\b.{0,20}|bises?"
    r"|biz|a\+|(?:kind|best|warm|many)(?:est)? ?(?:regards|wishes)?\b.{0,25}|regards\b.{0,10}|rgds"
    r"|yours\b.{0,25}|sincerely\b.{0,10}|cheers|thanks (?:and|&) regards)\W{0,4}$",
    re.IGNORECASE,
)
_POLITE = pattern(
    r"\W{0,4}(?:(?:je|nous) (?:vous |te )?(?:prie|prions)|veuillez|recevez|agr[ée]ez"
    r"|dans l['’]attente)\b.{0,160}(?:salutations|consid[ée]ration|sentiments|respects)",
    re.IGNORECASE,
)
_POSTSCRIPT = pattern(r"\W{0,3}(?:p\.? ?s\.?|n\.? ?b\.?|post[- ]scriptum)\s?[:.,\-–—]? ", re.IGNORECASE)
_AFTERTHOUGHT = pattern(
    r"\W{0,3}(?:ah|oh|euh|oups|oops|mince|zut|pardon|sorry|edit|rectification|correction|finalement|en fait"
    r"|au fait|attende[zs]|attends|non|mais|actually|wait|btw|by the way|sauf|except|(?:et )?surtout"
    r"|j['’]ai oubli[ée]|j['’]oubliais|i forgot)\b(?=[ ,.!:…]{1,4}\w)",
    re.IGNORECASE,
)
_DISCLAIMER = pattern(
    r"\W{0,6}(?:avertissement|disclaimer|confidentialit[ée]|avis de confidentialit|notice of confidentiality"
    r"|confidential(?:ity)? (?:notice|information)|privileged"
    r"|important\s?: (?:ce|this) (?:message|courriel|mail|e-?mail)"
    r"|(?:ce|le pr[ée]sent|tout) (?:message|courriel|mail|e-?mail"
    r"|courrier [ée]lectronique)\b.{0,120}(?:confiden|destinataire"
    r"|destin[ée]e?s? (?:exclusi|uniquement|[àa] l['’]usage|aux? seul)|prot[ée]g"
    r"|(?:et|ainsi que|y compris) .{0,30}pi[eè]ces? jointes?|susceptible|virus|secret|privil|exclusi"
    r"|[àa] l['’]intention)|les informations contenues dans ce"
    r"|this (?:e-?mail|message|communication|transmission)\b.{0,120}(?:confiden|intended|privileg|virus"
    r"|and (?:any|its|all)\b.{0,20}(?:files?|attach))|the information (?:contained )?in this"
    r"|the contents of this|si vous n['’][êe]tes pas (?:le|la|l['’]un des?) destinataire"
    r"|if you are not (?:the|an) (?:intended|addressee|named)|registered in (?:england|scotland)"
    r"|si vous avez re[çc]u ce (?:message|courriel|mail|e-?mail) par erreur"
    r"|if you (?:have )?received? this (?:e-?mail|message|communication) in error"
    r"|l['’]int[ée]grit[ée] de ce message|pensez [àa] (?:l['’]environnement|la plan[eè]te)|n['’]imprimez"
    r"|merci de n['’]imprimer|avant d['’]imprimer|pr[ée]serv(?:ons|ez) (?:l['’]environnement|la plan[eè]te)"
    r"|[ée]co-?geste|save paper|(?:please )?consider the environment|think before (?:you )?print"
    r"|nous (?:traitons|prot[ée]geons) vos donn[ée]es|conform[ée]ment (?:au rgpd|[àa] la loi .{0,40}libert)"
    r"|vos donn[ée]es (?:personnelles )?(?:sont|font))",
    re.IGNORECASE,
)
# put above the words by the receiver's own system
_BANNER = pattern(
    r"\W{0,6}(?:(?:attention|caution|warning|prudence|avertissement|alerte|s[ée]curit[ée])\W{1,5}(?:ce|cet"
    r"|this|message|mail|e-?mail|external)\b.{0,80}(?:ext[ée]rieur|externe|external|outside|exp[ée]diteur)"
    r"|\[?(?:external|externe|ext)\]?(?: (?:e-?mail|message|sender|mail))?\W{0,4}$"
    r"|(?:ce|cet) (?:e-?mail|message|courriel|mail) provient (?:de l['’]ext[ée]rieur"
    r"|d['’]un exp[ée]diteur externe)|this (?:e-?mail|message) (?:originated|came|was sent) from outside"
    r"|vous n(?:e recevez|['’]obtenez) pas souvent (?:de |d['’])|you don['’]t often get"
    r"|d[ée]couvrez pourquoi cela (?:est|peut [êe]tre) important|learn why this is important)",
    re.IGNORECASE,
)
_BANNER_MORE = pattern(
    r"cliqu|click|\blien|\blink|pi[eè]ces? jointe|attachment|exp[ée]diteur|sender|unless|sauf si|reconnai"
    r"|recogni|contenu est s|content is safe|aka\.ms|[àa] moins que",
    re.IGNORECASE,
)


def footer(line: str) -> bool:
    return len(line) < 160 and (bool(_FOOTER.match(line)) or bool(_FIRM.match(line)))


def closes(line: str) -> bool:
    """ "Cordialement", "Veuillez agréer …": a signature follows."""
    return bool(_CLOSING.match(line) or _POLITE.match(line))


def added(line: str, *, apart: bool) -> bool:
    """ "PS : …", "Ah non, attendez": written under a signature, and no part of it.

    `apart`: under an empty line, where no slogan of the firm's stands.
    """
    return bool(_POSTSCRIPT.match(line) or (apart and _AFTERTHOUGHT.match(line)))


class Resumes(Protocol):
    """Whether a line under a signature is the writer's word again."""

    def __call__(self, line: str, *, apart: bool) -> bool: ...


def without_signatures(lines: Lines, resumes: Resumes = added) -> Lines:
    kept: Lines = []
    signed = said = apart = False
    for line in lines:
        if line is None:
            signed = False
            kept.append(None)
        elif line.strip() in ("--", "—") or (said and closes(line)):
            signed = True
        elif signed and resumes(line, apart=apart):
            signed = False
            kept.append(line)
        elif not signed and not footer(line):
            kept.append(line)
            said = said or len(line.split()) > 2
        apart = not (line and line.strip())
    return kept


def without_disclaimers(lines: Lines) -> Lines:
    kept: Lines = []
    dropping = ""
    said = False
    for line in lines:
        dropping = _dropped(line, dropping, said=said)
        if not dropping:
            kept.append(line)
            said = said or bool(line and line.strip())
    return kept


def _dropped(line: str | None, dropping: str, *, said: bool) -> str:
    """Whether this line is of a banner, or of a disclaimer: then all that follows is, in several tongues."""
    if line is None:
        return ""
    if dropping == "disclaimer":
        return dropping
    if not line.strip():
        return ""
    if _BANNER.match(line) or (dropping == "banner" and _BANNER_MORE.search(line)):
        return "banner"
    return "disclaimer" if said and _DISCLAIMER.match(line) else ""
