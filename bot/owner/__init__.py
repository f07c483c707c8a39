"""The room of the owner: what the owner is asked, and what the owner's answers order.

`answers` reads an answer: text and context in, acts out, pure. Whether an act may be carried out (whose mail
it is, which secret it carries) is not decided by reading it.
"""
