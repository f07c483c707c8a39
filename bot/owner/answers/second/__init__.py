"""The second reader of an answer: a network, beside the rules."""
