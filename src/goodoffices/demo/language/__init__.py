"""Texts in three languages: counted nouns, slots, sentences, and the habits of each source."""
