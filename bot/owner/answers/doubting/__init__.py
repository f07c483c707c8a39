"""Whether the words are plain enough for what they would do; what is left over becomes a note."""
