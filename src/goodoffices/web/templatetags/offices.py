"""Template tags: the components of the design system."""

from django import template

register = template.Library()
