"""Names that the mail did not show: "payé Dupont 500", "Lenoir appelé, messagerie".

Words that no rule knows become the target of the order right beside them if they are written like a name, or,
in a digest, which takes orders about any case, if they are alone beside it. They are kept as written.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.marking.names import NAMELESS, may_name
from bot.owner.answers.walking.colleagues import for_us, works_there
from bot.owner.answers.walking.commands import Chunk, Command, Walk
from bot.owner.answers.walking.nobody import nameless, of_speech
from bot.reading.verbs import meanings

TAKES_A_WORD = frozenset(
    ("paid", "pause", "stop", "ask", "treatment", "called", "drop", "dispute", "credit", "not", "settled",
     "unclaimed", "not_served", "refused_letter", "refuse", "presented", "posted", "accept", "plan", "no")
)  # fmt: skip
TAKES_A_NAME = TAKES_A_WORD | {
    "mise_en_demeure",
    "not_received",
    "resume",
    "reminded",
    "kind",
    "dispute_closed",
}
# "vu avec Hugh", "refusé par Jean": who stands behind these is no target.
_COMPANY = frozenset(
    ("avec", "par", "with", "by", "selon", "comme", "like", "via", "depuis", "since", "que", "qu'", "en")
)
_ARTICLES = frozenset(
    ("le", "la", "les", "un", "une", "des", "du", "de", "mon", "ma", "mes", "son", "sa", "ses",
     "leur", "the", "a", "an", "my", "his", "her", "their")
)  # fmt: skip
_LETTERS = frozenset(("posted", "presented", "unclaimed", "not_served", "refused_letter"))
# "la lettre de Pons est revenue NPAI"
_CAME = frozenset(
    ("revenu", "revenue", "retourne", "retournee", "rentree", "came", "come", "back", "returned")
)
_POSSESSIVE = frozenset(
    ("leur", "son", "sa", "ses", "leurs", "notre", "mon", "ma", "votre", "his", "her", "their", "my", "our")
)
_OF_OURS = frozenset(("suis", "sommes", "serai", "am"))  # "je suis malade, arrête tout"
_MOST = 4  # words of a name
_NEW = frozenset(("new", "nouveau", "nouvelle", "autre", "another", "other"))
OF_ANYBODY = ("digest", "stale_source")  # what takes orders about any case
_NEAR = 6  # letters between a question and whom it is about


def with_strangers(walk: Walk, context: Context) -> None:
    for command in list(walk.commands):
        run = _named_beside(command, walk, context) if _takes(command, context) else []
        if not run:
            continue
        if not for_us(run, walk, command, context):
            _aim(walk, command, run)
        for chunk in walk.chunks:
            forget(chunk, run)
        if command.name == "kind" and with_title(run[0].start, walk) <= command.start:
            _only_a_title(walk, command)


def _named_beside(command: Command, walk: Walk, context: Context) -> list[Mark]:
    """The words beside an order that are somebody's name."""
    run = _stranger(command, walk, context)
    run = [word for word in run if not of_speech(word.name)] if len(run) == 1 else run
    if run and run[0].name in _OF_OURS:
        return []
    if len(run) > 1 and run[0].start == walk.sentence.start and run[0].name in meanings():
        run = run[1:]  # "Passe Dupont en mise en demeure"
    if run and command.name in ("called", "said") and works_there(run, walk):
        for chunk in walk.chunks:
            forget(chunk, run)
        return []
    named = bool(run) and not all(nameless(word.name) for word in run)
    return run if named and (context.kind != "notice" or _surely_a_name(run, walk, command)) else []


def _aim(walk: Walk, command: Command, run: list[Mark]) -> None:
    if command.leant:
        command.targets, command.leant = [], False
    start = with_title(run[0].start, walk)
    command.targets.append(walk.sentence.words(start, run[-1].end))
    without_its_title(walk, command, (start, run[-1].end))


def _only_a_title(walk: Walk, title: Command) -> None:
    """ "où en est la Société Delbreil ?": whom it is asked about, and not what they are."""
    before = [c for c in walk.commands if c.end <= title.start and not c.targets]
    if before:
        if _may_be_anothers(before[-1], walk.context):
            before[-1].targets = title.targets
        walk.commands.remove(title)


def _takes(command: Command, context: Context) -> bool:
    """Whether an order may be about somebody whom the mail did not show."""
    if not _may_be_anothers(command, context):
        return False
    if context.kind == "notice" and command.name == "not_received" and _OF_HIM.search(command.words):
        return False  # "reçu 300 de Duval mais rien de lui"
    if command.name == "no" and context.kind != "digest" and not _NOT_TO_HIM.fullmatch(command.words):
        return False
    if command.name == "kind" and re.match(r" d(?:e|u|es|')\b", command.sentence.text.folded[command.end :]):
        return False  # "la commune de Crozon": a name begins
    if context.matter == "call" and command.name in ("called", "said"):
        return False  # whom of the customer's they spoke to
    return command.name in TAKES_A_NAME


def _may_be_anothers(command: Command, context: Context) -> bool:
    """A yes or no to a notice is one to its own matter: "non, c'est la SCI Roux"."""
    return context.kind != "notice" or command.name not in ("no", "not", "yes", "send", "stop")


# "ne relance pas Dupont", "don't chase Dupont"
_NOT_TO_HIM = re.compile(r"(?:surtout )?(?:ne |n')?\w{3,15} pas|(?:do not|don't|dont) \w{3,15}")
_OF_HIM = re.compile(r" (?:de|from) (?:lui|elle|eux|him|her|them)$")


def without_its_title(walk: Walk, command: Command, name: tuple[int, int]) -> None:
    """ "la commune de Crozon a versé": the title says nothing of what the case is."""
    walk.commands[:] = [
        c for c in walk.commands if c is command or c.name != "kind" or not name[0] <= c.start < name[1]
    ]


def _stranger(command: Command, walk: Walk, context: Context) -> list[Mark]:
    marks = walk.sentence.marks
    if (command.targets and not command.leant) or command.own or command.several:
        return []
    ahead, after = _ahead(command, marks, walk, context), _after(command, marks, walk, context)
    if command.leant:  # "ok pour la 2, Lenoir a payé": its own name is nearer than the one before
        near = ahead or (after if command.name in _OF_ONE else [])
        return near if all(_capital(word, walk.sentence) for word in near) else []
    return _within(command, marks, walk, context) or after or ahead


_TITLED = re.compile(
    r"\b(?:m|mr|mme|mlle|mrs|ms|dr|me|maitre|monsieur|madame|sci|sarl|sas|ets|eurl|gaec|snc|ste|(?:mairie"
    r"|commune|ville|ecole|college|lycee|association|asso|residence|hotel|cafe|bar|garage|restaurant"
    r"|boulangerie|pharmacie|ferme|domaine|mutuelle|comite|syndicat|amicale|federation|fondation|foyer"
    r"|cooperative|theatre|musee|comite d(?:e|u|es) \w{3,12}|chateau|cave|camping|cabinet|clinique|club"
    r"|boucherie|brasserie|salon|syndic|copro|copropriete|menuiserie|entreprise|societe|transports"
    r"|taxis?)(?: (?:de la|de l'|de|du|des|d'))?)\.? ?$"
)


def _upper(walk: Walk, place: int) -> bool:
    return walk.sentence.text.words(place, place + 1).isupper()


def with_title(start: int, walk: Walk) -> int:
    title = _TITLED.search(walk.sentence.text.folded[:start])
    article = re.search(r"(?:le|la|les|the) $", walk.sentence.text.folded[walk.sentence.start : start])
    if article and article.start() and _upper(walk, place := walk.sentence.start + article.start()):
        return place  # "et Le Cloître 210 €"
    return title.start() if title and title.start() >= walk.sentence.start else start


def _surely_a_name(run: list[Mark], walk: Walk, command: Command) -> bool:
    """In a mail about one customer: a capital that no sentence's beginning explains, or a title."""
    before = walk.sentence.text.folded[walk.sentence.start : run[0].start].split()
    if command.name == "not_received" and before[-1:] not in (["pour"], ["chez"], ["de"], ["for"], ["from"]):
        return False
    if run[0].start > walk.sentence.start and _capital(run[0], walk.sentence):
        return True
    title = with_title(run[0].start, walk) < run[0].start
    return title or not any(word.name in NAMELESS or word.name in meanings() for word in run)


def forget(chunk: Chunk, run: list[Mark]) -> None:
    chunk.words[:] = [word for word in chunk.words if word not in run]


_SAYS_I = re.compile(r"\b(?:je|j'|nous|on|i|we|il|elle|tu|vous)\b")
_EVERYTHING = re.compile(r"\b(?:tout|tous|toutes|all|everything|everyone)\b")


def _of_no_order(command: Command, first: Mark, walk: Walk, context: Context) -> bool:
    """ "vu avec Hugh", "postée à Landivisiau", "stop, je suis hospitalisé", "stop tout"."""
    since = command.end if command.end <= first.start else command.start
    between = walk.sentence.text.folded[since : first.start]
    company = command.name not in ("called", "said") and bool(_COMPANY & set(between.split()))
    there = command.name in _LETTERS and context.kind == "notice" and between.endswith((" a ", " at "))
    return bool(company or there or _SAYS_I.search(between) or _EVERYTHING.search(command.words))


def _within(command: Command, marks: tuple[Mark, ...], walk: Walk, context: Context) -> list[Mark]:
    """ "pause Okafor until 20 May": written like a name, between the two halves of one order."""
    if command.name not in ("pause", "stop"):
        return []
    run = [m for m in marks if m.kind == "word" and command.start < m.start < command.end]
    if not run or len(run) > _MOST or _of_no_order(command, run[0], walk, context):
        return []
    while run and not _capital(run[0], walk.sentence):
        run = run[1:]  # "la dame Okafor"
    return _capitals(run, walk.sentence)


def _after(command: Command, marks: tuple[Mark, ...], walk: Walk, context: Context) -> list[Mark]:
    index = next((i for i, m in enumerate(marks) if m.start >= command.end), len(marks))
    while index < len(marks) and (_passed(marks[index]) or marks[index].kind in ("sum", "number", "day")):
        index += 1
    run: list[Mark] = []
    while index < len(marks) and marks[index].kind == "word" and len(run) < _MOST:
        run.append(marks[index])
        index += 1
    if not run or _of_no_order(command, run[0], walk, context):
        return []
    if len(run) > 1 and _capital(run[0], walk.sentence) and not _capital(run[-1], walk.sentence):
        return _capitals(run, walk.sentence)
    ends = index == len(marks) or marks[index].kind != "word"
    while len(run) > 1 and run[-1].name in NAMELESS:
        run.pop()  # "how much does Fenwick owe"
    if ends and (_is_name(run, command, walk.sentence, context) or _led_behind(run, command, walk, context)):
        return run
    return _capitals(run, walk.sentence)


def _ahead(command: Command, marks: tuple[Mark, ...], walk: Walk, context: Context) -> list[Mark]:
    index = next((i for i, m in enumerate(marks) if m.start >= command.start), len(marks)) - 1
    led = False
    summed = command.name == "paid" and context.matter in OF_ANYBODY
    letter = command.name in _LETTERS
    while index >= 0 and (
        _passed(marks[index])
        or _turns(marks[index])
        or marks[index].kind == "comma"
        or (letter and marks[index].name in _CAME)
    ):
        led = led or marks[index].kind == "comma"
        index -= 1
    if summed and index >= 0 and marks[index].kind in ("sum", "number"):
        index -= 1  # "Kervella 388,00 reçu vendredi"
    run: list[Mark] = []
    while index >= 0 and marks[index].kind == "word" and len(run) < _MOST:
        run.insert(0, marks[index])
        index -= 1
    if led and index >= 0 and not (_passed(marks[index]) or marks[index].name == "and"):
        return []
    opens = index < 0 or marks[index].kind == "comma" or marks[index].name in ("and", "no")
    opens = opens or (_turns(marks[index]) and marks[index].said.words in ("mais", "but"))
    if not (opens or _passed(marks[index])):
        return []
    return _as_a_name(run, command, walk, context)


def _as_a_name(run: list[Mark], command: Command, walk: Walk, context: Context) -> list[Mark]:
    """As much of the words before an order as is written like a name, or led to as one."""
    while len(run) > 1 and (run[0].name in NAMELESS or run[0].name in _NEW):
        run = run[1:]  # "New customer Jarvis"
    if run and walk.sentence.text.folded[: run[0].start].split()[-1:] in (["en"], ["avec"], ["with"]):
        return []  # "machine en panne, on attend"
    if _is_name(run, command, walk.sentence, context) or _led_before(run, command, walk):
        return run
    if (
        run
        and walk.sentence.text.folded[: run[0].start].split()[-1:][:1]
        and walk.sentence.text.folded[: run[0].start].split()[-1] in _POSSESSIVE
    ):
        return []  # "leur OPCO"
    while run and not _capital(run[0], walk.sentence):
        run = run[1:]
    return run if run and _capital(run[-1], walk.sentence) else []


_TURNS_TO = re.compile(
    r"(?:\b(?:et|and|sinon|au fait|d'ailleurs|par ailleurs|en revanche|by the way),? |c'est )$"
)
_FOR_WHOM = re.compile(r"\b(?:pour|chez|a|for|to) $")
_FROM_WHOM = re.compile(r"\b(?:de|from) $")
_OF_ONE = frozenset(("mise_en_demeure", "resume", "treatment", "dispute_closed", "ask"))


def _plain_words(run: list[Mark]) -> bool:
    """Words that are in no list and may be a name, in whatever letters."""
    fit = (len(w.name) > 3 and may_name(w.name, opens=True) and w.name not in meanings() for w in run)
    return 0 < len(run) <= 2 and all(fit)


def _led_before(run: list[Mark], command: Command, walk: Walk) -> bool:
    """ "et fabre pause une semaine", "la mairie de rosières a payé": led to as a name, in small letters."""
    if command.name not in ("pause", "stop", "paid", "drop", "ask", "treatment") or not _plain_words(run):
        return False
    if with_title(run[0].start, walk) < run[0].start:
        return True
    before = walk.sentence.text.folded[walk.sentence.start : run[0].start]
    led = _TURNS_TO.search(before)
    pointed = (
        led is None or led[0] != "c'est " or walk.sentence.text.folded[run[-1].end :].startswith(" qui ")
    )
    return len(run) == 1 and led is not None and pointed


def _led_behind(run: list[Mark], command: Command, walk: Walk, context: Context) -> bool:
    """ "mise en demeure maintenant pour cap nautisme", "où en est kertoula"."""
    if not _plain_words(run):
        return False
    before = walk.sentence.text.folded[walk.sentence.start : run[0].start]
    if command.name == "ask":
        return run[0].start - command.end <= _NEAR
    if context.kind != "digest":
        return False
    received = command.name == "paid" and "recu" in command.words and _FROM_WHOM.search(before)
    led = _FOR_WHOM.search(before)
    sure = led is not None and (command.name != "resume" or led[0] in ("pour ", "chez ", "for "))
    return bool(received or (command.name in _OF_ONE and sure))


def _passed(mark: Mark) -> bool:
    return mark.kind == "phrase" and mark.name in ("filler", "him")


def _turns(mark: Mark) -> bool:
    return mark.kind == "phrase" and mark.name == "doubt"


def _is_name(run: list[Mark], command: Command, sentence: Sentence, context: Context) -> bool:
    if not run or context.matter not in OF_ANYBODY or command.name not in TAKES_A_WORD:
        return False
    if command.name in ("not", "no") and sentence.folded[: command.start - sentence.start].strip(" ,"):
        return False
    before = sentence.text.folded[: run[0].start].split()[-1:]
    if before and before[0] in _ARTICLES:
        return False
    return len(run) <= 2 and all(len(word.name) > 2 for word in run)


def _capitals(run: list[Mark], sentence: Sentence) -> list[Mark]:
    """As far as the words are written like a name."""
    count = 0
    while count < len(run) and _capital(run[count], sentence):
        count += 1
    return run[:count]


def _capital(word: Mark, sentence: Sentence) -> bool:
    exact = sentence.text.words(word.start, word.end)
    opens = word.start == sentence.start
    if "'" in exact or "’" in exact or exact in ("I", "A", "OK", "Ok"):
        return False
    return exact[:1].isupper() and not (opens and len(exact) < 3)
