"""Two readers that differ in a word or a weight do not bear one number in the journal."""

from bot.reading.version import SHAPE, digest, pieces, version


def test_the_version_hangs_on_all_that_the_reader_is_made_of() -> None:
    names = {name for name, _ in pieces()}
    assert {"reader.py", "lexicon/fr.txt", "lexicon/weights.txt", "lexicon/net.txt"} <= names
    assert version() == f"{SHAPE}.{digest(pieces())}"


def test_any_changed_byte_makes_another_version() -> None:
    now = [("reader.py", b"one"), ("lexicon/fr.txt", b"two")]
    others = ([("reader.py", b"one"), ("lexicon/fr.txt", b"tw0")], now[:1], [("reader.py", b"onetwo")])
    assert len({digest(now), *map(digest, others)}) == 4
