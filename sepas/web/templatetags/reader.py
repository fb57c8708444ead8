"""Filters that speak the reader's language, calendar and digits."""

from django import template

register = template.Library()
