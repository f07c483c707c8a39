"""The words of an answer: the owner's own, spelled plainly, and the turns of phrase found in them."""
