"""The forms of a French verb in which owners order or tell: an infinitive in, a pattern of its forms out.

Folded like all text here, so that "envoyé", "envoyer" and the "envoyez" of a telephone are one class; who
needs the accent looks at the exact letters. Regular endings by rule, the few others by table.
"""

_ER = "e|es|ent|er|ez|ons|iez|ions|ee|ees|era|eras|erai|erons|erez|eront|ait|aient|ais|erait|eraient|ant"
_IR = "is|it|ir|issez|issiez|isse|issons|issent|i|ie|ies|ira|irai|irez|iras|iront"
_RE = "s|d|ds|re|ez|iez|e|es|ons|ent|u|ue|us|ues|ra|rai|ras|rez|ront|"
_OTHERS = {
    "envoyer": "envoi(?:e|es|ent|s)?|envoy(?:e|er|ez|iez|ons|ee|ees|es|ait)|enverra(?:i|s)?|enverr(?:ons"
    "|ez|ont)",
    "renvoyer": "renvoi(?:e|es|ent|s)?|renvoy(?:e|er|ez|iez|ons|ee|ees|es|ait)|renverra(?:i|s)?"
    "|renverr(?:ez|ons)",
    "payer": "pay(?:e|es|ent|er|ez|ons|ee|ees|era|eras|erai|erez|eront|ait|erait)"
    "|pai(?:e|es|ent|era|erai|eront|erait|eraient)|payerait|paiye",
    "appeler": "appell?(?:e|es|ent|er|ez|ons|ee|ees|era|erai)",
    "rappeler": "rappell?(?:e|es|ent|er|ez|ons|ee|ees|era|erai)",
    "mettre": "met(?:s|tre|tez|tons|tra|trai)?|mise?",
    "faire": "fai(?:s|t|re|tes|sons|te)|fera|ferai|ferons|ferez",
    "suspendre": "suspend(?:s|re|ez|ons|u|ue|us|ues)?",
    "attendre": "attend(?:s|re|ez|ons|u|rai|ra|rons|rez)?",
    "reprendre": "repr(?:ends?|enez|enons|endre|endra|endrai|is|ise)",
    "prendre": "pr(?:ends?|enez|enons|endre|endra|endrai|is|ise)",
    "poursuivre": "poursui(?:s|t|vre|vez|vons|vra|vi)",
    "ecrire": "ecri(?:s|t|re|vez|vons|ra|rai|te)",
    "laisser": f"laiss(?:{_ER})|laisse[rz]?",
    "retenir": "retien[st]|retenez|retenir|retenu",
    "deduire": "dedui(?:s|t|re|sez|sons|te)",
    "soustraire": "soustra(?:is|it|ire|yez)",
    "transmettre": "transme(?:ts|t|ttre|ttez|ttons)|transmis",
    "recevoir": "recoi[st]|recu|recue|recus|recues|recevoir|recevons|recevez",
    "tenir": "tien[st]|tenez|tenir|tenons|teniez|tienne",
    "consentir": "consen(?:s|t|tir|tez|tons|tiez|te)",
    "permettre": "perme(?:ts|t|ttre|ttez|ttons)",
    "fournir": "fourni(?:s|t|r|ssez|ssons)?",
    "differer": "differ(?:e|es|er|ez|ons|ee|ees)",
    "surseoir": "surseoir|sursoi(?:s|t|ent)|sursoyez",
    "revoir": "revoi[rst]|revoyez|revoyons|reverrons|reverra",
    "redire": "redi(?:s|t|re|tes)",
    "maintenir": "maintien[st]|maintenez|maintenir|maintenons|maintenu|maintenue",
}


def forms(infinitive: str) -> str:
    """A group of all forms; the longest first, so that none stops short."""
    known = _OTHERS.get(infinitive)
    if known:
        return f"(?:{known})"
    stem, ending = infinitive[:-2], infinitive[-2:]
    if ending == "er":
        soft = "e" if stem.endswith("g") else ""
        return f"(?:{stem}(?:{_ER}){'|' + stem + soft + 'ons' if soft else ''})"
    return f"(?:{stem}(?:{_IR if ending == 'ir' else _RE}))"
