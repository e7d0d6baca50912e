"""Template tags of publications: their states, languages, topics."""

from __future__ import annotations

from django import template

from goodoffices.publish.gates.registry import BY_CODE
from goodoffices.publish.models import State, Topic
from goodoffices.publish.words import LANGUAGES, STATES, WAITS
from goodoffices.publish.writing import queries
from goodoffices.publish.writing.forms import direction

register = template.Library()


@register.simple_tag
def publication_state(state: str) -> str:
    """Say where a publication stands."""
    return str(STATES[State(state)])


@register.simple_tag
def waits_for(state: str) -> str:
    """Say what a publication in a state waits for."""
    return str(WAITS[State(state)])


@register.simple_tag
def gate_title(code: str) -> str:
    """Name a gate."""
    return str(BY_CODE[code].title) if code in BY_CODE else code


@register.simple_tag
def language_word(language: str) -> str:
    """Name a language in the reader's language."""
    return str(LANGUAGES.get(language, language))


@register.simple_tag
def direction_of(language: str) -> str:
    """Say which way a language is written."""
    return direction(language)


@register.simple_tag
def topic_name(topic: Topic) -> str:
    """Name a topic in the reader's language."""
    return queries.topic_name(topic)
