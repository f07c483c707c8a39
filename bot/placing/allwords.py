"""The words by which a debtor says which invoices he means, without or beside their numbers.

Patterns against lower case without accents. `WHOLE` is what means all that is due, `OTHERS` those that it
does not number. A word too many there makes a hold too wide, a word too few presses somebody: in doubt it
stands here.
"""

import re

_NUMBER = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
)
_DEBTS = r"(?:factures?|fact\b|impayes?|creances?|sommes|montants|invoices|bills)"
_NAME = r"(?:\w{1,8}[-/. ]?)?\d[\w/-]{0,34}"
_WITH_NAMES = rf"(?! ?(?:(?:n|no|nos|num|numeros?|ref|references?)[°os.]* ?)?:? ?{_NAME})"
_PAYS = (
    r"(?:contest|regl|pai|pay|sold|vir|refus|rejet|vers|acquitt|bloqu|suspend|gel|doi|dev|du\b|disput"
    r"|settl|ow"
    r"|reject|clear|withhold)"
)
_ALL_FR = (
    # "toutes vos factures", "tous les deux", "toutes sont parties"
    rf"tou(?:te)?s (?:les|vos|nos|mes|ces|leurs) (?:{_NUMBER}\b(?! (?:semaines|jours|mois|heures))"
    rf"|\w{{1,12}} {_DEBTS}|{_DEBTS}|autres)"
    r"|toutes\b(?! (?:les|mes|nos|vos|ces|taxes|charges|fins|sortes|facons|informations|confondues))"
    r"|tous (?:les (?:documents|dossiers)|vos documents)|chaque facture|chacune"
    # "nous contestons tout", "tout sera viré", "le tout"
    rf"|{_PAYS}\w*(?:[ ,](?!pas\b)\w{{1,12}}){{0,2}}? tout\b(?! (?:de suite|a fait|a l'heure|au|juste"
    rf"|le monde|en\b|comme|simplement|ce retard|recemment))"
    r"|tout (?:est|etait|a\b|sera|serait|va etre|part\b|partira|doit|ce (?:qui|que)|ca\b|cela)"
    rf"|tout {_PAYS}\w*|\ble tout\b|tout,? (?:sauf|hors|hormis|except|y compris)"
    r"|(?:l'ensemble|l'integralite|la totalite)\b(?! d(?:u\b|e (?:la|cette|votre|ma|notre|son|ce)\b|e l'))"
    # "aucune de vos factures", "rien ne sera payé"
    rf"|aucune? (?:d(?:e|es|'entre) (?:vos|ces|nos|les|mes|elles|toutes)|{_DEBTS}|n(?:e\b|'))"
    rf"|{_PAYS}\w*(?: \w{{1,10}})? rien\b|rien (?:ne |n')(?:\w{{1,8}} ){{0,2}}{_PAYS}|rien (?:a"
    rf"|du)\b (?:payer|regler)"
    r"|ni l'une ni l'autre|l'une comme l'autre"
    # "vos trois factures", "les trois sont réglées"
    rf"|(?<!recu )(?<!reception de )(?<!merci pour )(?:vos|ces|mes|nos|les) (?:{_NUMBER} |dites "
    rf"|autres )?{_DEBTS}(?<=s){_WITH_NAMES}"
    rf"|\bles {_NUMBER}(?= (?:sont|seront|ont|partent|partiront|seraient|en meme)\b)"
)
_OTHERS = (
    r"les (?:deux |trois |quatre )?autres(?! (?:jours|fois|semaines|mois|points|postes|personnes))"
    r"|l'autre\b(?! (?:part|jour|fois|cote|personne|semaine|moitie))"
    r"|celles? (?:de\b|du\b|d')"
    r"|the (?:others?|other (?:one|two|three|invoices?))\b(?! (?:day|week|hand|side))"
    r"|(?:la |les (?:deux |trois )?)(?:premieres?|dernieres?|deuxiemes?|secondes?|troisiemes?"
    r"|plus (?:ancienne|recente)s?)(?= (?:facture|est|sont|sera|seront|a |ont|part|partira|aussi|egalement"
    r"|je|nous"
    r"|que|qui|et|pas|est)|\s*[,.;:!?\n]|\s*$)"
    r"|the (?:first|second|third|last|latest|oldest)(?: (?:one|two|three|invoices?)\b| (?=is|was|were|will"
    r"|has))"
)
_ALL_EN = (
    r"everything\b|\ball (?:of )?(?:your|the (?:invoices|bills|others?|rest)|our (?:invoices|bills)|these"
    r"|those|them|three|four|five|invoices"
    r"|bills|but|except|outstanding|is|are|was|were|have been|has been|will be|paid|settled|gone)\b"
    rf"|{_PAYS}\w*(?: (?:you|it|them|for|it's))? all\b(?! (?:the best|right|day|week|year))|they(?:'re"
    rf"| are| were) all"
    r"|the (?:lot|whole lot)\b|none of (?:your|the|these|those|them)|not (?:\w{1,8} )?any of"
    rf"|any (?:of )?(?:your |the |these )?{_DEBTS}|(?:every|each) (?:invoice|bill|single|one|of)"
    rf"|{_PAYS}\w*(?: you)? (?:nothing|anything)\b|nothing (?:will|is|has|gets)\b|\bboth\b"
    rf"|(?<!received )(?<!receipt of )(?<!thanks for )(?:your|these|those|the) (?:{_NUMBER} )?(?:invoices"
    rf"|bills)\b{_WITH_NAMES}"
)
WHOLE = re.compile(rf"\b(?:{_ALL_FR}|{_ALL_EN})")
OTHERS = re.compile(rf"\b(?:{_OTHERS})")
# The other invoices; beside a sum or a share it is what is left of that one.
REST = re.compile(r"\b(?:le reste|the (?:rest|remaining))\b")
SHARE = re.compile(
    r"\d ?(?:€|euros?\b|eur\b|%|k\b)|[£$] ?\d"
    r"|\d{2,} sur\b|\b(?:verse|paie|paye|regle|vire|pay) \d{2}|\b(?:moitie|tiers|quart|acompte|partie|half"
    r"|third|quarter|deposit|part|instal?lments?)\b"
)

_SLIP = (  # "sauf erreur de ma part", "hors taxes"
    r"(?! (?:erreur|impr[e]v|avis|omission|si\b|s'|que\b|qu'|contre|emp[e]ch|cas\b|indication|accord|oubli"
    r"|ta(?:xe|xes)\b|delai))"
)
EXCEPT = re.compile(
    rf"(?:\b|(?<=,))(?:sauf{_SLIP}|hormis|except[e]?e?s?|hors{_SLIP}|a l'exception d(?:e|u|es|')"
    rf"|a l'exclusion d(?:e|u|es|')"
    r"|(?:mis(?:es?)? )?a part|en dehors d(?:e|u|es|')|excepting|excluding|except(?: for)?|apart from"
    r"|aside from"
    r"|other than|save(?: for)?|(?:all|everything|anything|nothing|none|every (?:one|invoice|bill)"
    r"|invoices|bills)"
    r"(?: of (?:them|it|these|those))?,? but"
    r"|but not|mais pas|et pas|et non|and not|(?<=,) ?(?:pas|not|non))\b"
)
EXCEPT_BEHIND = re.compile(
    rf"\b(?:la |l'|facture |invoice |n ?° ?){{0,3}}{_NAME},? (?:mise? a part|a part|except[e]e|exclue?"
    rf"|non comprise?|excepted"
    r"|excluded|apart|aside)\b"
)
EXAMPLE = re.compile(
    r"\b(?:notamment|par exemple|p\. ?ex\b\.?|y compris|y inclus|dont|en particulier|particulierement|surtout"
    r"|specialement|tell?es? que|a commencer par|entre autres|en premier lieu|including|included|especially"
    r"|particularly|such as|for (?:example|instance)|in particular|notably|e\.g\.|starting with|among others"
    r"|not least|incl\b\.?)"
)
EXAMPLE_BEHIND = re.compile(
    rf"\b(?:la |l'|facture |invoice |n ?° ?){{0,3}}{_NAME},? (?:par exemple|notamment|en particulier"
    rf"|surtout|y comprise?|comprise?"
    r"|incluse?|entre autres|for (?:example|instance)|in particular|included|especially)\b"
)
ENDS = r"[^.,;!?\n]|(?<=\w)\.(?=\w)"
CONDITION = re.compile(
    r"\b(?:tant que|jusqu'a ce que|avant que|a moins que|des que|une fois(?: que)?|sitot que"
    r"|aussi longtemps que"
    rf"|until|unless|as long as|so long as|once|as soon as)\b(?:{ENDS}){{0,300}}"
)
